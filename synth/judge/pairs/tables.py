"""All tables of two binned columns, counted at once and laid end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import joblib
import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded, Codes, Counts
from synth.judge.cores import side_by_side
from synth.judge.draws import Rows

CHUNK = 65_536
NARROW = 40
"""Cells of a table, on average, up to which a product of matrices counts them faster than one pass for each table."""
MOST_CELLS = 16_384
"""Cells of three columns together, up to which they are counted in one pass; in more, sums cost what the pass saves."""

Bins = NDArray[np.uint8]
"""The bin of each row in each column: shape (columns, rows)."""


@dataclass(frozen=True, eq=False)
class PairTables:
    """The layout: one table for each pair of columns, row by row, `starts` being the place of each one's first cell.

    `firsts` and `seconds`: for each cell its bin of the pair's first and of its second column, the bins of all columns
    being numbered on end.
    """

    widths: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    starts: NDArray[np.intp]
    firsts: NDArray[np.intp]
    seconds: NDArray[np.intp]

    @classmethod
    def of(cls, columns: Sequence[Coded]) -> PairTables:
        """Lay out the tables of all pairs of columns, of which there are at least two."""
        widths = tuple(column.width for column in columns)
        pairs = tuple(combinations(range(len(columns)), 2))
        begins = np.cumsum([0, *widths])
        sizes = [widths[first] * widths[second] for first, second in pairs]
        bins = [np.arange(begin, begin + width) for begin, width in zip(begins.tolist(), widths, strict=False)]
        firsts = np.concatenate([np.repeat(bins[first], widths[second]) for first, second in pairs])
        seconds = np.concatenate([np.tile(bins[second], widths[first]) for first, second in pairs])
        return cls(widths, pairs, np.cumsum([0, *sizes[:-1]]), firsts, seconds)

    @property
    def cells(self) -> int:
        """How many there are in all tables."""
        return len(self.firsts)

    def count(self, bins: Bins, rows: Rows | None = None) -> Counts:
        """Count these rows, by default all, in every cell of every table."""
        chosen = bins if rows is None else bins.take(rows, axis=1)
        add = self._multiply if self.cells <= NARROW * len(self.pairs) else self._pass
        counts = np.zeros(self.cells, dtype=np.int64)
        for start in range(0, chosen.shape[1], CHUNK):
            counts += add(chosen[:, start : start + CHUNK].astype(np.intp, order="C"))
        return counts

    def count_all(self, bins: Bins) -> Counts:
        """Count all rows on all cores."""
        parts = np.array_split(bins, joblib.cpu_count(), axis=1)
        return np.asarray(np.sum(side_by_side(self.count, parts), axis=0))

    def _multiply(self, bins: NDArray[np.intp]) -> Counts:
        """By the product of all columns' indicators, whose sums stay exact in single precision."""
        marks = np.zeros((sum(self.widths), bins.shape[1]), dtype=np.float32)
        marks[bins + np.cumsum([0, *self.widths[:-1]])[:, None], np.arange(bins.shape[1])] = 1
        return np.asarray((marks @ marks.T)[self.firsts, self.seconds].astype(np.int64))

    def _pass(self, bins: NDArray[np.intp]) -> Counts:
        """By passes over the rows: one for each two tables, a column with two others that were joined before."""
        widths, found = self.widths, list[Counts]()
        joined = [_joined(bins[place], bins[place + 1], width) for place, width in enumerate(widths[1:])]
        for first, width in enumerate(widths):
            for second in range(first + 1, len(widths), 2):
                others = widths[second : second + 2]
                if len(others) == 2 and width * others[0] * others[1] <= MOST_CELLS:
                    three = _table(bins[first], joined[second], (width, *others))
                    found += [three.sum(axis=2).ravel(), three.sum(axis=1).ravel()]
                else:
                    found += [
                        _table(bins[first], bins[second + place], (width, other)).ravel()
                        for place, other in enumerate(others)
                    ]
        return np.concatenate(found)

    def total(self, cells: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of each table's cells."""
        return np.asarray(np.add.reduceat(cells, self.starts))


def _table(first: NDArray[np.intp], others: NDArray[np.intp], widths: tuple[int, ...]) -> Counts:
    """The table of a column and another one, or two that were joined."""
    cells = int(np.prod(widths))
    return np.bincount(_joined(first, others, cells // widths[0]), minlength=cells).reshape(widths)


def _joined(first: NDArray[np.intp], second: NDArray[np.intp], width: int) -> NDArray[np.intp]:
    """One number for each row's two bins; `width`: how many bins the second column has."""
    joined = first * width
    joined += second
    return joined


def binned(columns: Sequence[Coded], codes: Sequence[Codes]) -> Bins:
    """The bins of rows that are given by their codes in each column."""
    return np.array([column.bins.astype(np.uint8)[code] for column, code in zip(columns, codes, strict=True)])
