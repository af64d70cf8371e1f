"""Levels that another file spells in a way of its own: 1.0, 01 or True for 1, EAST for east, nan for nothing.

A spelling is taken for a level of ours only where it can be no other one: never where two of ours are as like it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from synth.prepare.schema import Column
from synth.prepare.table import Table
from synth.prepare.text import Text

NAMED = 3
LEAST_ROWS = 5
"""In how many real rows a level must be to be named in a sentence."""
_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
_TRUTH = {"true": "1", "false": "0"}


def same_levels(real: Table, column: Column, cells: Iterable[str], nulls: Iterable[str] = ()) -> dict[str, str]:
    """Their spelling → ours, for each of `cells` that is none of the levels of ours and plainly the same as one.

    `nulls` are the spellings that mean missing in their column; those that mean something in ours are left alone.
    """
    ours = set(real.frame[column.name].dropna()) if column.kind == "category" else set()
    missing = column.nulls[0] if column.nulls else ""
    unknown = set(cells) - ours - {*column.nulls, ""}
    told = unknown & set(nulls)
    cores = [core(level) for level in ours]
    truth = set(cores) <= {*_TRUTH, *_TRUTH.values()}
    by_core: dict[str, list[str]] = {}
    for level in ours:
        by_core.setdefault(core(level, truth=truth), []).append(level)
    likest = {cell: by_core.get(core(cell, truth=truth), []) for cell in unknown}
    same = {cell: found[0] for cell, found in likest.items() if len(found) == 1}
    return same | {cell: missing for cell in told if not likest[cell]}


def core(level: str, *, truth: bool = False) -> str:
    """What is left of a level without the way it is spelled: capitals, blanks, and a number's zeros at either end.

    With `truth`, true and false are 1 and 0.
    """
    words = " ".join(unicodedata.normalize("NFC", level).split()).casefold()
    number = _NUMBER.fullmatch(words)
    if number is None:
        return _TRUTH.get(words, words) if truth else words
    sign, whole, fraction = number.groups("")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{'-' if sign == '-' else ''}{whole}{'.' if fraction else ''}{fraction}"


def respelled(text: Text, levels: Mapping[str, Mapping[str, str]]) -> Text:
    """The text with those cells as ours are spelled, and their counts in its reading; all by column of the text."""
    columns, counts = {}, {}
    for name, same in levels.items():
        cells = text.frame[name]
        columns[name] = cells.map(same).fillna(cells)
        counts[name] = int(cells.isin(list(same)).sum())
    return Text(text.frame.assign(**columns), text.reading.model_copy(update={"respelled": counts}))


def told(real: Table, levels: Mapping[str, Mapping[str, str]]) -> list[str]:
    """A sentence on what was taken for what, by column of ours; no level is named that only few real rows hold."""
    if not levels:
        return []
    examples = [example for name, same in levels.items() if (example := _example(real, name, same))][:NAMED]
    such = f", such as {', '.join(examples)}" if examples else ""
    columns = "one column" if len(levels) == 1 else f"{len(levels):,} columns"
    return [f"Some values of {columns} are spelled otherwise there and are read as ours{such}."]


def _example(real: Table, name: str, same: Mapping[str, str]) -> str:
    """The commonest of ours that is spelled otherwise there."""
    if real.schema[name].kind != "category":
        return ""
    held = real.frame[name].value_counts()
    often = [theirs for theirs, ours in same.items() if held.get(ours, 0) >= LEAST_ROWS]
    if not often:
        return ""
    theirs = min(often, key=lambda theirs: (-held[same[theirs]], theirs))
    return f"{theirs!r} for {same[theirs]!r} in {name!r}"
