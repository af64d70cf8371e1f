"""Dates and times as they are spelled: a documented list of formats, read and written without a locale."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

DATES = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d-%m-%y",
    "%m-%d-%y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %b %Y",
    "%d %B %Y",
    "%d %b %y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b-%Y",
    "%b-%y",
    "%b %Y",
    "%B %Y",
    "%Y-%m",
    "%m/%Y",
)
"""Formats of dates, in the order they are tried; each also without leading zeros (%-d, %-m)."""
TIMES = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%H:%M:%S,%f", "%H.%M.%S", "%I:%M %p", "%I:%M:%S %p")
"""Formats of times, which stand behind a date (after a blank or a T) or alone; each also without leading zeros."""
_ZONES = re.compile(r"Z|[+-][0-9]{2}(?::?[0-9]{2})?| ?(?:UTC|GMT)")
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTHS = {name.lower(): number for names in (_SHORT, _LONG) for number, name in enumerate(names, 1)}
_RESEMBLES = re.compile(
    r"\s*(?:\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?!\d)|(?:\d{8}|\d{4}-\d\d|\d\d?/\d{4})\s*$|\d{1,2}:\d\d"
    rf"|(?:\d{{1,2}}[-. ]{{1,2}})?(?:{'|'.join(_SHORT)})[a-z]{{0,6}}[-., ])(?=.{{0,30}}$)",
    re.IGNORECASE | re.ASCII,
)
_DAY_OR_MONTH = re.compile(r"\s*(\d\d)[-/.](\d\d)[-/.]\d{2,4}\b", re.ASCII)
_FIELD = re.compile(r"%-?[A-Za-z%]|.", re.DOTALL)

_READ: dict[str, str] = {
    "%Y": r"(?P<Y>\d{4})",
    "%y": r"(?P<y>\d{2})",
    "%m": r"(?P<m>\d{2})",
    "%-m": r"(?P<m>\d{1,2})",
    "%d": r"(?P<d>\d{2})",
    "%-d": r"(?P<d>\d{1,2})",
    "%b": rf"(?P<b>{'|'.join(_SHORT)})",
    "%B": rf"(?P<b>{'|'.join(_LONG)})",
    "%H": r"(?P<H>\d{2})",
    "%-H": r"(?P<H>\d{1,2})",
    "%I": r"(?P<I>\d{2})",
    "%-I": r"(?P<I>\d{1,2})",
    "%p": r"(?P<p>[AaPp][Mm])",
    "%M": r"(?P<M>\d{2})",
    "%S": r"(?P<S>\d{2})",
    "%f": r"(?P<f>\d{1,6})",
    "%%": "%",
}
_WRITE: dict[str, Callable[[datetime], str]] = {
    "%Y": lambda moment: f"{moment.year:04d}",
    "%y": lambda moment: f"{moment.year % 100:02d}",
    "%m": lambda moment: f"{moment.month:02d}",
    "%-m": lambda moment: str(moment.month),
    "%d": lambda moment: f"{moment.day:02d}",
    "%-d": lambda moment: str(moment.day),
    "%b": lambda moment: _SHORT[moment.month - 1],
    "%B": lambda moment: _LONG[moment.month - 1],
    "%H": lambda moment: f"{moment.hour:02d}",
    "%-H": lambda moment: str(moment.hour),
    "%I": lambda moment: f"{(moment.hour - 1) % 12 + 1:02d}",
    "%-I": lambda moment: str((moment.hour - 1) % 12 + 1),
    "%p": lambda moment: "AM" if moment.hour < 12 else "PM",
    "%M": lambda moment: f"{moment.minute:02d}",
    "%S": lambda moment: f"{moment.second:02d}",
    "%%": lambda moment: "%",
}


@cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = (_READ.get(part, re.escape(part)) for part in _FIELD.findall(form))
    return re.compile("".join(parts), re.IGNORECASE | re.ASCII)


def parse_dates(cells: Iterable[str], form: str) -> NDArray[np.datetime64]:
    """The cells' moments to the microsecond; NaT where a cell does not fit the format or is no date of the calendar."""
    pattern = _pattern(form)
    spelled = [_iso(match.groupdict()) if (match := pattern.fullmatch(cell.strip())) else "NaT" for cell in cells]
    try:
        return np.array(spelled, dtype="datetime64[us]")
    except ValueError:
        return np.array([_moment(cell) for cell in spelled], dtype="datetime64[us]")


def _iso(parts: dict[str, str]) -> str:
    year = parts.get("Y") or (f"{19 if parts['y'] >= '69' else 20}{parts['y']}" if "y" in parts else "1900")
    month = parts.get("m") or str(_MONTHS.get(parts.get("b", "jan").lower(), 1))
    hour = parts.get("H") or "00"
    if "I" in parts:
        hour = str(int(parts["I"]) % 12 + 12 * (parts["p"].lower() == "pm")) if 1 <= int(parts["I"]) <= 12 else "99"
    clock = f"{hour:0>2}:{parts.get('M', '00')}:{parts.get('S', '00')}"
    return f"{year}-{month:0>2}-{parts.get('d', '01'):0>2}T{clock}" + (f".{parts['f']}" if "f" in parts else "")


def _moment(spelled: str) -> np.datetime64:
    try:
        return np.datetime64(spelled, "us")
    except ValueError:
        return np.datetime64("NaT", "us")


def spell_dates(values: NDArray[np.datetime64], form: str, digits: int | None) -> list[str]:
    """The moments as the format writes them, `digits` of the second's fraction where it has one."""
    fraction = 6 if digits is None else digits
    writers = [
        (lambda moment: f"{moment.microsecond:06d}"[:fraction])
        if part == "%f"
        else _WRITE.get(part, lambda moment, part=part: part)
        for part in _FIELD.findall(form)
    ]
    return ["".join(write(moment) for write in writers) for moment in values.astype("datetime64[us]").tolist()]


def resembles_date(cell: str) -> bool:
    """Whether a cell may be a date or time in some format."""
    return _RESEMBLES.match(cell) is not None


def find_formats(cells: Sequence[str]) -> list[str]:
    """Every format of the documented list that all cells fit; several where days and months could be swapped."""
    if not cells or not all(map(_RESEMBLES.match, cells[:20])):
        return []
    forms = _forms(cells[0].strip())
    padded = [form for form in forms if "%-" not in form and _all_fit(cells, form)]
    return padded or [form for form in forms if "%-" in form and _all_fit(cells, form)]


def _all_fit(cells: Sequence[str], form: str) -> bool:
    if not all(map(_pattern(form).fullmatch, map(str.strip, cells[:50]))):
        return False
    return not np.isnat(parse_dates(cells, form)).any()


def _forms(example: str) -> list[str]:
    """The formats that one cell fits, with whatever zone stands behind it as part of the format."""
    forms = []
    for base in _bases():
        match = re.match(_pattern(base), example)
        ending = example[match.end() :] if match else None
        if ending == "" or (ending and "%M" in base and _ZONES.fullmatch(ending)):
            forms.append(base + ending)
    return forms


@cache
def _bases() -> tuple[str, ...]:
    joined = [f"{date}{gap}{time}" for date in DATES for time in TIMES for gap in (" ", "T") if "%d" in date]
    padded = [*DATES, *TIMES, *joined]
    loose = [re.sub(r"%([dmHI])", r"%-\1", form) for form in padded]
    half = [re.sub(r"%([HI])", r"%-\1", form) for form in padded]
    return tuple(dict.fromkeys([*padded, *half, *loose]))


def day_comes_first(columns: Iterable[Iterable[str]]) -> bool | None:
    """Whether the file's numeric dates begin with the day (True) or the month (False); None if none of them tells."""
    day = month = 0
    for cells in columns:
        pairs = [match.groups() for cell in cells if (match := _DAY_OR_MONTH.match(cell))]
        day += any(first > "12" for first, _ in pairs)
        month += any(second > "12" for _, second in pairs)
    return None if (day > 0) == (month > 0) else day > 0


def choose_format(forms: Sequence[str], cells: Sequence[str], day_first: bool | None) -> tuple[str, str]:
    """One of the formats that all cells fit, and a sentence on why where day and month could be swapped."""
    by_day = [form for form in forms if re.match("%-?d", form)]
    by_month = [form for form in forms if re.match("%-?m", form)]
    if not (by_day and by_month):
        return forms[0], ""
    if day_first is not None:
        return (by_day if day_first else by_month)[0], " Day and month are told by the file's other dates."
    parts = [match.groups() for cell in cells if (match := _DAY_OR_MONTH.match(cell))]
    if len(parts) > 1 and {second for _, second in parts} == {"01"}:
        return by_month[0], " Day and month could be swapped; the second part is always 01, so taken for the day."
    return by_day[0], " No value tells day from month: the day is taken to come first. Please check."


def fraction_digits(cells: Sequence[str]) -> int:
    """The most digits that the cells give of a second's fraction."""
    matches = (re.search(r":\d\d[.,](\d{1,6})", cell) for cell in cells)
    return max((len(match[1]) for match in matches if match), default=6)


def in_words(form: str) -> str:
    """A format as a person writes it: YYYY-MM-DD hh:mm."""
    words = {"Y": "YYYY", "y": "YY", "m": "MM", "d": "DD", "b": "Mon", "B": "Month"}
    words |= {"H": "hh", "I": "hh", "M": "mm", "S": "ss", "f": "ffffff", "p": "AM", "%": "%"}
    return re.sub("%(-?)(.)", lambda part: words[part[2]][: 1 if part[1] else None], form)
