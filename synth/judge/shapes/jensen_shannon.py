"""Jensen-Shannon distance: how surely one row tells which of the two tables it comes from, missing being a state.

The square root of the divergence in bits, which is a metric: 0 the same, 1 nothing in common. Numbers and dates are
taken in the bins of the pair measure (at most ten quantile bins of the real rows, spikes in bins of their own), the
others by level. It is more sensitive to rare levels than total variation.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import Floats, prediction
from synth.judge.draws import DRAWS
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import each_column, over_draws, shares

JENSEN_SHANNON = Definition(
    "shapes",
    "jensen_shannon",
    "lower",
    0.0,
    "Jensen-Shannon distance: the root of the divergence to base 2 (Lin 1991; Endres and Schindelin 2003).",
)


def measure(comparison: Comparison) -> list[Score]:
    """One score for each column."""

    def score(coded: Coded) -> list[Score]:
        subject, states = (coded.column.name,), in_bins(coded) if coded.ordered else coded
        drawn = over_draws(comparison, states, distance)
        found, reference = drawn.value(comparison, UNIT), drawn.reference(UNIT, ideal=0)
        floor = uniform(coded, comparison.size, comparison.rng(f"jensen_shannon {coded.column.name}"))
        note = _note(found.value, reference)
        return [JENSEN_SHANNON.score(subject, found, reference=reference, floor=floor, rows=comparison.size, note=note)]

    return each_column(comparison.coded.values(), score, JENSEN_SHANNON)


def distance(real: Counts, other: Counts) -> Floats:
    """The distance over all states, the last of which is missing."""
    p, q = shares(real), shares(other)
    half = (p + q) / 2
    information = _bits(half) - (_bits(p) + _bits(q)) / 2
    return np.sqrt(np.clip(information, 0, 1))


def _bits(shares: Floats) -> Floats:
    """Shannon's entropy."""
    return np.asarray(-(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1))


def in_bins(coded: Coded) -> Coded:
    """The column with its bins in place of its values, the last of which is missing."""
    bins = coded.bins.astype(np.int32)
    return replace(
        coded,
        values=np.arange(bins[-1], dtype=float),
        real=bins[coded.real],
        synthetic=bins[coded.synthetic],
        holdout=bins[coded.holdout],
        bins=np.arange(bins[-1] + 1),
    )


def uniform(coded: Coded, rows: int, rng: np.random.Generator) -> Band | None:
    """The distance of samples of `rows` values spread evenly over the real range or levels, and missing as often.

    None without a real value.
    """
    counts = coded.count(coded.real)
    held = np.flatnonzero(counts[:-1])
    if not len(held):
        return None
    even = np.append(np.zeros(len(coded.values)), counts[-1] / counts.sum())
    even[held] = (1 - even[-1]) * (_widths(coded.values[held]) if coded.ordered else 1 / len(held))
    if coded.ordered:
        even, counts = (np.bincount(coded.bins, side) for side in (even, counts))
    samples = rng.multinomial(rows, even / even.sum(), size=DRAWS)
    return prediction(distance(counts, samples), UNIT, ideal=0)[0]


def _widths(values: Floats) -> Floats:
    """The share of the range that lies nearest to each of some ascending values."""
    if len(values) == 1:
        return np.ones(1)
    steps = np.diff(values / 4)  # quartered: the range may pass the greatest float
    around = np.append(steps, 0) + np.append(0, steps)
    return np.asarray(around / around.sum())


def _note(value: float, reference: Band) -> str:
    said = f"From 0, the same, to 1, nothing in common, the two distributions stand {value:.3f} apart"
    if value <= reference.high:
        return f"{said}, as fresh real rows do. Nothing to do."
    return (
        f"{said}; fresh real rows {reference.high:.3f} at most. See which levels or stretches are off, and if the "
        "column matters, try another generator or setting."
    )
