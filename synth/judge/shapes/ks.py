"""Kolmogorov-Smirnov statistic of numbers and dates, on the values that are there."""

from __future__ import annotations

import numpy as np

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import NORMAL, Floats, within
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import each_column, empty_side, over_draws

KS = Definition("shapes", "ks", "lower", 0.0, "Two-sample Kolmogorov-Smirnov statistic (Smirnov 1939).")


def measure(comparison: Comparison) -> list[Score]:
    """One score for each column of numbers or dates."""

    def score(coded: Coded) -> list[Score]:
        subject = (coded.column.name,)
        if reason := empty_side(coded):
            return [KS.not_measured(subject, reason)]
        drawn = over_draws(comparison, coded, statistic)
        found, reference = drawn.value(comparison, UNIT), drawn.reference(UNIT, ideal=0)
        floor = uniform(coded, comparison.size)
        note = _note(found.value, reference)
        return [KS.score(subject, found, reference=reference, floor=floor, rows=comparison.size, note=note)]

    return each_column((coded for coded in comparison.coded.values() if coded.ordered), score, KS)


def statistic(real: Counts, other: Counts) -> Floats:
    """The greatest difference between the shares of values up to any point: 0 the same, 1 nothing in common."""
    upto = [np.cumsum(side[..., :-1], axis=-1) for side in (real, other)]
    ends = [side[..., -1:] for side in upto]
    gaps = np.abs(upto[0] / np.maximum(ends[0], 1) - upto[1] / np.maximum(ends[1], 1))
    return np.asarray(gaps.max(axis=-1, initial=0))


def uniform(coded: Coded, rows: int) -> Band:
    """The statistic of values spread evenly over the real range, and its band in samples of `rows` values."""
    counts = coded.count(coded.real)[:-1]
    held = np.flatnonzero(counts)
    if len(held) == 1:
        return Band(value=0, low=0, high=0)
    values, shares = (
        coded.values[held] / 2,
        counts[held] / counts.sum(),
    )  # halved: the range may pass the greatest float
    even = (values - values[0]) / (values[-1] - values[0])
    upto = np.cumsum(shares)
    gaps = np.maximum(np.abs(upto - even), np.abs(upto - shares - even))
    widest = int(gaps.argmax())
    error = np.sqrt(even[widest] * (1 - even[widest]) / rows)
    return within(float(gaps[widest]), float(NORMAL * error), UNIT)[0]


def _note(value: float, reference: Band) -> str:
    said = f"At the widest point, the shares of values up to there differ by {value:.1%}"
    if value <= reference.high:
        return f"{said}, as they do for fresh real rows. Nothing to do."
    return (
        f"{said}; for fresh real rows by {reference.high:.1%} at most. Look at the distribution, and if the column "
        "matters, try another generator or setting."
    )
