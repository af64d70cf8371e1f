"""Training and holdout rows: drawn by unit, seeded, and kept as row numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from synth.errors import SettingsError, TableError
from synth.prepare.table import Table


@dataclass(frozen=True, eq=False)
class Split:
    """A table in two: what generators may learn from, and what they never see.

    `rows` holds the row numbers of both sides in the whole table, from 0, ascending. `share` is the share of rows that
    was asked for the holdout; as units stay together, the share reached may differ.
    """

    train: Table
    holdout: Table
    seed: int
    share: float
    rows: tuple[NDArray[np.int64], NDArray[np.int64]]

    @classmethod
    def from_rows(cls, table: Table, train_rows: ArrayLike, holdout_rows: ArrayLike, seed: int, share: float) -> Split:
        """Rebuild a split from its row numbers; `TableError` unless each row of `table` stands in exactly one side."""
        train, holdout = np.sort(_numbers(train_rows)), np.sort(_numbers(holdout_rows))
        if not np.array_equal(np.sort(np.concatenate([train, holdout])), np.arange(len(table))):
            raise TableError(
                f"The kept split does not fit this table of {len(table):,} rows: each row must stand once, in training "
                "or in holdout. Draw the split again."
            )
        return cls(table.take(train), table.take(holdout), seed, share, (train, holdout))


def split(table: Table, *, holdout: float = 0.2, seed: int = 0) -> Split:
    """Hold out about that share of the rows, so that no unit has rows on both sides.

    Units are taken in random order for as long as that brings the holdout nearer to its share; each side has at least
    one. Rows keep their order. The same table, unit, share and seed give the same split. Raises `SettingsError` if
    `holdout` does not lie between 0 and 1, `TableError` if there are fewer than two units.
    """
    if not 0 < holdout < 1:
        raise SettingsError(f"The holdout's share is {holdout}; it must lie between 0 and 1, such as 0.2.")
    units = table.units()
    sizes = np.bincount(units)
    if len(sizes) < 2:
        whose = "row" if table.schema.unit is None else f"value in the unit column {table.schema.unit!r}"
        raise TableError(
            f"This table has {'one' if len(sizes) else 'no'} {whose}: a holdout needs at least two. "
            "Add rows, or choose another unit."
        )
    order = np.random.default_rng(seed).permutation(len(sizes))
    taken = np.cumsum(sizes[order])[:-1]
    count = int(np.abs(taken - holdout * len(table)).argmin()) + 1
    held = np.isin(units, order[:count])
    return Split.from_rows(table, np.flatnonzero(~held), np.flatnonzero(held), seed, holdout)


def _numbers(rows: ArrayLike) -> NDArray[np.int64]:
    numbers: NDArray[Any] = np.asarray(rows)
    return numbers.astype(np.int64).reshape(-1)
