"""Where the table lies in its file: the lines above it, its header's lines, and how many columns it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from synth.prepare.dialect import cell_type

MAX_HEADER_LINES = 6
"""The most lines that a header found by itself may have."""

_VALUES = ("number", "date", "boolean", "address")
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Layout:
    """`skip` lines to pass over, then `header` lines of names, then rows of `width` cells."""

    skip: int
    header: int
    width: int


def detect_layout(rows: Rows, header: int | None = None, skip: int | None = None) -> Layout:
    """Find preamble, header and width from the file's first rows; what is given is kept.

    The width is the commonest among the rows of data, the greater where two are equally common. Titles (one cell
    filled, the others empty) and lines of another width are a preamble. A header of several lines is found only where
    the upper ones have gaps.
    """
    common = _width(rows[(skip or 0) + 1 :]) or _width(rows)
    first = skip if skip is not None else _first_line(rows, common)
    columns = _columns([row for row in rows[first + 1 :] if not _repeats(row, rows[first])], common)
    if header is None:
        header = _header_lines(rows[first : first + MAX_HEADER_LINES], columns)
    if not header or not rows:
        return Layout(first, header, _width(rows[first:]))
    names = max(map(len, rows[first : first + header]), default=0)
    return Layout(first, header, _agreed_width(rows[first], names, columns))


def _repeats(row: Sequence[str], first: Sequence[str]) -> bool:
    """Whether a row is the first one over again, as where tables were pasted together; one cell may differ."""
    same = sum(bool(cell.strip()) for cell, other in zip(row, first, strict=False) if cell == other)
    return (row == first and len(row) > 1) or (same >= 4 and same >= _filled(first) - 1)


def _agreed_width(first: Sequence[str], names: int, columns: Sequence[Sequence[str]]) -> int:
    """The columns that names and rows agree on; the names decide, but for cells that are empty or hold rows' names."""
    common = len(columns)
    if names > common:
        return names if any(name.strip() for name in first[common:]) else common
    surplus_is_empty = not any(cell.strip() for column in columns[names:] for cell in column)
    return common if surplus_is_empty or has_row_names(names, columns) else names


def has_row_names(names: int, columns: Sequence[Sequence[str]]) -> bool:
    """Whether the header names all columns but a first one that tells the rows apart, as R writes it."""
    return names == len(columns) - 1 and len(columns[0]) >= 3 and len(set(columns[0])) == len(columns[0])


def _width(rows: Rows) -> int:
    widths = Counter(len(row) for row in rows if any(row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _first_line(rows: Rows, width: int) -> int:
    """The first row that is the table's: its header, or its first row of data."""
    sparse = median(_filled(row) for row in rows if len(row) == width and any(row)) <= 1 if width else True
    for place, row in enumerate(rows):
        below = next((later for later in rows[place + 1 :] if any(later)), [])
        if _filled(row) == 0 or (_is_title(row) and (not sparse or _filled(below) > 2)):
            continue
        if len(row) == width or (len(below) == width and _could_name(row, below)):
            return place
    return 0


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_title(row: Sequence[str]) -> bool:
    """A row whose only filled cell is words; of two cells, the first."""
    alone = _filled(row) == 1 and (len(row) > 2 or (len(row) == 2 and bool(row[0].strip())))
    return alone and not _has_values(row)


def _could_name(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row of another width still heads the rows below: words only, nearly as many, above values."""
    near = len(row) >= 2 and abs(len(row) - len(below)) <= max(1, len(below) // 10)
    return near and not _has_values(row) and _has_values(below)


def _has_values(row: Sequence[str]) -> bool:
    return any(cell_type(cell) in _VALUES for cell in row)


def _columns(rows: Rows, width: int) -> list[list[str]]:
    """Each column's cells in the rows of full width."""
    full = [row for row in rows if len(row) == width]
    return [[row[place] for row in full] for place in range(width)]


def _header_lines(rows: Rows, columns: Sequence[Sequence[str]]) -> int:
    if not rows or not _is_header(rows[0], columns):
        return 0
    lines = 1
    if not any(not cell.strip() for cell in rows[0]) or len(rows[0]) != len(columns):
        return lines
    valued = [_common_type(column[MAX_HEADER_LINES:] or column) in _VALUES for column in columns]
    for place, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns) or not _names_more(row, valued):
            break
        lines = place
    return lines


def _names_more(row: Sequence[str], valued: Sequence[bool]) -> bool:
    """Whether a row below the first header line is one more: no values, and words where the column has values."""
    return not _has_values(row) and any(cell.strip() and value for cell, value in zip(row, valued, strict=True))


def _common_type(column: Sequence[str]) -> str:
    types = Counter(map(cell_type, column))
    types.pop("empty", None)
    return types.most_common(1)[0][0] if types else "empty"


def _is_header(names: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Each column votes: a name differs from the values under it. A tie is a header, if its cells are words."""
    years = _is_run_of_years(names)
    votes = sum(_vote(name, column, years) for name, column in zip(names, columns, strict=False))
    if votes == 0:
        return not any(cell_type(name) in ("number", "date") for name in names) or years
    return votes > 0


def _vote(name: str, column: Sequence[str], years: bool) -> float:
    own, common = cell_type(name), _common_type(column)
    if own == "empty" or common == "empty":
        return 0.0
    if common in _VALUES or own in _VALUES:
        return 1.0 if own != common else 0.0 if years else -1.0
    if name in column:
        return -1.0
    shapes = {_shape(cell) for cell in column if cell.strip()}
    if len(column) >= 3 and len(shapes) == 1 and "9" in next(iter(shapes)):
        return -1.0 if _shape(name) in shapes else 1.0
    return 0.0


def _shape(cell: str) -> str:
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", cell))


def _is_run_of_years(names: Sequence[str]) -> bool:
    """Whether the numbers among the names are years in a row: names of columns, not values."""
    numbers = [int(name) for name in names if re.fullmatch(r"(?:1[89]|20)\d\d", name.strip())]
    others = [name for name in names if cell_type(name) in _VALUES]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return len(numbers) >= 2 and len(numbers) == len(others) and len(steps) == 1 and 0 not in steps
