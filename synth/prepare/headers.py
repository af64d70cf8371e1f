"""Column names fit to be used: filled where empty, told apart where doubled, and without characters that hide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence


def name_columns(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """The columns' names as a header spells them, made unique and visible, with a note on each change."""
    names: list[str] = []
    notes: list[str] = []
    taken = set(cells)
    for place, cell in enumerate(cells, 1):
        name, hidden = _visible(cell)
        if hidden:
            notes.append(f"Column {place}: hidden characters ({', '.join(hidden)}) were taken out of its name.")
        if not name:
            name = f"column_{place}"
            notes.append(f"Column {place} has no name in the file: called {name!r}.")
        if name in names:
            first, name = name, _next_free(name, taken.union(names))
            notes.append(f"Column {place} bears a name already given: {first!r} is called {name!r} here.")
        names.append(name)
    return names, notes


def _visible(cell: str) -> tuple[str, list[str]]:
    hidden = [mark for mark in cell if unicodedata.category(mark) in ("Cc", "Cf", "Cs") and mark not in "\t\r\n"]
    name = "".join(mark for mark in cell if mark not in hidden)
    return re.sub(r"\s+", " ", name).strip(), [f"U+{ord(mark):04X}" for mark in dict.fromkeys(hidden)]


def _next_free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
