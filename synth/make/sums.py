"""Numbers that others nearly add up to are learned as what is left of them: a total as the fee beside its parts.

A generator is shown what is left in place of the sum, after its parts, and the sum is put back last: so made rows add
up as real ones do, though value protection draws each column anew by itself. What is left is guarded as a column of its
own, and a sum that lies beyond its column's k-th extremes is drawn anew within them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from synth.make.grain import Floats
from synth.make.numbers import Numbers
from synth.make.protect import Shield
from synth.make.steps import EXACT
from synth.make.summing import find
from synth.make.worked import after_what_they_need
from synth.prepare.table import Table

MOST_COLUMNS = 200
"""Of more numbers only the first so many are looked at, so that time does not grow with the columns' square."""
ROWS = 1_000
"""So many rows, and up to twice as many, are enough to see a sum."""
NEAR = 1e-6
"""Numbers are the same that differ by less, as sums of decimals do."""


class Sum(BaseModel):
    """Column `name` is the sum of its `parts`, each with its sign (1 or -1), and of what is left, which `guard` guards.

    A part that is missing adds nothing; where the sum is missing, so is what is left.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    parts: dict[str, int]
    guard: Numbers

    @classmethod
    def learn(cls, table: Table, name: str, parts: dict[str, int], k: int) -> Sum:
        """Guard what these parts leave of a column."""
        left = table.frame[name] - added(table.frame, parts)
        return cls(name=name, parts=parts, guard=Numbers.learn(left, table.units(), k, table.schema[name]))

    def whole(self, frame: pd.DataFrame, guard: Numbers, rng: np.random.Generator) -> pd.Series:
        """The sum of a frame's rows, which `guard` guards and spells."""
        parts, left = added(frame, self.parts), frame[self.name].to_numpy(dtype=float, copy=True)
        odd = ~_keeps(parts + left, guard)
        if odd.any() and self.guard.spikes:
            left[odd] = self._other(parts[odd], left[odd], guard, rng)
        whole = pd.Series(guard.spell(parts + left) + 0.0)
        beyond = ~guard.within(whole)
        whole[beyond] = guard.release(whole[beyond], rng).to_numpy()
        return whole

    def _other(self, parts: Floats, left: Floats, guard: Numbers, rng: np.random.Generator) -> Floats:
        """The common remainder nearest to each row's with which its sum keeps the column's steps; else its own.

        No clock shows 13:67.
        """
        remainders = np.array(self.guard.spikes)
        far = np.abs(remainders - left[:, None]) + rng.random((len(left), len(remainders))) / 2
        far[~_keeps(parts[:, None] + remainders, guard)] = np.inf
        return np.where(np.isinf(far.min(axis=1)), left, remainders[far.argmin(axis=1)])

    def told(self) -> str:
        """A sentence for the steward."""
        words = " ".join(f"{'+' if sign > 0 else '-'} {part!r}" for part, sign in self.parts.items())
        return (
            f"Column {self.name!r} was learned as {words.removeprefix('+ ')} and what is left, so that nearly all rows "
            "add up as real ones do."
        )


def find_sums(table: Table, shield: Shield) -> tuple[Sum, ...]:
    """The sums among the modelled numbers of `table`, each after those that are its parts."""
    names = list(islice(_exact(table, shield), MOST_COLUMNS))
    decimals = [table.schema[name].decimals or 0 for name in names]
    cells = table.frame[names].to_numpy(dtype=float)[:: max(1, len(table) // ROWS)]
    sums = (
        Sum.learn(table, names[one.column], {names[part]: sign for part, sign in one.signs.items()}, shield.k)
        for one in find(cells, decimals)
    )
    return tuple(one for one in sums if one.guard.edges != ())


def take_apart(table: Table, sums: Sequence[Sum]) -> Table:
    """The table with what is left in place of each sum, after its parts."""
    if not sums:
        return table
    left = {one.name: table.frame[one.name] - added(table.frame, one.parts) for one in sums}
    names = after_what_they_need(table.schema.names, {one.name: set(one.parts) for one in sums})
    schema = table.schema.model_copy(update={"columns": tuple(table.schema[name] for name in names)})
    return Table(table.frame.assign(**left)[names], schema, table.reading, table.owners)


def guards_apart(shield: Shield, sums: Sequence[Sum]) -> Shield:
    """The shield of a table that was taken apart."""
    return shield.model_copy(update={"columns": shield.columns | {one.name: one.guard for one in sums}})


def add_up(frame: pd.DataFrame, sums: Sequence[Sum], shield: Shield, rng: np.random.Generator) -> pd.DataFrame:
    """The frame of a table that was taken apart, with its sums again, spelled as their columns are."""
    for one in sums:
        guard = shield.columns[one.name]
        if isinstance(guard, Numbers):
            frame = frame.assign(**{one.name: one.whole(frame, guard, rng)})
    return frame


def added(frame: pd.DataFrame, parts: dict[str, int]) -> Floats:
    """What the parts of each row add up to."""
    cells = frame[list(parts)].fillna(0.0).to_numpy(dtype=float)
    return np.asarray(cells @ np.array(list(parts.values()), dtype=float))


def _exact(table: Table, shield: Shield) -> Iterator[str]:
    """The modelled numbers whose values can be emitted, and are counted exactly in their last decimal."""
    for column in table.schema.modelled:
        guard = shield.columns[column.name]
        if column.kind == "number" and column.decimals is not None and isinstance(guard, Numbers) and guard.edges != ():
            largest = float(np.abs(table.frame[column.name]).max())
            yield from [column.name] if largest * 10.0**column.decimals < EXACT else []


def _keeps(values: Floats, guard: Numbers) -> NDArray[np.bool_]:
    """Where values keep the steps of their column, or are missing."""
    return np.isnan(values) | (np.abs(guard.spell(values) - values) < NEAR)
