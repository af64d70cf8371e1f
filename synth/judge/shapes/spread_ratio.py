"""Spread ratio of numbers and dates: the synthetic standard deviation over the real one.

1 is the same spread, below 1 values lie too close together, above 1 too far apart; from 0 without a bound above.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import Floats
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import each_column, empty_side, over_draws, present
from synth.judge.shapes.spread import in_spreads

RANGE = (0.0, None)
SPREAD_RATIO = Definition(
    "shapes", "spread_ratio", "nearer", 1.0, "Ratio of standard deviations, synthetic over real.", RANGE
)

CONSTANT = "Not measured: in all or some draws every real value is the same."


def measure(comparison: Comparison) -> list[Score]:
    """One score for each column of numbers or dates."""

    def score(coded: Coded) -> list[Score]:
        subject = (coded.column.name,)
        if reason := empty_side(coded):
            return [SPREAD_RATIO.not_measured(subject, reason)]
        drawn = over_draws(comparison, coded, partial(excess, in_spreads(coded))).map(lambda excess: 1 + excess)
        if np.isnan(drawn.fresh).any():
            return [SPREAD_RATIO.not_measured(subject, CONSTANT)]
        found, reference = drawn.value(comparison, RANGE), drawn.reference(RANGE)
        note = _note(found.value, reference)
        return [SPREAD_RATIO.score(subject, found, reference=reference, rows=comparison.size, note=note)]

    return each_column((coded for coded in comparison.coded.values() if coded.ordered), score, SPREAD_RATIO)


def excess(values: Floats, real: Counts, other: Counts) -> Floats:
    """The ratio of the other standard deviation to the real one, less 1; NaN where the real one is 0."""
    found, usual = np.broadcast_arrays(_spread(values, present(other)), _spread(values, present(real)))
    return np.asarray(np.divide(found, usual, out=np.full(usual.shape, np.nan), where=usual > 0) - 1)


def _spread(values: Floats, shares: Floats) -> Floats:
    apart = values - (shares @ values)[..., None]
    return np.asarray(np.sqrt((shares * apart**2).sum(axis=-1)))


def _note(value: float, reference: Band) -> str:
    said = f"The synthetic standard deviation is {value:.3f} times the real one"
    if reference.low <= value <= reference.high:
        return f"{said}: no further off than by chance. Nothing to do."
    sense = "too close together" if value < 1 else "too far apart"
    return f"{said}: values lie {sense}. Look at the far ends of the distribution; another setting may keep them."
