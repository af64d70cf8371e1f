"""Numbers as they are spelled: signs, groups of thousands, decimals, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

MAX_WHOLE = 2**53
"""The largest whole number that a float holds with every digit."""

MAX_DECIMALS = 15
"""More decimals than this are written as they come, not counted."""

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_AFFIX = re.compile(
    r"\s*[+-]?\s*([^\d\s.,+-]{0,3}\s?)[+-]?[\d.,' \u00a0\u202f]*\d([eE][+-]?\d+)?(\s?[^\d\s.,eE]{0,3})\s*"
)
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


def looks_like_number(cell: str) -> bool:
    """Whether a cell is a plain number, such as -5, .5 or 1e-3, blanks around it aside."""
    return _PLAIN.fullmatch(cell.strip()) is not None


@cache
def _pattern(decimal: str, thousands: str, prefix: str, suffix: str) -> re.Pattern[str]:
    whole = rf"(?:\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+|\d+)" if thousands else r"\d+"
    before, after, point = re.escape(prefix), re.escape(suffix), re.escape(decimal)
    number = rf"(?P<whole>{whole})?(?:{point}(?P<part>\d*))?(?P<power>[eE][+-]?\d+)?"
    return re.compile(rf"\s*(?P<sign>[+-]?){before}(?P<inner>[+-]?)(?=[\d{point}]){number}{after}\s*")


def parse_numbers(cells: Iterable[str], spelling: NumberSpelling) -> NDArray[np.float64]:
    """The cells' values; NaN where a cell is not a number so spelled, or has more digits than a float holds."""
    pattern = _pattern(spelling.decimal_sign, spelling.thousands_sign, spelling.prefix, spelling.suffix)
    values = []
    for cell in cells:
        match = pattern.fullmatch(cell)
        values.append(_value(match, spelling.thousands_sign) if match else np.nan)
    return np.array(values, dtype=float)


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
    """The one spelling under which every cell is a number, or None; `decimal` is tried first where two would do."""
    prefix, suffix = _affixes(cells)
    for spelling in _candidates(cells, decimal, prefix, suffix):
        if (
            not np.isnan(parse_numbers(cells[:50], spelling)).any()
            and not np.isnan(parse_numbers(cells, spelling)).any()
        ):
            return _with_decimals(cells, spelling)
    return None


def _candidates(cells: Sequence[str], decimal: str, prefix: str, suffix: str) -> Iterator[NumberSpelling]:
    for sign in (decimal, "," if decimal == "." else "."):
        if sign == decimal or any(sign in cell for cell in cells):
            yield NumberSpelling(sign, "", None, 0, prefix, suffix)
        for thousands in _THOUSANDS[sign]:
            if any(thousands in cell for cell in cells):
                yield NumberSpelling(sign, thousands, None, 0, prefix, suffix)


def _affixes(cells: Sequence[str]) -> tuple[str, str]:
    """What stands before and behind every number, the sign aside; nothing where it differs."""
    found = {(match.group(1), match.group(3)) if (match := _AFFIX.fullmatch(cell)) else ("", "") for cell in cells[:50]}
    return found.pop() if len(found) == 1 else ("", "")


def _with_decimals(cells: Sequence[str], spelling: NumberSpelling) -> NumberSpelling:
    pattern = _pattern(spelling.decimal_sign, spelling.thousands_sign, spelling.prefix, spelling.suffix)
    matches = [match for cell in cells if (match := pattern.fullmatch(cell))]
    places = [max(0, len(match.group("part") or "") - int((match.group("power") or "e0")[1:])) for match in matches]
    return NumberSpelling(
        spelling.decimal_sign,
        spelling.thousands_sign,
        most if (most := max(places, default=0)) <= MAX_DECIMALS else None,
        min(places, default=0),
        spelling.prefix,
        spelling.suffix,
    )


def spell_numbers(values: NDArray[np.float64], spelling: NumberSpelling) -> list[str]:
    """The values as the spelling writes them."""
    spelled = []
    for value in values.tolist():
        digits = _digits(abs(value), spelling)
        sign = "-" if value < 0 and digits.strip("0.") else ""
        spelled.append(f"{sign}{spelling.prefix}{_with_signs(digits, spelling)}{spelling.suffix}")
    return spelled


def _digits(value: float, spelling: NumberSpelling) -> str:
    """The shortest digits that give the value back, rounded to the spelling's decimals and filled up to the fewest."""
    return np.format_float_positional(
        value, precision=spelling.decimals, unique=True, trim="-", min_digits=spelling.least_decimals or None
    )


def _with_signs(digits: str, spelling: NumberSpelling) -> str:
    whole, point, part = digits.partition(".")
    if spelling.thousands_sign:
        whole = f"{int(whole):,}".replace(",", spelling.thousands_sign)
    return whole + (spelling.decimal_sign if point else "") + part
