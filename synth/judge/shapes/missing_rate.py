"""Missing rate: by how much the share of missing cells differs from the real one."""

from __future__ import annotations

import numpy as np

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import Floats
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import each_column, over_draws

RANGE = (-1.0, 1.0)
MISSING_RATE = Definition(
    "shapes", "missing_rate", "nearer", 0.0, "Share of missing cells, synthetic less real.", RANGE
)


def measure(comparison: Comparison) -> list[Score]:
    """One score for each column."""

    def score(coded: Coded) -> list[Score]:
        drawn = over_draws(comparison, coded, surplus)
        found, reference = drawn.value(comparison, RANGE), drawn.reference(RANGE)
        counts = coded.count(coded.real)
        note = _note(found.value, float(counts[-1] / counts.sum()), reference)
        return [MISSING_RATE.score((coded.column.name,), found, reference=reference, rows=comparison.size, note=note)]

    return each_column(comparison.coded.values(), score, MISSING_RATE)


def surplus(real: Counts, other: Counts) -> Floats:
    """By how much the other share of missing cells is above the real one."""
    return np.asarray(other[..., -1] / other.sum(axis=-1) - real[..., -1] / real.sum(axis=-1))


def _note(value: float, real: float, reference: Band) -> str:
    if not value and not real:
        return "Nothing is missing in either table. Nothing to do."
    said = f"{real + value:.1%} of the synthetic cells are missing, {real:.1%} of the real ones"
    if reference.low <= value <= reference.high:
        return f"{said}: no more apart than by chance. Nothing to do."
    return f"{said}. If it matters whether a value is there, try another generator or setting."
