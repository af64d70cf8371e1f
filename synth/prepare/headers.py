"""Column names fit to be used: joined over lines, filled where empty, told apart, without characters that hide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

Lines = Sequence[Sequence[str]]

MAX_NAME = 200
"""The longest name a column may bear, in characters."""


def name_columns(lines: Lines, width: int, *, extra_first: bool = False) -> tuple[list[str], list[str]]:
    """The names of `width` columns as a header's lines spell them, made unique and visible, with a note on each change.

    A header one name short names the columns from the first or, with `extra_first`, from the second.
    """
    cells = _joined([_fitted(line, width, extra_first) for line in lines], width)
    names: list[str] = []
    notes: list[str] = []
    taken = set(cells)
    for place, cell in enumerate(cells, 1):
        name, note = _made_fit(cell, place, lines)
        if name in taken and name in names:
            first, name = name, _next_free(name, taken.union(names))
            note.append(f"Column {place} has the name of one before it, {first!r}: called {name!r} here.")
        names.append(name)
        notes += note
    return names, notes


def _made_fit(cell: str, place: int, lines: Lines) -> tuple[str, list[str]]:
    name, hidden = _visible(cell)
    notes = []
    if hidden:
        notes.append(f"Column {place}: characters that do not show ({', '.join(hidden)}) were taken out of its name.")
    if len(name) > MAX_NAME:
        name = name[:MAX_NAME]
        notes.append(f"Column {place}: its name was cut to {MAX_NAME} characters.")
    if not name:
        name = f"column_{place}"
        if lines:
            notes.append(f"Column {place} has no name in the file: called {name!r}.")
    return name, notes


def _fitted(line: Sequence[str], width: int, extra_first: bool) -> list[str]:
    missing = [""] * (width - len(line))
    return [*missing, *line] if extra_first else [*line, *missing][:width]


def _joined(lines: Lines, width: int) -> list[str]:
    """One name a column: the lines' cells from top to bottom, a group's name standing for all columns under it."""
    if len(lines) < 2:
        return list(lines[0]) if lines else [""] * width
    filled = [_spread(line, lines[at + 1 :]) for at, line in enumerate(lines)]
    return [" ".join(part for cell in cells if (part := cell.strip())) for cells in zip(*filled, strict=True)]


def _spread(line: Sequence[str], below: Lines) -> list[str]:
    """Fill a gap from its left, where a line below names the column."""
    spread: list[str] = []
    for place, cell in enumerate(line):
        named = any(lower[place].strip() for lower in below)
        spread.append(spread[-1] if not cell.strip() and named and spread else cell)
    return spread


def _visible(cell: str) -> tuple[str, list[str]]:
    hidden = [mark for mark in cell if unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co") and not mark.isspace()]
    name = unicodedata.normalize("NFC", "".join(mark for mark in cell if mark not in hidden))
    return re.sub(r"\s+", " ", name).strip(), [f"U+{ord(mark):04X}" for mark in dict.fromkeys(hidden)]


def _next_free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
