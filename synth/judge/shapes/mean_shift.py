"""Mean shift of numbers and dates: the synthetic mean less the real one, in real standard deviations (Cohen's d with
the real spread as its unit; Glass 1976). 0 is no shift; there is no bound to either side.
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

RANGE = (None, None)
MEAN_SHIFT = Definition(
    "shapes", "mean_shift", "nearer", 0.0, "Difference of means in real standard deviations (Glass 1976).", RANGE
)


def measure(comparison: Comparison) -> list[Score]:
    """One score for each column of numbers or dates."""

    def score(coded: Coded) -> list[Score]:
        subject = (coded.column.name,)
        if reason := empty_side(coded):
            return [MEAN_SHIFT.not_measured(subject, reason)]
        drawn = over_draws(comparison, coded, partial(shift, in_spreads(coded)))
        found, reference = drawn.value(comparison, RANGE), drawn.reference(RANGE)
        note = _note(found.value, reference)
        return [MEAN_SHIFT.score(subject, found, reference=reference, rows=comparison.size, note=note)]

    return each_column((coded for coded in comparison.coded.values() if coded.ordered), score, MEAN_SHIFT)


def shift(values: Floats, real: Counts, other: Counts) -> Floats:
    """The other mean less the real one, in the unit of `values`."""
    return np.asarray(present(other) @ values - present(real) @ values)


def _note(value: float, reference: Band) -> str:
    side = "above" if value >= 0 else "below"
    said = f"The synthetic mean lies {abs(value):.3f} real standard deviations {side} the real one"
    if reference.low <= value <= reference.high:
        return f"{said}: no more than by chance. Nothing to do."
    return f"{said}, more than by chance. If sums or means of this column matter, try another generator or setting."
