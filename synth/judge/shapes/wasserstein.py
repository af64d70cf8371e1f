"""Wasserstein distance of numbers and dates: how far values would have to be moved, in real standard deviations.

The area between the two cumulative distributions of the values that are there: 0 the same, no bound above. Where the
Kolmogorov-Smirnov statistic asks how many values are off, this asks by how much.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import NORMAL, Floats, within
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import each_column, empty_side, over_draws, present
from synth.judge.shapes.spread import in_spreads

RANGE = (0.0, None)
WASSERSTEIN = Definition(
    "shapes",
    "wasserstein",
    "lower",
    0.0,
    "Wasserstein distance of order 1 (Kantorovich 1942; Vallender 1974), in real standard deviations.",
    RANGE,
)


def measure(comparison: Comparison) -> list[Score]:
    """One score for each column of numbers or dates."""

    def score(coded: Coded) -> list[Score]:
        subject = (coded.column.name,)
        if reason := empty_side(coded):
            return [WASSERSTEIN.not_measured(subject, reason)]
        values = in_spreads(coded)
        drawn = over_draws(comparison, coded, partial(distance, values))
        found, reference = drawn.value(comparison, RANGE), drawn.reference(RANGE, ideal=0)
        floor = uniform(coded, values, comparison.size)
        note = _note(found.value, reference)
        return [WASSERSTEIN.score(subject, found, reference=reference, floor=floor, rows=comparison.size, note=note)]

    return each_column((coded for coded in comparison.coded.values() if coded.ordered), score, WASSERSTEIN)


def distance(values: Floats, real: Counts, other: Counts) -> Floats:
    """The mean way of a value from one distribution to the other, in the unit of `values`, which ascend."""
    upto = np.cumsum(present(real) - present(other), axis=-1)
    return np.asarray(np.abs(upto[..., :-1]) @ np.diff(values))


def uniform(coded: Coded, values: Floats, rows: int) -> Band:
    """The distance of values spread evenly over the real range, and its band in samples of `rows` values.

    Between two real values the even distribution rises on a line while the real one stays: two triangles, or a
    trapezium where they do not cross.
    """
    counts = coded.count(coded.real)[:-1]
    held = np.flatnonzero(counts)
    at, upto = values[held], np.cumsum(counts[held])[:-1] / counts.sum()
    reach = float(at[-1] - at[0])
    even, steps = (at - at[0]) / reach, np.diff(at)
    left, right = even[:-1] - upto, even[1:] - upto
    crossing = left * right < 0
    areas = np.abs(left + right) / 2
    areas[crossing] = ((left**2 + right**2) / (2 * (right - left)))[crossing]
    error = reach / np.sqrt(12 * rows)  # that of an even spread's mean, which the distance moves with at most
    return within(float(areas @ steps), float(NORMAL * error), RANGE)[0]


def _note(value: float, reference: Band) -> str:
    said = f"On average, a value would have to move by {value:.3f} real standard deviations to make the two alike"
    if value <= reference.high:
        return f"{said}, as for fresh real rows. Nothing to do."
    return (
        f"{said}; for fresh real rows by {reference.high:.3f} at most. Look at the distribution and its far ends, and "
        "if the column matters, try another generator or setting."
    )
