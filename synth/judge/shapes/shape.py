"""Shape: how much of a column's distribution real and synthetic share, with missing as a state of its own.

For categories and booleans: 1 less the total variation distance over the levels and missing. For numbers and dates: 1
less the greatest difference between the shares of rows in any set {value ≤ x} or {value ≤ x, or missing}, which is the
Kolmogorov-Smirnov statistic where nothing is missing, and never less than the difference of the missing rates. Where
nothing is missing, these are SDMetrics' KSComplement and TVComplement. The table's score is the mean of its columns.
"""

from __future__ import annotations

import numpy as np

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import Drawn, Floats, drift
from synth.judge.score import Band, Score
from synth.judge.shapes import ks, total_variation
from synth.judge.shapes.columns import Distance, each_column, over_draws, shares

SHAPE = Definition(
    "shapes",
    "shape",
    "higher",
    1.0,
    "Complement of the Kolmogorov-Smirnov statistic or of total variation, missing being a state of its own.",
)


def measure(comparison: Comparison) -> list[Score]:
    """The mean of all columns, then one score for each."""
    drawn: dict[str, Drawn] = {}

    def score(coded: Coded) -> list[Score]:
        name = coded.column.name
        drawn[name] = over_draws(comparison, coded, distance_of(coded)).map(lambda distance: 1 - distance)
        found, reference = drawn[name].value(comparison, UNIT), drawn[name].reference(UNIT, ideal=1)
        floor = uniform(coded, comparison.size)
        note = _note(found.value, reference)
        return [SHAPE.score((name,), found, reference=reference, floor=floor, rows=comparison.size, note=note)]

    columns = each_column(comparison.coded.values(), score, SHAPE)
    measured = [found for found in columns if found.status == "ok"]
    return [_table(comparison, [drawn[found.subject[0]] for found in measured], measured), *columns]


def distance_of(coded: Coded) -> Distance:
    """The distance that a column's kind asks for."""
    return ordered_distance if coded.ordered else level_distance


def level_distance(real: Counts, other: Counts) -> Floats:
    """Total variation distance over all states, the last of which is missing."""
    return np.asarray(np.abs(shares(real) - shares(other)).sum(axis=-1) / 2)


def ordered_distance(real: Counts, other: Counts) -> Floats:
    """The greatest difference over all sets {value ≤ x}, with and without the missing ones, counted last."""
    apart = shares(real) - shares(other)
    upto, missing = np.cumsum(apart[..., :-1], axis=-1), apart[..., -1:]
    gaps = np.maximum(np.abs(upto), np.abs(upto + missing)).max(axis=-1, initial=0)
    return np.asarray(np.maximum(gaps, np.abs(missing[..., 0])))


def uniform(coded: Coded, rows: int) -> Band | None:
    """The shape of values spread evenly over the real range or levels, and missing as often; None without values."""
    counts = coded.count(coded.real)
    present = 1 - counts[-1] / counts.sum()
    if not present:
        return None
    distance = (ks.uniform if coded.ordered else total_variation.uniform)(coded, rows)
    return Band(value=1 - present * distance.value, low=1 - present * distance.high, high=1 - present * distance.low)


def _table(comparison: Comparison, drawn: list[Drawn], columns: list[Score]) -> Score:
    if not columns:
        return SHAPE.not_measured((), "Not measured: no column could be.")
    mean = Drawn.mean_of(drawn)
    found, reference = mean.value(comparison, UNIT), mean.reference(UNIT, ideal=1)
    floors = [column.floor for column in columns if column.floor]
    note = _table_note(found.value, reference, columns) + _drift(comparison, reference)
    return SHAPE.score((), found, reference=reference, floor=_mean(floors), rows=comparison.size, note=note)


def _mean(bands: list[Band]) -> Band | None:
    """The mean of independent bands."""
    if not bands:
        return None
    value = float(np.mean([band.value for band in bands]))
    reach = float(np.sqrt(np.sum([((band.high - band.low) / 2) ** 2 for band in bands])) / len(bands))
    return Band(value=value, low=max(value - reach, 0.0), high=min(value + reach, 1.0))


def _drift(comparison: Comparison, reference: Band) -> str:
    """A warning where the holdout is no fresh sample of the training rows' source."""
    if comparison.holdout is None:
        return ""
    shapes = [
        1 - distance_of(coded)(coded.count(coded.real), coded.count(coded.holdout))
        for coded in comparison.coded.values()
    ]
    return drift(float(np.mean(shapes)), reference)


def _note(value: float, reference: Band) -> str:
    said = f"Real and synthetic share {value:.1%} of this distribution"
    if value >= reference.low:
        return f"{said}, as fresh real rows do. Nothing to do."
    return (
        f"{said}; fresh real rows at least {reference.low:.1%}. Look at the distribution, and if the column matters, "
        "try another generator or setting."
    )


def _table_note(value: float, reference: Band, columns: list[Score]) -> str:
    said = f"On average, real and synthetic share {value:.1%} of a column's distribution"
    if value >= reference.low:
        return f"{said}, as fresh real rows do. Nothing to do."
    worst = min(columns, key=lambda column: column.value or 0.0)
    return f"{said}; fresh real rows at least {reference.low:.1%}. Start with the worst column, {worst.subject[0]!r}."
