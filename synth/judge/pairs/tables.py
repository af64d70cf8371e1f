"""All tables of two binned columns, counted at once and laid end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded, Codes, Counts
from synth.judge.draws import Rows

CHUNK = 65_536

Bins = NDArray[np.uint8]
"""The bin of each row in each column: shape (columns, rows)."""


@dataclass(frozen=True, eq=False)
class PairTables:
    """The layout: one table for each pair of columns, row by row, `starts` being the place of each one's first cell."""

    widths: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    starts: NDArray[np.intp]
    cells: int

    @classmethod
    def of(cls, columns: Sequence[Coded]) -> PairTables:
        """Lay out the tables of all pairs of columns, of which there are at least two."""
        widths = tuple(column.width for column in columns)
        pairs = tuple(combinations(range(len(columns)), 2))
        ends = np.cumsum([widths[first] * widths[second] for first, second in pairs])
        return cls(widths, pairs, np.append(0, ends[:-1]), int(ends[-1]))

    def count(self, bins: Bins, rows: Rows | None = None) -> Counts:
        """Count these rows, by default all, in every cell of every table."""
        chosen = bins if rows is None else bins.take(rows, axis=1)
        counts = np.zeros(self.cells, dtype=np.int64)
        for start in range(0, chosen.shape[1], CHUNK):
            self._add(chosen[:, start : start + CHUNK].astype(np.intp, order="C"), counts)
        return counts

    def _add(self, bins: NDArray[np.intp], counts: Counts) -> None:
        ends = np.append(self.starts[1:], self.cells)
        for (first, second), start, end in zip(self.pairs, self.starts.tolist(), ends.tolist(), strict=True):
            cell = bins[first] * self.widths[second]
            cell += bins[second]
            counts[start:end] += np.bincount(cell, minlength=end - start)

    def total(self, cells: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of each table's cells."""
        return np.asarray(np.add.reduceat(cells, self.starts))


def binned(columns: Sequence[Coded], codes: Sequence[Codes]) -> Bins:
    """The bins of rows that are given by their codes in each column."""
    return np.array([column.bins.astype(np.uint8)[code] for column, code in zip(columns, codes, strict=True)])
