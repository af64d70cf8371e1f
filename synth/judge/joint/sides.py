"""Samples of rows from two tables that a learner is to tell apart, and the folds in which it is tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.draws import content_keys, draw_once
from synth.judge.learner import MOST_LEVELS

FOLDS = 3

Role = Literal["real", "holdout", "synthetic"]
"""One of the tables of a comparison; `real` are the training rows."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Sample:
    """Some rows of one table: codes (columns, rows), and by number whose row each is (rows,)."""

    codes: NDArray[np.int32]
    units: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.units)

    def shuffled(self, rng: np.random.Generator) -> Sample:
        """The same cells with each column in an order of its own, so that no relation is left."""
        return Sample(rng.permuted(self.codes, axis=1), np.arange(len(self)))


def pair(comparison: Comparison, real: Role, other: Role, rows: int, rng: np.random.Generator) -> tuple[Sample, Sample]:
    """Draw equally many rows of two tables, at most so many, whole units at a time, whatever the order of the rows."""
    size = min(rows, *(len(getattr(comparison, role)) for role in (real, other)))
    return _of(comparison, real, size, rng), _of(comparison, other, size, rng)


def _of(comparison: Comparison, role: Role, rows: int, rng: np.random.Generator) -> Sample:
    training = len(comparison.real)
    units = {
        "real": comparison.units[:training],
        "holdout": comparison.units[training:],
        "synthetic": comparison.synthetic.units(),
    }
    return _drawn(comparison, lambda column: getattr(column, role), units[role], rows, rng)


def fresh(comparison: Comparison, rows: int, rng: np.random.Generator) -> tuple[Sample, Sample]:
    """Deal the real rows anew: at most so many that play a fresh sample, and as many of those that it left."""
    drawn = np.zeros(len(comparison.units), dtype=bool)
    drawn[comparison.fresh[0]] = True

    def some(chosen: NDArray[np.bool_], most: int) -> Sample:
        place = np.flatnonzero(chosen)
        return _drawn(comparison, lambda column: column.pool[place], comparison.units[place], most, rng)

    size = min(rows, int(drawn.sum()), int((~drawn).sum()))
    return some(drawn, size), some(~drawn, size)


def _drawn(
    comparison: Comparison,
    table: Callable[[Coded], Codes],
    units: NDArray[np.int64],
    rows: int,
    rng: np.random.Generator,
) -> Sample:
    codes = np.array([table(column) for column in comparison.coded.values()], dtype=np.int32)
    keys = content_keys(len(units), zip(comparison.coded, codes, strict=True))
    place = draw_once(keys, np.unique(units, return_inverse=True)[1], rows, rng=rng)
    return Sample(codes[:, place], units[place])


def cells(columns: list[Coded], codes: NDArray[np.int32]) -> Floats:
    """The rows as a learner takes them (rows, columns): the places of numbers in their order, or of levels, the rarest
    beyond what it can tell apart sharing one; NaN is missing.
    """
    known = [
        np.where(code < len(column.values), code if column.ordered else np.minimum(code, MOST_LEVELS - 1), np.nan)
        for column, code in zip(columns, codes, strict=True)
    ]
    return np.column_stack(known)


def deal(numbers: Numbers, units: Numbers, rng: np.random.Generator) -> NDArray[np.intp]:
    """The fold of each row: equal rows (of one number) and rows of one unit, chained as far as it goes, share one.

    Where chains join more than half of the rows, only equal rows are kept together. Folds are about equal in size.
    """
    groups = _chained(numbers, units)
    if np.bincount(groups).max() > len(groups) / 2:
        groups = np.unique(numbers, return_inverse=True)[1]
    sizes = np.bincount(groups)
    order = rng.permutation(len(sizes))
    before = np.cumsum(sizes[order]) - sizes[order]
    folds = np.empty(len(sizes), dtype=np.intp)
    folds[order] = FOLDS * before // len(groups)
    return folds[groups]


def _chained(numbers: Numbers, units: Numbers) -> NDArray[np.intp]:
    """The group of each row, where rows that share a number or a unit are of one group."""
    first, second = (np.unique(part, return_inverse=True)[1] for part in (numbers, units))
    nodes = int(first.max()) + int(second.max()) + 2
    links = coo_array((np.ones(len(first)), (first, first.max() + 1 + second)), shape=(nodes, nodes))
    return np.asarray(connected_components(links, directed=False)[1][first], dtype=np.intp)
