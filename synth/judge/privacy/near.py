"""How near rows lie to rows: the searches that the measures of distance share, each made once for a comparison.

Query rows are bounded, and drawn by the seed in an order that depends on what they hold alone; reference rows are all
that there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.draws import Rows, content_keys
from synth.judge.privacy.nearest import neighbours, place
from synth.judge.privacy.points import Points
from synth.judge.rows import number_rows

FRESH = 10_000
TARGETS = 5_000
GROUPS = 20
SHARE, LEAST = 0.01, 3
NO_HOLDOUT = "Without a holdout there is nothing to compare distances with: hold rows out before generating."

Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Some rows, their nearest references in order, and how far those are: two arrays (rows, references)."""

    rows: Rows
    nearest: Rows
    distances: Floats

    @property
    def ratios(self) -> Floats:
        """Each row's distance to its nearest reference over that to the second nearest; 1 where both are 0."""
        first, second = self.distances[:, 0], self.distances[:, -1]
        return np.divide(first, second, out=np.ones(len(first)), where=second > 0)


@dataclass(frozen=True, eq=False)
class Targets(Neighbours):
    """Real rows that equal no other real row, with the synthetic rows nearest to them.

    `member`: which of them are training rows. `group`: for each synthetic row one of 20 groups, dealt by unit.
    """

    member: NDArray[np.bool_]
    group: Rows

    def without(self, group: int) -> Floats:
        """The distance to the nearest synthetic row that is not of that group (or to the third nearest)."""
        other = self.group[self.nearest] != group
        first = np.where(other.any(axis=1), other.argmax(axis=1), other.shape[1] - 1)
        return np.take_along_axis(self.distances, first[:, None], axis=1)[:, 0]


def points(comparison: Comparison) -> tuple[Points, Points]:
    """The real rows (training, then holdout) and the synthetic rows as points."""
    return comparison.once("points", lambda: place(list(comparison.coded.values())))


def fresh(comparison: Comparison) -> Neighbours:
    """At most 10,000 holdout rows, by their place among the real rows, with their two nearest training rows."""
    return comparison.once("fresh", lambda: _fresh(comparison))


def _fresh(comparison: Comparison) -> Neighbours:
    real, trained = points(comparison)[0], np.arange(len(comparison.real))
    rows = draw(real_keys(comparison), np.arange(len(trained), len(real)), FRESH, comparison.rng("fresh rows"))
    return Neighbours(rows, *neighbours(real.take(rows), real.take(trained), 2))


def targets(comparison: Comparison) -> Targets:
    """At most 5,000 rows of either side that equal no other real row, with their three nearest synthetic rows."""
    return comparison.once("targets", lambda: _targets(comparison))


def _targets(comparison: Comparison) -> Targets:
    real, made = points(comparison)
    number = number_rows(coded.pool for coded in comparison.coded.values())
    alone, rng = np.flatnonzero(np.bincount(number)[number] == 1), comparison.rng("targets")
    trained, held = np.split(alone, [np.searchsorted(alone, len(comparison.real))])
    rows = np.concatenate([draw(real_keys(comparison), side, TARGETS, rng) for side in (trained, held)])
    group = deal(synthetic_keys(comparison), comparison.synthetic.units(), GROUPS, rng)
    return Targets(rows, *neighbours(real.take(rows), made, 3), rows < len(comparison.real), group)


def real_keys(comparison: Comparison) -> Keys:
    """A number for each real row, and then each holdout row, that depends on what it holds alone."""
    return content_keys(len(comparison.units), ((name, coded.pool) for name, coded in comparison.coded.items()))


def synthetic_keys(comparison: Comparison) -> Keys:
    """The same for each synthetic row."""
    rows = len(comparison.synthetic)
    return content_keys(rows, ((name, coded.synthetic) for name, coded in comparison.coded.items()))


def draw(keys: Keys, rows: Rows, most: int, rng: np.random.Generator) -> Rows:
    """At most so many of the rows, in their order: which ones does not depend on that order."""
    if len(rows) <= most:
        return rows
    return np.sort(rows[np.argsort(keys[rows], kind="stable")[rng.choice(len(rows), most, replace=False)]])


def deal(keys: Keys, units: NDArray[np.int64], parts: int, rng: np.random.Generator) -> Rows:
    """A part for each row, whole units at a time, whatever the order of the rows; single rows where all are of one."""
    units = np.unique(units, return_inverse=True)[1] if units.any() else np.arange(len(units))
    totals = np.zeros(int(units.max(initial=-1)) + 1, dtype=np.uint64)
    np.add.at(totals, units, keys)
    part = np.empty(len(totals), dtype=np.intp)
    part[np.argsort(totals, kind="stable")] = rng.permutation(len(totals)) % parts
    return part[units]


def too_near(distances: Floats) -> float:
    """The distance from the training rows that all but the nearest 1 % of fresh rows keep."""
    place = min(max(int(np.ceil(SHARE * len(distances))), LEAST), len(distances)) - 1
    return float(np.partition(distances, place)[place])


def bounded(taken: int, rows: int, what: str, error: float) -> str:
    """A sentence to add to a note where not all rows were asked; empty where they were."""
    if taken >= rows:
        return ""
    return f" Taken on {taken:,} of {rows:,} {what}, standard error {error:.4f}."
