"""Which column of another's table is which of ours: by name, by its letters alone, then by what is in it.

Pure: a real table and the other file's text in, a proposal with its reasons out. A person has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict
from scipy.stats import ks_2samp

from synth.errors import SettingsError
from synth.prepare.cells import type_cells
from synth.prepare.kinds import infer_schema
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from synth.prepare.text import Text
from synth.work.levels import respelled, same_levels, told

ALIKE = 0.8
"""How like the contents of two columns must be to be taken for the same."""
CLEARLY = 0.1
"""By how much the likest must be ahead of the next."""
ROWS = 5000


class Match(BaseModel):
    """A column of the other table that is taken for one of ours, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    theirs: str
    ours: str
    reason: str


class ColumnMapping(BaseModel):
    """What was matched; which of our columns the other table lacks, which of its own it has; what differs in them.

    `levels` are, by column of theirs, values that are spelled otherwise there: their spelling → ours.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    levels: dict[str, dict[str, str]] = {}
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """Their names → ours."""
        return {match.theirs: match.ours for match in self.matches}


def propose(real: Table, text: Text, columns: Mapping[str, str | None] = {}) -> ColumnMapping:
    """Match the columns of `text` with those of the real table.

    `columns` are corrections: their name → ours, or None for a column that is none of ours. `SettingsError` for a name
    that neither table has, or one of ours that is named twice.
    """
    theirs, ours = list(text.frame.columns), real.schema.names
    _check(columns, theirs, ours)
    found = [Match(theirs=name, ours=own, reason="you said so") for name, own in columns.items() if own is not None]
    for match in (_by_name, _by_letters):
        found += match(_left(theirs, [*columns, *_theirs(found)]), _left(ours, _ours(found)))
    left = _left(theirs, [*columns, *_theirs(found)]), _left(ours, _ours(found))
    found += _by_content(real, text, *left)
    found.sort(key=lambda match: ours.index(match.ours))
    own = infer_schema(text)
    levels = _levels(real, text, found, own)
    return ColumnMapping(
        matches=tuple(found),
        missing=tuple(_left(ours, _ours(found))),
        extra=tuple(_left(theirs, _theirs(found))),
        levels=levels,
        notes=(
            *_kinds(real, text, found, own),
            *told(real, {match.ours: levels[match.theirs] for match in found if match.theirs in levels}),
        ),
    )


def _theirs(found: Sequence[Match]) -> list[str]:
    return [match.theirs for match in found]


def _ours(found: Sequence[Match]) -> list[str]:
    return [match.ours for match in found]


def _left(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    gone = set(taken)
    return [name for name in names if name not in gone]


def _check(columns: Mapping[str, str | None], theirs: Sequence[str], ours: Sequence[str]) -> None:
    named = [own for own in columns.values() if own is not None]
    for name, known, whose in [
        *((name, theirs, "other") for name in columns),
        *((name, ours, "real") for name in named),
    ]:
        if name not in known:
            raise SettingsError(f"The {whose} table has no column {name!r}. Its columns are {', '.join(known[:8])}, ….")
    twice = [name for name in named if named.count(name) > 1]
    if twice:
        raise SettingsError(f"Two columns are taken for {twice[0]!r}. Choose one of them.")


def _by_name(theirs: Sequence[str], ours: Sequence[str]) -> list[Match]:
    return [Match(theirs=name, ours=name, reason="same name") for name in theirs if name in set(ours)]


def _by_letters(theirs: Sequence[str], ours: Sequence[str]) -> list[Match]:
    """The same but for capitals, spaces and punctuation, where that is so of one column only on each side."""
    mine, yours = _unique(ours), _unique(theirs)
    return [
        Match(theirs=yours[letters], ours=mine[letters], reason="same name but for capitals, spaces or punctuation")
        for letters in yours
        if letters in mine
    ]


def _unique(names: Sequence[str]) -> dict[str, str]:
    """Letters and digits of a name → the name, where no other has the same."""
    letters = [re.sub(r"[\W_]+", "", name.casefold()) for name in names]
    return {key: name for key, name in zip(letters, names, strict=True) if key and letters.count(key) == 1}


def _by_content(real: Table, text: Text, theirs: Sequence[str], ours: Sequence[str]) -> list[Match]:
    """Columns whose cells are alike, where each is clearly the likest of the other."""
    if not theirs or not ours:
        return []
    rows = np.linspace(0, len(text) - 1, min(len(text), ROWS)).astype(int)
    cells = Text(text.frame[list(theirs)].iloc[rows].reset_index(drop=True), text.reading)
    alike = np.array([[_likeness(real, real.schema[own], cells, name) for own in ours] for name in theirs])
    found = []
    for row, name in enumerate(theirs):
        place = int(alike[row].argmax())
        best = alike[row, place]
        others = [*np.delete(alike[row], place), *np.delete(alike[:, place], row), 0.0]
        if best >= ALIKE and best - max(others) >= CLEARLY:
            found.append(Match(theirs=name, ours=ours[place], reason=f"its values are {best:.0%} alike"))
    return found


def _likeness(real: Table, column: Column, cells: Text, name: str) -> float:
    """From 0 to 1: what two columns' distributions have in common, read under our schema."""
    if column.kind in ("text", "key"):
        return 0.0
    same = {name: same_levels(real, column, cells.frame[name].unique())}
    read = type_cells(_renamed(respelled(cells, same), {name: column.name}, [column.name]), Schema(columns=(column,)))
    if read.reading.unparsed.get(column.name, 0) > (1 - ALIKE) * len(cells):
        return 0.0
    mine, yours = (table.frame[column.name].dropna() for table in (real, read))
    if mine.empty or yours.empty:
        return 0.0
    if column.kind in ("number", "datetime"):
        values = [
            series.to_numpy().astype("datetime64[us]").astype("int64") if column.kind == "datetime" else series
            for series in (mine, yours)
        ]
        return 1 - float(ks_2samp(*values, method="asymp").statistic)
    shares = pd.concat([series.astype(str).value_counts(normalize=True) for series in (mine, yours)], axis=1).fillna(0)
    return float(shares.min(axis=1).sum())


def _renamed(text: Text, columns: Mapping[str, str], names: Sequence[str]) -> Text:
    return Text(text.frame.rename(columns=dict(columns))[list(names)], text.reading)


def _kinds(real: Table, text: Text, found: Sequence[Match], own: Schema) -> list[str]:
    """A sentence for each matched column that looks to be of another kind there; an empty one looks like nothing."""
    pairs: list[tuple[Match, Any, Any]] = [
        (match, own[match.theirs].kind, real.schema[match.ours].kind) for match in found
    ]
    return [
        f"{match.theirs!r} looks like a {theirs} there and is a {ours} here: it is read as a {ours}."
        for match, theirs, ours in pairs
        if theirs != ours and "key" not in (theirs, ours) and real.frame[match.ours].notna().any()
        if not text.frame[match.theirs].isin(["", *own[match.theirs].nulls]).all()
    ]


def _levels(real: Table, text: Text, found: Sequence[Match], own: Schema) -> dict[str, dict[str, str]]:
    """For each matched column the values that are spelled otherwise there, where there are any."""
    pairs = {
        match.theirs: same_levels(
            real, real.schema[match.ours], text.frame[match.theirs].unique(), own[match.theirs].nulls
        )
        for match in found
    }
    return {name: same for name, same in pairs.items() if same}
