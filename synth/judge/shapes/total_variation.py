"""Total variation distance of categories and booleans, on the values that are there."""

from __future__ import annotations

import numpy as np

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import NORMAL, Floats, within
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import each_column, empty_side, over_draws, shares

TOTAL_VARIATION = Definition(
    "shapes", "total_variation", "lower", 0.0, "Total variation distance: half the sum of absolute differences."
)


def measure(comparison: Comparison) -> list[Score]:
    """One score for each column of categories or booleans."""

    def score(coded: Coded) -> list[Score]:
        subject = (coded.column.name,)
        if reason := empty_side(coded):
            return [TOTAL_VARIATION.not_measured(subject, reason)]
        drawn = over_draws(comparison, coded, distance)
        found, reference = drawn.value(comparison, UNIT), drawn.reference(UNIT, ideal=0)
        floor = uniform(coded, comparison.size)
        note = _note(found.value, reference)
        return [
            TOTAL_VARIATION.score(subject, found, reference=reference, floor=floor, rows=comparison.size, note=note)
        ]

    return each_column((coded for coded in comparison.coded.values() if not coded.ordered), score, TOTAL_VARIATION)


def distance(real: Counts, other: Counts) -> Floats:
    """The share of values that would have to change to make the two alike: 0 the same, 1 nothing in common."""
    apart = np.abs(shares(real[..., :-1]) - shares(other[..., :-1])).sum(axis=-1) / 2
    empty = [~side[..., :-1].any(axis=-1) for side in (real, other)]
    return np.asarray(np.where(empty[0] != empty[1], 1.0, apart))


def uniform(coded: Coded, rows: int) -> Band:
    """The distance of values spread evenly over the real levels, and its band in samples of `rows` values."""
    counts = coded.count(coded.real)[:-1]
    shares = counts[counts > 0] / counts.sum()
    apart = 1 / len(shares) - shares
    error = np.sqrt((1 - np.sign(apart).mean() ** 2) / (4 * rows))
    return within(float(np.abs(apart).sum() / 2), float(NORMAL * error), UNIT)[0]


def _note(value: float, reference: Band) -> str:
    said = f"{value:.1%} of the values would have to change to make the levels as common as in the real table"
    if value <= reference.high:
        return f"{said}; so it is for fresh real rows. Nothing to do."
    return (
        f"{said}; for fresh real rows {reference.high:.1%} at most. See which levels are off, and if the column "
        "matters, try another generator or setting."
    )
