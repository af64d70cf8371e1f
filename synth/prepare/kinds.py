"""What kind each column is, what is done with it, and why: decided from its spellings and their counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from synth.prepare.booleans import BOOLEANS
from synth.prepare.codes import codes
from synth.prepare.dates import (
    choose_format,
    day_comes_first,
    find_formats,
    fraction_digits,
    in_words,
    resembles_date,
)
from synth.prepare.facts import (
    ALWAYS_MISSING,
    MISSING_AMONG_VALUES,
    RARE,
    Facts,
    gather,
    missing_words,
    na_is_a_code,
)
from synth.prepare.identifiers import key_by_name, key_by_order, key_by_pattern, key_by_person, named_like_key, stamped
from synth.prepare.numbers import NumberSpelling, find_spelling, resembles_number
from synth.prepare.personal import Personal, recognise
from synth.prepare.schema import Column, Schema
from synth.prepare.strays import nearly_all
from synth.prepare.text import Text

_FLAG = re.compile(r"(?:is|has|had|was|did|flag)_.*|.*_flag")
_LEADING_ZERO = re.compile(r"\s*[+-]?0[0-9]")
_NEVER_NUMBERS = ("phone", "credit_card", "national_id", "postcode", "iban", "passport", "license_plate", "ip")


def infer_schema(text: Text, *, nulls: Sequence[str] = ()) -> Schema:
    """Decide each column's kind, spelling and treatment, and say why. `nulls` adds spellings that mean missing."""
    decimal = text.reading.dialect.decimal
    columns = [gather(name, at, text.frame[name].to_numpy(), decimal) for at, name in enumerate(text.frame.columns)]
    file = File(
        nulls=frozenset(nulls),
        na_in_many=sum("NA" in facts.values for facts in columns) > 1,
        day_first=day_comes_first(facts.values[:2000] for facts in columns),
    )
    return Schema(columns=tuple(_decide(facts, file) for facts in columns))


@dataclass(frozen=True)
class File:
    """What a column's file says about it: more spellings of missing, whether NA is one of them, and how dates begin."""

    nulls: frozenset[str]
    na_in_many: bool
    day_first: bool | None


def _decide(facts: Facts, file: File) -> Column:
    cells = missing_words(facts, MISSING_AMONG_VALUES, file.nulls)
    person = recognise(facts.name, cells.values, rows=max(1, cells.filled))
    if cells.values and not (person and person.type in _NEVER_NUMBERS):
        column = _boolean(cells) or _datetime(cells, file) or _number(cells)
        if column:
            return _treated(column, cells, person)
    known = ALWAYS_MISSING if file.na_in_many or not na_is_a_code(facts) else ALWAYS_MISSING - {"NA"}
    cells = missing_words(facts, known, file.nulls)
    return _treated(_words(cells), cells, person)


def _boolean(facts: Facts) -> Column | None:
    spelled = {value.strip().lower(): value for value in facts.values[:3]}
    if len(facts.values) != 2 or len(spelled) != 2:
        return None
    flag = _FLAG.fullmatch(facts.words) is not None
    for true, false in (*BOOLEANS, ("1", "0")) if flag else BOOLEANS:
        if spelled.keys() == {true, false}:
            yes, no = spelled[true], spelled[false]
            also = " and its name asks a question" if true == "1" else ""
            why = f"Every value is {yes} or {no}{also}."
            return Column(name=facts.name, kind="boolean", true=yes, false=no, nulls=facts.nulls, why=why)
    return None


def _datetime(facts: Facts, file: File) -> Column | None:
    """A date or time in one of the documented formats, all cells or nearly all."""
    found = nearly_all(facts, find_formats, resembles_date)
    if not found or (found.answer[0] == "%Y%m%d" and len(facts.values) < 3):
        return None
    values = found.facts.values
    form, doubt = choose_format(found.answer, values, file.day_first)
    why = f"Every value is a date or time, spelled {in_words(form)}.{doubt}{found.why}"
    digits = fraction_digits(values) if "%f" in form else None
    return Column(name=facts.name, kind="datetime", format=form, decimals=digits, nulls=found.facts.nulls, why=why)


def _number(facts: Facts) -> Column | None:
    """A number, a code or a key, if all cells or nearly all are numbers in one spelling, none with a leading zero."""
    found = nearly_all(facts, lambda values: find_spelling(values, facts.decimal), resembles_number)
    if not found or any(map(_LEADING_ZERO.match, found.facts.values)):
        return None
    facts, spelling = found.facts, found.answer
    if spelling == NumberSpelling(least_decimals=spelling.least_decimals):
        if why := key_by_order(facts) or key_by_name(facts) or key_by_person(facts):
            return _key(facts, why)
        if why := codes(facts):
            return _category(facts, why)
        if named_like_key(facts):
            return _category(facts, f"It is named like an identifier, but has only {facts.different}.")
    words = "whole number" if spelling.decimals == 0 else "number"
    return _as_number(facts, spelling, f"Every value is a {words}.{found.why}")


def _as_number(facts: Facts, spelling: NumberSpelling, why: str) -> Column:
    return Column(
        name=facts.name,
        kind="number",
        decimals=spelling.decimals,
        least_decimals=spelling.least_decimals,
        decimal_sign="," if spelling.decimal_sign == "," else ".",
        thousands_sign=spelling.thousands_sign,
        prefix=spelling.prefix,
        suffix=spelling.suffix,
        nulls=facts.nulls,
        why=why,
    )


def _words(facts: Facts) -> Column:
    """A category if its values repeat; a key if they are spelled like identifiers; else text, which is left out."""
    if not facts.values:
        return _category(facts, "Every cell is missing.").model_copy(update={"treatment": "constant"})
    if why := key_by_name(facts) or key_by_person(facts):
        return _key(facts, why)
    if facts.rare <= 0.5:
        if len(facts.values) == 1:
            gaps = " Some cells are missing." if sum(facts.missing.values()) else ""
            return _category(facts, f"It holds a single value.{gaps}")
        return _category(facts, f"{facts.different[0].upper()}{facts.different[1:]}, most of which repeat.")
    if why := key_by_pattern(facts):
        return _key(facts, why)
    share = "All rows" if facts.rare == 1 else f"{facts.rare:.0%} of the rows"
    clocks = " They are dates and times of different time zones." if stamped(facts.values) else ""
    why = f"{share} hold a value that fewer than {RARE} rows share.{clocks} It is left out."
    return Column(name=facts.name, kind="text", treatment="drop", nulls=facts.nulls, why=why)


def _category(facts: Facts, why: str) -> Column:
    return Column(name=facts.name, kind="category", nulls=facts.nulls, why=why)


def _key(facts: Facts, why: str) -> Column:
    why = f"{why} It is remade in the same pattern."
    return Column(name=facts.name, kind="key", treatment="key", nulls=facts.nulls, why=why)


def _treated(column: Column, facts: Facts, person: Personal | None) -> Column:
    """The column with what its values say beyond their kind: missing spellings, personal data, only one value."""
    spelled = [repr(null) for null in column.nulls if null in facts.missing and null.strip()]
    why = f"{column.why} Read as missing: {', '.join(spelled)}." if spelled else column.why
    if person is not None and (person.direct or column.kind == "text"):
        why = f"{person.why} It is replaced by invented values."
        return Column(
            name=column.name, kind="text", treatment="fake", nulls=column.nulls, personal=person.type, why=why
        )
    if person is not None:
        changes = {"personal": person.type, "quasi_identifier": True, "why": f"{why} {person.why}"}
        return column.model_copy(update=changes)
    if column.treatment == "model" and len(facts.values) == 1 and not sum(facts.missing.values()):
        return column.model_copy(update={"treatment": "constant", "why": f"{why} It is the same in every row."})
    return column.model_copy(update={"why": why})
