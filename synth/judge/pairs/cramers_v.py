"""Cramér's V of all pairs of categories or booleans at once, from the tables of the pair measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded, Counts
from synth.judge.drawn import Floats
from synth.judge.pairs.tables import PairTables

FLAT = 1e-12


@dataclass(frozen=True, eq=False)
class Contingency:
    """The cells, of the tables of all pairs, that are of two levels: neither column is a number, neither bin missing.

    - `places`: where these cells are. `starts`: where, among them, the next pair starts. `pairs`: which pairs they are.
    - `rows`, `columns`: the row and the column of its table that each cell stands in, numbered over all tables.
    """

    places: NDArray[np.intp]
    starts: NDArray[np.intp]
    pairs: NDArray[np.intp]
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]

    @classmethod
    def of(cls, columns: Sequence[Coded], tables: PairTables) -> Contingency:
        """Find the cells of two levels."""
        level = np.concatenate([_is_level(column) for column in columns])
        places = np.flatnonzero(level[tables.firsts] & level[tables.seconds])
        pair = np.searchsorted(tables.starts, places, side="right") - 1
        starts = np.flatnonzero(np.diff(pair, prepend=-1))
        bins = len(level)
        return cls(
            places,
            starts,
            pair[starts],
            np.unique(pair * bins + tables.firsts[places], return_inverse=True)[1].reshape(-1),
            np.unique(pair * bins + tables.seconds[places], return_inverse=True)[1].reshape(-1),
        )

    def strengths(self, counts: Counts) -> Floats:
        """Bias-corrected V (Bergsma 2013) of each pair, in the order of `pairs`; NaN unless two levels of both occur.

        As `synth.prepare.associations.cramers_v`, over levels of which those beyond the 19 commonest count as one.
        """
        if not len(self.places):
            return np.empty(0)
        cells = counts[self.places].astype(float)
        sides = [np.asarray(np.bincount(side, cells)) for side in (self.rows, self.columns)]
        total = self._sum(cells)
        expected = sides[0][self.rows] * sides[1][self.columns]
        squares = self._sum(np.divide(cells**2, expected, out=np.zeros_like(cells), where=expected > 0))
        levels = np.array([self._filled(self.rows, sides[0]), self._filled(self.columns, sides[1])])
        spare = np.maximum(total - 1, 1)
        corrected = np.maximum(squares - 1 - (levels - 1).prod(axis=0) / spare, 0)
        room = (levels - (levels - 1) ** 2 / spare).min(axis=0) - 1
        known = (levels.min(axis=0) >= 2) & (total >= 3) & (room > FLAT)
        return np.where(known, np.minimum(np.sqrt(corrected / np.where(known, room, 1)), 1), np.nan)

    def _sum(self, cells: Floats) -> Floats:
        return np.asarray(np.add.reduceat(cells, self.starts))

    def _filled(self, side: NDArray[np.intp], totals: NDArray[Any]) -> Floats:
        """How many rows or columns of each table hold anything, each one counted at its first cell."""
        filled = np.zeros(len(side))
        filled[np.unique(side, return_index=True)[1]] = totals > 0
        return self._sum(filled)


def _is_level(column: Coded) -> NDArray[np.bool_]:
    """Whether each bin is of levels; that of missing is not."""
    return np.asarray((np.arange(column.width) < column.bins[-1]) & (not column.ordered))
