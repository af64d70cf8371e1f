"""Sums over rows, from which correlations and correlation ratios of all pairs follow; those of parts add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded, Codes
from synth.judge.drawn import Floats
from synth.judge.draws import Rows

CHUNK = 2_048
FLAT = 1e-12


class Sums(NamedTuple):
    """What is summed, over pairs of numbers or dates first: values come twice, as they are and as ranks.

    - `rows` (numbers, numbers): rows in which both are there. `values`, `squares`: of the first, where the second is
      there; `products` of both: shape (2, numbers, numbers).
    - `sizes`, `totals` (levels, numbers): rows of each level in which the number is there, and its sum over them;
      `spreads` (groupings, numbers): the sum of its squares where the level is there too.
    """

    rows: Floats
    values: Floats
    squares: Floats
    products: Floats
    sizes: Floats
    totals: Floats
    spreads: Floats

    def less(self, part: Sums) -> Sums:
        """The sums over the rows that are not in that part."""
        return Sums(*(whole - some for whole, some in zip(self, part, strict=True)))


@dataclass(frozen=True, eq=False)
class Measurable:
    """Some rows made ready: the numbers and dates among their columns, and the levels of the others.

    - `values` (rows, 3 × numbers): standardised values, then standardised ranks, 0 where missing; then 1 where not.
    - `levels` (rows, groupings): the bin of each row's level, numbered over all groupings; the last one for missing.
    - `groupings` (groupings, levels): 1 where the level is one of that grouping.
    """

    values: Floats
    levels: NDArray[np.intp]
    groupings: Floats

    @classmethod
    def of(cls, columns: Sequence[Coded], codes: Sequence[Codes]) -> Measurable:
        """Make rows ready that are given by their codes in each column."""
        pairs, rows = list(zip(columns, codes, strict=True)), len(codes[0])
        numbers = np.array([_standardised(column, code) for column, code in pairs if column.ordered])
        groupings = [(column, code) for column, code in pairs if not column.ordered]
        ends = np.cumsum([0, *(int(column.bins[-1]) for column, _ in groupings)])
        levels = [
            np.where(code < len(column.values), column.bins[code] + start, ends[-1])
            for (column, code), start in zip(groupings, ends.tolist(), strict=False)
        ]
        return cls(
            np.ascontiguousarray(numbers.reshape(-1, 3, rows).transpose(2, 1, 0).reshape(rows, -1)),
            np.array(levels, dtype=np.intp).reshape(-1, rows).T.copy(),
            np.repeat(np.eye(len(groupings)), np.diff(ends), axis=1),
        )

    def sums(self, rows: Rows | None = None, rng: np.random.Generator | None = None) -> Sums:
        """Sum over these rows, by default all; with `rng`, after each number has been put in an order of its own."""
        rows = np.arange(len(self.values)) if rows is None else rows
        values = self.values if rng is None else _parted(self.values.take(rows, axis=0), rng)
        numbers, size = self.values.shape[1] // 3, self.groupings.shape[1]
        there = slice(2 * numbers, 3 * numbers)
        products = np.zeros((3 * numbers, 3 * numbers))
        squares = np.zeros((2 * numbers, numbers))
        totals = np.zeros((size + 1, 3 * numbers))
        spreads = np.zeros((self.levels.shape[1], numbers))
        for start in range(0, len(rows), CHUNK):
            chosen = rows[start : start + CHUNK]
            part = values.take(chosen, axis=0) if rng is None else values[start : start + CHUNK]
            levels, squared = self.levels.take(chosen, axis=0), part[:, : 2 * numbers] ** 2
            marks = np.zeros((len(chosen), size + 1))
            marks[np.arange(len(chosen))[:, None], levels] = 1
            products += part.T @ part
            squares += squared.T @ part[:, there]
            totals += marks.T @ part
            spreads += (levels < size).T.astype(float) @ squared[:, :numbers]
        halves = slice(0, numbers), slice(numbers, 2 * numbers)
        return Sums(
            products[there, there],
            np.array([products[half, there] for half in halves]),
            np.array([squares[half] for half in halves]),
            np.array([products[half, half] for half in halves]),
            totals[:-1, there],
            totals[:-1, :numbers],
            spreads,
        )

    def ratios(self, sums: Sums) -> Floats:
        """Correlation ratios of each grouping with each number, as in `synth.prepare.associations`; NaN where none."""
        total, rows, groups = (self._each(part) for part in (sums.totals, sums.sizes, (sums.sizes > 0.5).astype(float)))
        means = np.divide(sums.totals**2, sums.sizes, out=np.zeros_like(sums.totals), where=sums.sizes > 0.5)
        centre = total**2 / np.maximum(rows, 1)
        between, spread = self._each(means) - centre, sums.spreads - centre
        known = (groups >= 2) & (rows > groups) & (spread > FLAT * np.maximum(rows, 1))
        free = np.where(known, rows - groups, 1)
        unexplained = (1 - between / np.where(known, spread, 1)) * (rows - 1) / free
        return np.where(known, np.sqrt(np.clip(1 - unexplained, 0, 1)), np.nan)

    def _each(self, levels: Floats) -> Floats:
        """The sum over the levels of each grouping."""
        return np.asarray(self.groupings @ levels)


def _parted(values: Floats, rng: np.random.Generator) -> Floats:
    """The same numbers, each column's in another order: that of one shuffle, begun one place later in each."""
    columns, numbers = np.ascontiguousarray(values.T), values.shape[1] // 3
    order = rng.permutation(len(values))
    orders = [np.roll(order, place) for place in range(numbers)]
    return (
        np.array([column.take(orders[place % numbers]) for place, column in enumerate(columns)])
        .reshape(-1, len(values))
        .T.copy()
    )


def correlations(sums: Sums) -> Floats:
    """Pearson's and Spearman's correlations: two squares over the numbers, NaN where one of a pair does not vary."""
    rows = np.maximum(sums.rows, 1)
    covariance = sums.products - sums.values * sums.values.swapaxes(1, 2) / rows
    variance = sums.squares - sums.values**2 / rows
    known = (variance > FLAT * rows) & (variance > FLAT * rows).swapaxes(1, 2)
    both = np.where(known, variance * variance.swapaxes(1, 2), 1)
    return np.where(known, np.clip(covariance / np.sqrt(both), -1, 1), np.nan)


def _standardised(column: Coded, codes: Codes) -> Floats:
    """Values and ranks (ties share their mean), with mean 0 and spread 1 over those that are there; then 1 where so."""
    counts = column.count(codes)
    held = counts[:-1]
    ranks = np.cumsum(held) - (held - 1) / 2
    there = np.append(np.ones(len(held)), 0.0)
    return np.array([scale[codes] for scale in (_scaled(column.values, held), _scaled(ranks, held), there)])


def _scaled(values: Floats, counts: NDArray[np.int64]) -> Floats:
    """The values on a scale with mean 0 and spread 1 over so many of each, then 0 for missing."""
    held = np.where(counts > 0, values, 0.0)
    scaled = held / (np.abs(held).max(initial=0) or 1.0)
    shares = counts / max(int(counts.sum()), 1)
    centred = scaled - shares @ scaled
    spread = np.sqrt(shares @ centred**2)
    return np.append(centred / spread if spread > FLAT else np.zeros(len(values)), 0.0)
