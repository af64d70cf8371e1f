"""How many rows of each group have an outcome, in every draw of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.drawn import Drawn, Floats
from synth.judge.draws import Rows
from synth.judge.fairness.groups import Grouping, Numbers, holders
from synth.judge.fairness.outcome import UNKNOWN, Outcome

STATES = UNKNOWN + 1

Tally = NDArray[np.int64]
"""Rows by group and state of the outcome: shape (groups, 3), or (draws, groups, 3)."""


@dataclass(frozen=True, eq=False)
class Tallies:
    """Counts of a grouping: of all real and all synthetic rows, and in the draws of a comparison (see `Drawn`)."""

    real: Tally
    synthetic: Tally
    drawn: Drawn

    @classmethod
    def of(cls, comparison: Comparison, grouping: Grouping, falling: Outcome) -> Tallies:
        """Count the rows of each group, with and without the outcome."""
        size, real = len(grouping.labels), len(comparison.real)
        synthetic, pool = (grouping.synthetic, falling.synthetic), (grouping.pool, falling.pool)

        def tallies(groups: Numbers, states: Numbers, draws: Sequence[Rows]) -> Floats:
            return np.array([tally(groups[rows], states[rows], size) for rows in draws], dtype=float)

        drawn = Drawn(
            takes=tallies(*synthetic, comparison.takes),
            halves=tallies(*synthetic, comparison.halves),
            fresh=tallies(*pool, comparison.fresh),
        )
        return cls(tally(pool[0][:real], pool[1][:real], size), tally(*synthetic, size), drawn)


def tally(groups: Numbers, states: Numbers, size: int) -> Tally:
    """Count the rows of each of `size` groups, by state."""
    return np.bincount(groups * STATES + states, minlength=size * STATES).reshape(size, STATES)


def unit_tally(groups: Numbers, states: Numbers, units: NDArray[np.int64], size: int) -> Tally:
    """Count the units that have a row of each group and state."""
    return holders(groups * STATES + states, units, size * STATES).reshape(size, STATES)


def safe(units: Tally, k: int) -> NDArray[np.bool_]:
    """Of which groups a rate may be told: none or at least k units have the outcome, and as many lack it."""
    known = units[:, :UNKNOWN]
    return np.asarray(((known == 0) | (known >= k)).all(axis=1))


def shares(tally: Floats | Tally) -> Floats:
    """The share of the rows that each group has: (…, groups)."""
    rows = tally.sum(axis=-1)
    return np.asarray(rows / rows.sum(axis=-1, keepdims=True))


def rates(tally: Floats | Tally) -> Floats:
    """The share of each group's rows that have the outcome, of those of which it is known; NaN where it is of none."""
    known = tally[..., :UNKNOWN].sum(axis=-1)
    return np.asarray(np.divide(tally[..., 1], known, out=np.full(known.shape, np.nan), where=known > 0))


def gap(rates: Floats) -> Floats:
    """The largest less the smallest of the groups' rates, NaN left out; NaN where fewer than two are known."""
    known = np.isfinite(rates)
    most = np.where(known, rates, 0).max(axis=-1, initial=0)
    least = np.where(known, rates, 1).min(axis=-1, initial=1)
    return np.asarray(np.where(known.sum(axis=-1) >= 2, most - least, np.nan))
