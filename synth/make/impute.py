"""Fill only the gaps of real rows, each from a synthetic row that is near on the cells that are known.

A value that every row of a person has, such as a sex, is taken from another row of that person where one is known.
Else, a hot deck (Andridge & Little 2010, International Statistical Review 78(1)) whose donors are invented: any
generator can serve, no value of fewer than k units is filled in, and a gap is filled with a draw, so that shapes are
kept where the commonest value would make every gap alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import ControlError
from synth.make.contract import Progress, silent
from synth.make.deck import Deck
from synth.make.from_units import from_units
from synth.make.model import Model
from synth.make.protect import Shield
from synth.make.provenance import FILLED, REAL, marked
from synth.make.rules import derive, enforceable
from synth.prepare.rule import Rule
from synth.prepare.schema import Schema
from synth.prepare.table import Table

HIDDEN = 0.1
TRIES = 5
Mask = NDArray[np.bool_]


def gaps(table: Table) -> dict[str, Mask]:
    """The modelled columns of which some cells are missing and some are known, the fewest gaps first, and where."""
    found = {column.name: table.frame[column.name].isna().to_numpy(dtype=bool) for column in table.schema.modelled}
    return dict(sorted(((name, gone) for name, gone in found.items() if 0 < gone.sum() < len(gone)), key=_many))


def _many(item: tuple[str, Mask]) -> int:
    return int(item[1].sum())


def check(table: Table) -> None:
    """Refuse a table that has no gap to fill."""
    if not gaps(table):
        raise ControlError("No column that is modelled has both gaps and known cells, so there is nothing to fill.")


def hide(table: Table, *, seed: int = 0) -> tuple[Table, dict[str, Mask]]:
    """The table without a tenth of the known cells of each column that has gaps, and which these are.

    Learned from it, a generator can be asked to fill cells that are known, so that they tell how well it fills.
    """
    rng = np.random.default_rng(seed)
    frame, hidden = table.frame.copy(), {}
    for name, gone in gaps(table).items():
        known = np.flatnonzero(~gone)
        mask = np.zeros(len(table), dtype=bool)
        mask[rng.choice(known, int(HIDDEN * len(known)), replace=False)] = True
        frame[name] = _emptied(frame[name], mask)
        hidden[name] = mask
    return Table(frame, table.schema, table.reading), hidden


def impute(model: Model, real: Table, *, seed: int = 0, progress: Progress = silent) -> Table:
    """The real rows with the gaps of their modelled columns filled; a column says which rows were.

    Known cells stay as they are, and columns that are dropped are left out. Where units are known to have one value, a
    gap gets what another row of its unit has. A gap stays where a rule or the column says that nothing fits there.
    `ControlError` where there is no gap.
    """
    check(real)
    where = gaps(real)
    known = from_units(real, [name for name in model.envelope.dress.alike.same if name in where])
    donors = model.sample(Deck.size(len(real), len(real.schema.modelled)), seed=seed, progress=progress).frame
    filler = Filler(known, donors, gaps(known), model.envelope.shield, np.random.default_rng(seed))
    frame = filler.fill(progress)
    schema = model.schema
    columns = {name: frame[name] if name in where else real.frame[name] for name in schema.names}
    filled = np.zeros(len(real), dtype=bool)
    for name, gone in where.items():
        filled |= gone & frame[name].notna().to_numpy()
    left = sum(int(frame[name].isna().sum()) for name in where)
    notes = [f"{left:,} gaps were left, as nothing that fits is known there."] if left else []
    marks = np.where(filled, FILLED, REAL).astype(object)
    return marked(pd.DataFrame(columns), schema, marks, model.generator, (*model.notes, *notes))


@dataclass(frozen=True)
class Filler:
    """Real rows, donors and gaps; a row that breaks a rule by what was filled in gets other donors, or its gap back."""

    real: Table
    donors: pd.DataFrame
    where: dict[str, Mask]
    shield: Shield
    rng: np.random.Generator

    def fill(self, progress: Progress) -> pd.DataFrame:
        """The modelled columns without gaps."""
        schema = self.real.schema
        names = [column.name for column in schema.modelled]
        deck = Deck(self.real.frame[names], self.donors[names])
        rules, frame = enforceable(schema), self.real.frame[names].copy()
        everywhere = np.ones(len(frame), dtype=bool)
        for done, name in enumerate(self.where):
            progress("Filling gaps", done, len(self.where))
            frame = self._filled(frame, deck, [name], everywhere)
        progress("Filling gaps", len(self.where), len(self.where))
        frame = self._worked_out(frame, rules)
        for _ in range(TRIES):
            broken = self._broken(frame, rules)
            if not broken.any():
                return frame
            frame = self._worked_out(self._filled(frame, deck, list(self.where), broken), rules)
        return self._given_back(frame, rules, schema)

    def _filled(self, frame: pd.DataFrame, deck: Deck, names: Sequence[str], rows: Mask) -> pd.DataFrame:
        """With a donor's cell in each gap of these columns and rows."""
        for name in names:
            at = np.flatnonzero(self.where[name] & rows)
            donors = deck.draw(name, at, self.rng)
            if len(donors):
                cells = frame[name].copy()
                cells.iloc[at] = self.donors[name].iloc[donors].array
                deck.put(name, at, donors)
                frame = frame.assign(**{name: cells})
        return frame

    def _worked_out(self, frame: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
        """With sums and products worked out, where they are gaps."""
        derived = derive(frame, rules, self.shield)
        return frame.assign(**{name: frame[name].where(~gone, derived[name]) for name, gone in self.where.items()})

    def _breaches(self, frame: pd.DataFrame, rules: Sequence[Rule]) -> Iterator[tuple[Rule, Mask]]:
        """For each rule the rows that kept it and keep it no longer."""
        for rule in rules:
            yield rule, rule.holds(self.real.frame) & ~rule.holds(frame)

    def _broken(self, frame: pd.DataFrame, rules: Sequence[Rule]) -> Mask:
        broken = np.zeros(len(frame), dtype=bool)
        for _, rows in self._breaches(frame, rules):
            broken |= rows
        return broken

    def _given_back(self, frame: pd.DataFrame, rules: Sequence[Rule], schema: Schema) -> pd.DataFrame:
        """With the gaps again of every row that still breaks a rule."""
        for rule, rows in self._breaches(frame, rules):
            for name in set(rule.columns) & set(self.where):
                frame = frame.assign(**{name: _emptied(frame[name], rows & self.where[name])})
        return frame


def _emptied(cells: pd.Series[Any], rows: Mask) -> pd.Series[Any]:
    return cells.where(~rows, None)
