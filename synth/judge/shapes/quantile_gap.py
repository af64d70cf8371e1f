"""Quantile gap of numbers and dates: the greatest difference between real and synthetic quantiles.

Of those at 5, 25, 50, 75 and 95 %, each the least value that as many values do not exceed, in real standard deviations:
0 the same, no bound above.
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
from synth.judge.summaries import QUANTILES

RANGE = (0.0, None)
ROUNDING = 1e-9
QUANTILE_GAP = Definition(
    "shapes",
    "quantile_gap",
    "lower",
    0.0,
    "Greatest difference of the quantiles at 5, 25, 50, 75 and 95%, in real standard deviations.",
    RANGE,
)


def measure(comparison: Comparison) -> list[Score]:
    """One score for each column of numbers or dates."""

    def score(coded: Coded) -> list[Score]:
        subject = (coded.column.name,)
        if reason := empty_side(coded):
            return [QUANTILE_GAP.not_measured(subject, reason)]
        drawn = over_draws(comparison, coded, partial(gap, in_spreads(coded)))
        found, reference = drawn.value(comparison, RANGE), drawn.reference(RANGE, ideal=0)
        note = _note(found.value, reference)
        return [QUANTILE_GAP.score(subject, found, reference=reference, rows=comparison.size, note=note)]

    return each_column((coded for coded in comparison.coded.values() if coded.ordered), score, QUANTILE_GAP)


def gap(values: Floats, real: Counts, other: Counts) -> Floats:
    """The greatest difference of quantiles, in the unit of `values`, which ascend."""
    return np.asarray(np.abs(_quantiles(values, real) - _quantiles(values, other)).max(axis=-1))


def _quantiles(values: Floats, counts: Counts) -> Floats:
    """Shape (..., quantiles)."""
    upto = np.cumsum(present(counts), axis=-1)
    return np.stack([values[(upto < share - ROUNDING).sum(axis=-1)] for share in QUANTILES], axis=-1)


def _note(value: float, reference: Band) -> str:
    said = (
        f"Of the quantiles at 5, 25, 50, 75 and 95%, the one furthest off is {value:.3f} real standard deviations away"
    )
    if value <= reference.high:
        return f"{said}, as for fresh real rows. Nothing to do."
    return f"{said}; for fresh real rows {reference.high:.3f} at most. See the table of quantiles for which one it is."
