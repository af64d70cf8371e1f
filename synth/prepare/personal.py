"""Personal data, recognised by a column's name and by how its values are spelled.

Both must agree where a name says so: a column `email` that holds yes and no is a flag, not an address. Values alone are
believed only where their spelling or their check digits leave no doubt.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Literal

import phonenumbers
from stdnum import iban, luhn

from synth.prepare.personal_words import ALONE, LABELS, NAMES, OTHERWISE, PERSONS, WORDS, PersonalType

MOST_VALUES = 500
_BY_NAME, _BY_VALUE = 0.5, 0.9

# Modelled as they are, with value protection: they describe a person without naming one.
QUASI_IDENTIFIERS: frozenset[PersonalType] = frozenset({"birth_date", "city", "postcode"})

# Few different ones in many rows are levels (a `nickname` of yes and no), not what it is called.
_OFTEN_UNIQUE: frozenset[PersonalType] = frozenset({"username", "license_plate", "passport"})

# Modules of python-stdnum whose numbers carry check digits or a date, so that other numbers hardly ever pass as one.
_NATIONAL_IDS = (
    "at.vnr", "be.nn", "bg.egn", "br.cpf", "ca.sin", "ch.ssn", "cl.rut", "cn.ric", "cz.rc", "de.idnr",
    "ee.ik", "es.dni", "es.nie", "fi.hetu", "fr.nir", "gb.nhs", "gr.amka", "hr.oib", "ie.pps", "il.idnr", "in_.aadhaar",
    "in_.pan", "is_.kennitala", "it.codicefiscale", "kr.rrn", "lt.asmens", "mx.curp", "nl.bsn",
    "no.fodselsnummer", "pl.pesel", "pt.nif", "ro.cnp", "se.personnummer", "si.emso", "th.pin", "tr.tckimlik",
    "za.idnr",
)  # fmt: skip
_FEWEST_NUMBERS = 10

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_EMAIL_INSIDE = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}")
_PHONE_INSIDE = re.compile(r"\+\d[\d ()/-]{6,}\d")
_IBAN_INSIDE = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?\b")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"[+(]?\d[\d\s()./-]*\d(?:\s*(?:x|ext\.?)\s*\d+)?", re.IGNORECASE)
_PARTED_PHONE = re.compile(r"(?:\(\d{2,5}\)|0\d{1,4}|\d{3}(?=-\d{3}-\d{4}$))[\s/-]+\d[\d\s/-]*")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}(?:[ T].*)?")
# The United States' and the British number, which carry no check digits: by their shape alone.
_SHAPED_ID = re.compile(r"(?!000)\d{3}-(?!00)\d{2}-\d{4}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d")
_WORD = r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?"
_WORDS = re.compile(rf"{_WORD}(?:,? {_WORD}){{0,5}}")
_STREET = re.compile(
    r"\d+\w? (?:\S+ ){1,4}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|close)\b\.?.*"
    r"|\d+(?: bis| ter)?,? (?:rue|avenue|boulevard|chemin|impasse|allée|place|quai)\b.*"
    r"|(?:calle|avenida|via|viale|piazza|rua|ulica|ul\.) .*\d+.*"
    r"|.*(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|allee|straat|laan|gatan|vägen|gade|vej|katu)(?: .*)? \d+\w?\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Personal:
    """What a column holds about people, and why it was taken for that.

    `direct` data names a person and is replaced by invented values; what is not direct is a quasi-identifier, which
    stays modelled.
    """

    type: PersonalType
    why: str
    direct: bool = True


def recognise(name: str, values: Sequence[str], *, rows: int | None = None) -> Personal | None:
    """Say what personal data a column of that name and those cells holds, or None.

    Cells may repeat and be blank; some 500 different ones are looked at, evenly over the column, so that the answer is
    the same each time. `rows` says how many cells there are where `values` holds each different one once. No cell is
    quoted in `why`.
    """
    distinct = _distinct(values)
    return _by_name(name, distinct, rows or len(values)) or _by_value(name, distinct)


def mentions(values: Sequence[str]) -> dict[PersonalType, int]:
    """How many cells of free text have personal data somewhere in them, by type: e-mail, phone, IBAN."""
    found: dict[PersonalType, int] = {
        "email": sum(_EMAIL_INSIDE.search(value) is not None for value in values),
        "phone": sum(any(map(_is_phone, _PHONE_INSIDE.findall(value))) for value in values),
        "iban": sum(any(map(_is_iban, _IBAN_INSIDE.findall(value))) for value in values),
    }
    return {kind: count for kind, count in found.items() if count}


def _by_name(name: str, distinct: list[str], cells: int) -> Personal | None:
    many = not distinct or len(distinct) >= min(30, cells / 5)
    for found in _types_named(name):
        if not distinct:
            return Personal(
                found, f"Its name says {LABELS[found]}; it holds no value to tell by.", _is_direct(found, 0)
            )
        share = _share(_FITS[found], distinct)
        if share >= _BY_NAME and (many or found not in _OFTEN_UNIQUE):
            kind = _first_last_or_both(found, distinct)
            why = f"Its name says {LABELS[kind]}, and {_part(share)} of its different values look like one."
            return Personal(kind, why, _is_direct(kind, len(distinct)))
    about = _about_somebody(name)
    if (about == "named" and many and _share(_looks_like_words, distinct) >= _BY_NAME) or (
        about and _share(is_known_name, distinct) >= _BY_NAME
    ):
        kind = _first_last_or_both("name", distinct)
        return Personal(kind, f"Its name may say {LABELS[kind]}, and its values are spelled like names.")
    return None


def _by_value(name: str, distinct: list[str]) -> Personal | None:
    for found, fewest, check in _SPEAKING:
        if len(distinct) >= fewest and _share(check, distinct) >= _BY_VALUE:
            if found == "ip" and {"version", "release", "build"} & set(words_of(name)):
                continue
            return _because_of_values(found, _share(check, distinct))
    if len(distinct) >= _FEWEST_NUMBERS and _share(_looks_like_id, distinct) >= _BY_VALUE:
        for module in _NATIONAL_IDS:
            valid = _valid(module)
            if _share(valid, distinct[:_FEWEST_NUMBERS]) >= _BY_VALUE and _share(valid, distinct) >= _BY_VALUE:
                return _because_of_values("national_id", _share(valid, distinct))
    return None


def _because_of_values(found: PersonalType, share: float) -> Personal:
    why = f"Its name does not say so, but {_part(share)} of its different values look like {LABELS[found]}."
    return Personal(found, why, found not in QUASI_IDENTIFIERS)


def _is_direct(found: PersonalType, distinct: int) -> bool:
    if found == "company":  # a handful of firms is a category; many of them are people's employers
        return distinct > 50
    return found not in QUASI_IDENTIFIERS


def _part(share: float) -> str:
    return "all" if share == 1 else f"{int(100 * share)}%"


def _distinct(values: Sequence[str]) -> list[str]:
    step = max(1, len(values) // (10 * MOST_VALUES))
    stripped = (value.strip() for value in values[::step])
    found = [value for value in dict.fromkeys(stripped) if value]
    return found[:: max(1, len(found) // MOST_VALUES)]


def _share(check: Callable[[str], bool], values: list[str]) -> float:
    return sum(map(check, values)) / len(values) if values else 0.0


# -- names of columns ------------------------------------------------------------------------------------------------


def words_of(name: str) -> tuple[str, ...]:
    """The words of a column's name: `CustomerE-Mail2` → customer, e, mail."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.strip())
    plain = unicodedata.normalize("NFKD", parted.casefold())
    letters = unicodedata.normalize("NFC", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return tuple(re.findall(r"[^\W\d_]+", letters))


@cache
def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in text.replace("\n", " ").split(",") if phrase.strip())


@cache
def _vocabulary() -> dict[tuple[str, ...], PersonalType]:
    return {words_of(" ".join(phrase)): found for found, text in WORDS.items() for phrase in _phrases(text)}


@cache
def _glued() -> dict[str, PersonalType]:
    return {"".join(phrase): found for phrase, found in _vocabulary().items()}


def _types_named(name: str) -> list[PersonalType]:
    """Types that the name speaks of, the longest phrase first, the last of equally long ones first."""
    words = words_of(name)
    spans = [(start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
    found = [
        _vocabulary().get(words[start:end])
        for start, end in sorted(spans, key=lambda span: (span[0] - span[1], -span[1]))
        if not _turned(words[:start] + words[end:], words[start:end])
    ]
    found.append(_glued().get("".join(words)))
    if len(words) == 1:
        found += [_glued().get(words[0][start:]) for start in range(1, len(words[0]) - 4)]
    return list(dict.fromkeys(one for one in found if one is not None))


def _turned(rest: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether the rest of a name makes something else of a phrase."""
    return bool(rest) and (phrase in _phrases(ALONE) or any((word,) in _phrases(OTHERWISE) for word in rest))


def _about_somebody(name: str) -> Literal["named", "maybe", ""]:
    """Whether a name says whose name it holds (`patient_name`), or only `name`, or only `patient`."""
    glued = "".join(words_of(name))
    persons, names = ({"".join(phrase) for phrase in _phrases(text)} for text in (PERSONS, NAMES))
    if any(glued in (person + called, called + person) for person in persons for called in names):
        return "named"
    return "maybe" if glued in names or glued in persons or glued.removesuffix("s") in persons else ""


def names_a_person(name: str) -> bool:
    """Whether a name says whom rows are about and nothing else: `patient`, `Customer`."""
    return words_of(name) in _phrases(PERSONS)


# -- spellings of values ---------------------------------------------------------------------------------------------


def _digits(value: str) -> int:
    return sum(sign.isdigit() for sign in value)


def _letters(value: str) -> int:
    return sum(sign.isalpha() for sign in value)


def _full(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


def _looks_like_words(value: str) -> bool:
    return _WORDS.fullmatch(re.sub(r"[()\"]", "", value)) is not None


def _looks_like_phone(value: str) -> bool:
    return 6 <= _digits(value) <= 17 and _full(_PHONE)(value) and not (_full(_DATE)(value) or _full(_DECIMAL)(value))


def _is_phone(value: str) -> bool:
    """A phone number beyond doubt: international, or a national one in the parts in which people write them."""
    if not (_looks_like_phone(value) and 8 <= _digits(value) <= 15):
        return False
    if not value.startswith("+"):
        return _full(_PARTED_PHONE)(value)
    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(value)))
    except phonenumbers.NumberParseException:
        return False


def _is_ip(value: str) -> bool:
    try:
        return ipaddress.ip_address(value).version in (4, 6) and len(value) >= 7
    except ValueError:
        return False


def _looks_like_iban(value: str) -> bool:
    return re.fullmatch(r"[A-Z]{2}\d{2}[A-Z\d]{8,30}|\d{7,20}", value.replace(" ", "").upper()) is not None


def _is_iban(value: str) -> bool:
    return value[:2].isalpha() and bool(iban.is_valid(value, check_country=False))


def _looks_like_card(value: str) -> bool:
    return re.fullmatch(r"[\d*xX]{12,19}", re.sub(r"[ -]", "", value)) is not None


def _is_card(value: str) -> bool:
    compact = re.sub(r"[ -]", "", value)
    return re.fullmatch(r"[2-6]\d{11,18}", compact) is not None and bool(luhn.is_valid(compact))


def _looks_like_id(value: str) -> bool:
    return (
        6 <= len(value) <= 24
        and _digits(value) >= 3
        and re.fullmatch(r"[\w ./-]+", value) is not None
        and not _full(_DECIMAL)(value)
    )


def _looks_like_plate(value: str) -> bool:
    return 4 <= len(value) <= 12 and _digits(value) >= 1 and _letters(value) >= 1


def _looks_like_address(value: str) -> bool:
    return _letters(value) >= 4 and " " in value


def _looks_like_postcode(value: str) -> bool:
    return re.fullmatch(r"[A-Za-z\d]{2,6}[ -]?[A-Za-z\d]{1,5}(?:\.0)?", value) is not None and _digits(value) >= 2


def _looks_like_birth(value: str) -> bool:
    return _digits(value) >= 4 and len(value) <= 30


def _looks_like_username(value: str) -> bool:
    return re.fullmatch(r"[\w.@+-]{3,40}", value) is not None and _letters(value) >= 2


def _looks_like_text(value: str) -> bool:
    return _letters(value) >= 2


_FITS: dict[PersonalType, Callable[[str], bool]] = {
    "name": _looks_like_words,
    "first_name": _looks_like_words,
    "last_name": _looks_like_words,
    "email": lambda value: "@" in value,
    "phone": _looks_like_phone,
    "iban": _looks_like_iban,
    "credit_card": _looks_like_card,
    "national_id": _looks_like_id,
    "passport": _looks_like_id,
    "license_plate": _looks_like_plate,
    "address": _looks_like_address,
    "street": _looks_like_address,
    "city": _looks_like_text,
    "postcode": _looks_like_postcode,
    "birth_date": _looks_like_birth,
    "ip": _is_ip,
    "url": lambda value: _full(_URL)(value) or _full(_DOMAIN)(value),
    "username": _looks_like_username,
    "company": _looks_like_text,
}

# What values say by themselves, and how many different ones it takes to believe them.
_SPEAKING: tuple[tuple[PersonalType, int, Callable[[str], bool]], ...] = (
    ("email", 1, _full(_EMAIL)),
    ("url", 1, _full(_URL)),
    ("iban", 2, _is_iban),
    ("national_id", 3, _full(_SHAPED_ID)),
    ("phone", 3, _is_phone),
    ("ip", 3, _is_ip),
    ("credit_card", 5, _is_card),
    ("address", 5, _full(_STREET)),
    ("postcode", 5, _full(_POSTCODE)),
    ("name", 10, lambda value: is_known_name(value, whole=True)),
)


def _valid(module: str) -> Callable[[str], bool]:
    check: Any = import_module(f"stdnum.{module}").is_valid
    return lambda value: _looks_like_id(value) and bool(check(value))


# -- names of people -------------------------------------------------------------------------------------------------

LOCALES = (
    "cs_CZ", "da_DK", "de_DE", "el_GR", "en_GB", "en_IN", "en_US", "es_ES", "es_MX", "fi_FI", "fr_FR", "hr_HR", "hu_HU",
    "it_IT", "ja_JP", "nl_NL", "no_NO", "pl_PL", "pt_BR", "pt_PT", "ro_RO", "ru_RU", "sk_SK", "sl_SI", "sv_SE", "tr_TR",
    "uk_UA",
)  # fmt: skip
"""The countries whose names of people are known."""


@cache
def _names_in_use(part: str) -> frozenset[str]:
    """First names or last names of many countries, as Faker lists them, in lower case."""
    providers = [import_module(f"faker.providers.person.{locale}").Provider for locale in LOCALES]
    lists = [getattr(one, field) for one in providers for field in dir(one) if field.startswith(part)]
    return frozenset(_fold(str(name)) for names in lists for name in names)


def _fold(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(sign))


def is_known_name(value: str, *, whole: bool = False) -> bool:
    """Whether a cell is made of words of which one is a first name in use; with `whole`, another one a surname."""
    words = [_fold(word) for word in re.findall(r"[^\W\d_]+", value)]
    if not _looks_like_words(value) or value.islower() or len(words) > 5:
        return False
    first = {word for word in words if word in _names_in_use("first_names")}
    last = {word for word in words if word in _names_in_use("last_names")}
    if whole:
        return len(words) >= 2 and bool(first) and bool(last) and len(first | last) >= 2
    return bool(first or (len(words) == 1 and last))


def _first_last_or_both(found: PersonalType, distinct: list[str]) -> PersonalType:
    """A column called no more than `name` may hold first names only, or surnames only."""
    if found != "name" or _share(lambda value: " " not in value, distinct) < _BY_VALUE:
        return found
    first = _share(lambda value: _fold(value) in _names_in_use("first_names"), distinct)
    last = _share(lambda value: _fold(value) in _names_in_use("last_names"), distinct)
    if max(first, last) < _BY_NAME:
        return "name"
    return "first_name" if first >= last else "last_name"
