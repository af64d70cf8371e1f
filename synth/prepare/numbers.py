"""Numbers as they are spelled: signs, groups of thousands, decimals, and the currency or unit around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

MAX_WHOLE = 2**53
"""The largest whole number that a float holds with every digit."""
SURE_DIGITS = 15
"""As many digits of a number a float always keeps."""

_CURRENCY = r"(?:(?:US|A|C|R)?\$|[£€¥₹₽₩₺₴₪]|USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK|kr\.?|zł|Fr\.?)"
_UNIT = rf"(?:{_CURRENCY}|[%‰°]|°[CF]|[kmµ]?g|[kcmµ]?m|m²|m³|[mcd]?l|k?Wh?|[kMGT]B|ms|s|min|h)"
_GAP = "[ \u00a0\u202f]"
_AFFIXED = re.compile(
    rf"\s*[+-]?(?P<prefix>{_CURRENCY}{_GAP}?)?[+-]?[.,]?\d(?:[\d.,' \u00a0\u202f]*[\d.,])?(?:[eE][+-]?\d+)?"
    rf"(?P<suffix>{_GAP}?{_UNIT})?\s*",
    re.ASCII,
)
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_PLAIN_LINES = re.compile(r"[-+0-9.eE\n]*")
_THOUSANDS = {".": (",", " ", "'", "\u00a0", "\u202f"), ",": (".", " ", "'", "\u00a0", "\u202f")}


@dataclass(frozen=True)
class NumberSpelling:
    """How the numbers of one column are spelled; the fields are those of `Column`."""

    decimal_sign: str = "."
    thousands_sign: str = ""
    decimals: int | None = 0
    least_decimals: int = 0
    prefix: str = ""
    suffix: str = ""

    @property
    def plain(self) -> bool:
        """Whether it is spelled as programs do: a point, and nothing around or between."""
        return self.decimal_sign == "." and not (self.thousands_sign or self.prefix or self.suffix)


def looks_like_number(cell: str) -> bool:
    """Whether a cell is a plain number, such as -5, .5 or 1e-3, blanks around it aside."""
    return _PLAIN.fullmatch(cell.strip()) is not None


def resembles_number(cell: str) -> bool:
    """Whether a cell may be a number in some spelling: digits and signs, with a currency or unit at most."""
    return _AFFIXED.fullmatch(cell) is not None


def parse_numbers(cells: Sequence[str], spelling: NumberSpelling) -> NDArray[np.float64]:
    """The cells' values; NaN where a cell is not a number so spelled, or is a whole number beyond 2**53."""
    if spelling.plain and (quick := _parse_plain(cells)) is not None:
        return quick
    pattern = _pattern(spelling.decimal_sign, spelling.thousands_sign, spelling.prefix, spelling.suffix)
    matches = map(pattern.fullmatch, cells)
    return np.array([_value(match, spelling.thousands_sign) if match else np.nan for match in matches], dtype=float)


def _parse_plain(cells: Sequence[str]) -> NDArray[np.float64] | None:
    """All cells at once, if every one is a plain number that a float holds; else None."""
    if not _PLAIN_LINES.fullmatch("\n".join(cells)):
        return None
    try:
        values = np.array(cells, dtype=object).astype(float)
    except ValueError:
        return None
    return values if bool((np.abs(values) < MAX_WHOLE).all()) else None


@cache
def _pattern(decimal: str, thousands: str, prefix: str, suffix: str) -> re.Pattern[str]:
    whole = rf"(?:[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+|[0-9]+)" if thousands else "[0-9]+"
    before, after, point = re.escape(prefix), re.escape(suffix), re.escape(decimal)
    number = rf"(?P<whole>{whole})?(?:{point}(?P<part>[0-9]*))?(?P<power>[eE][+-]?[0-9]+)?"
    return re.compile(rf"\s*(?P<sign>[+-]?){before}(?P<inner>[+-]?)(?=[0-9{point}]){number}{after}\s*")


def _value(match: re.Match[str], thousands: str) -> float:
    sign, inner, whole, part, power = match.group("sign", "inner", "whole", "part", "power")
    if (sign and inner) or not (whole or part):
        return float("nan")
    whole = (whole or "0").replace(thousands, "") if thousands else whole or "0"
    if len(whole) > 15 and int(whole) > MAX_WHOLE:
        return float("nan")
    value = float(f"{sign or inner}{whole}.{part or 0}{power or ''}")
    return value if np.isfinite(value) else float("nan")


def find_spelling(cells: Sequence[str], decimal: str = ".") -> NumberSpelling | None:
    """The spelling under which every cell is a number, or None; `decimal` comes first where two would do.

    A sign that stands before three digits in every cell is taken to part thousands where the other is the decimal sign.
    """
    if not cells:
        return None
    if _parse_plain(cells) is not None:
        return _with_decimals(cells, NumberSpelling())
    prefix, suffix = _affixes(cells)
    for spelling in _candidates(cells, decimal, prefix, suffix):
        if _all_fit(cells[:50], spelling) and _all_fit(cells, spelling):
            return _with_decimals(cells, spelling)
    return None


def _all_fit(cells: Sequence[str], spelling: NumberSpelling) -> bool:
    return not np.isnan(parse_numbers(cells, spelling)).any()


def _candidates(cells: Sequence[str], decimal: str, prefix: str, suffix: str) -> Iterator[NumberSpelling]:
    for sign in (decimal, "," if decimal == "." else "."):
        plain = NumberSpelling(sign, "", None, 0, prefix, suffix)
        yield plain
        for thousands in _THOUSANDS[sign]:
            if any(thousands in cell for cell in cells):
                yield replace(plain, thousands_sign=thousands)


def _affixes(cells: Iterable[str]) -> tuple[str, str]:
    """What stands before and behind every number; nothing where it differs."""
    found = set()
    for cell in cells:
        match = _AFFIXED.fullmatch(cell)
        found.add((match["prefix"] or "", match["suffix"] or "") if match else ("", ""))
        if len(found) > 1:
            return "", ""
    return found.pop()


def _with_decimals(cells: Sequence[str], spelling: NumberSpelling) -> NumberSpelling:
    """The spelling with the fewest decimals of its cells, and the most that are not zeros at the end.

    A cell with more digits than a float surely keeps (1.2248000000000001) is the trace of a sum done elsewhere: it does
    not count, unless most cells are so.
    """
    parts = [_parts(cell, spelling) for cell in cells]
    sure = [said for _, said, digits in parts if digits <= SURE_DIGITS]
    most = max(sure) if 2 * len(sure) >= len(parts) else None
    return replace(spelling, decimals=most, least_decimals=min(places for places, _, _ in parts))


def _parts(cell: str, spelling: NumberSpelling) -> tuple[int, int, int]:
    """How many decimals a number is spelled with, how many without zeros at the end, and its significant digits."""
    number = cell.strip().lstrip("+-").removeprefix(spelling.prefix).removesuffix(spelling.suffix)
    number, _, power = number.lower().partition("e")
    whole, _, part = number.partition(spelling.decimal_sign)
    digits = (whole.replace(spelling.thousands_sign, "") + part).lstrip("+-0")
    shift = int(power or 0)
    return max(0, len(part) - shift), max(0, len(part.rstrip("0")) - shift), len(digits)


def spell_numbers(values: NDArray[np.float64], spelling: NumberSpelling) -> list[str]:
    """The values as the spelling writes them: the shortest digits that give the value back, rounded to its decimals."""
    if spelling == NumberSpelling():
        return [str(int(value)) for value in np.round(values).tolist()]
    return [_spelled(value, spelling) for value in values.tolist()]


def _spelled(value: float, spelling: NumberSpelling) -> str:
    if spelling.decimals is not None:
        value = round(value, spelling.decimals)
    digits = np.format_float_positional(abs(value), unique=True, trim="k", min_digits=spelling.least_decimals)
    whole, _, part = digits.partition(".")
    sign = "-" if value < 0 and digits.strip("0.") else ""
    if spelling.thousands_sign:
        whole = f"{int(whole):,}".replace(",", spelling.thousands_sign)
    return f"{sign}{spelling.prefix}{whole}{spelling.decimal_sign if part else ''}{part}{spelling.suffix}"
