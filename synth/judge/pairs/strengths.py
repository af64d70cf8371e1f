"""Strengths: by how much relations between columns are stronger or weaker than in the real table, on average.

The mean absolute difference of a strength, real and synthetic, over the pairs that it applies to: Pearson's and
Spearman's correlation of numbers and dates (from 0, the same, to 2), Cramér's V of categories and booleans, and the
correlation ratio of one with the other (from 0 to 1). Ranks are taken once in each table, levels beyond the 19
commonest count as one, and rows in which either value is missing are left out pair by pair. The floor is what real rows
give whose columns have been shuffled one by one. The strengths of each pair stand in the report's matrices.
"""

from __future__ import annotations

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import prediction
from synth.judge.pairs.over_draws import STRENGTHS, Over, over_draws
from synth.judge.score import Band, Score

SOURCES = {
    "pearson": ("Pearson's correlation (Pearson 1895)", "two numbers or dates"),
    "spearman": ("Spearman's rank correlation (Spearman 1904)", "two numbers or dates"),
    "cramers_v": ("bias-corrected Cramér's V (Bergsma 2013)", "two categories"),
    "correlation_ratio": ("correlation ratio, corrected for levels (Kelley 1935)", "a number and a category"),
}


def measure(comparison: Comparison) -> list[Score]:
    """One score of the table for each kind of strength."""
    if len(comparison.coded) < 2:
        reason = "Not measured: a relation needs two columns, and the tables share one."
        return [definition(kind).not_measured((), reason) for kind in STRENGTHS]
    over = over_draws(comparison)
    return [_score(comparison, over, place) for place in range(len(STRENGTHS))]


def definition(kind: str) -> Definition:
    """What all scores of that kind of strength share."""
    most = 2.0 if kind in ("pearson", "spearman") else 1.0
    source = f"Mean absolute difference of {SOURCES[kind][0]} over pairs of columns."
    return Definition("pairs", f"{kind}_gap", "lower", 0.0, source, (0.0, most))


def _score(comparison: Comparison, over: Over, place: int) -> Score:
    kind = STRENGTHS[place]
    known = definition(kind)
    drawn = over.gaps.map(lambda gaps: gaps[:, place])
    if not all(np.isfinite(part).all() for part in (drawn.takes, drawn.halves, drawn.fresh)):
        return known.not_measured((), f"Not measured: there are no two columns that vary, {SOURCES[kind][1]}.")
    found, reference = drawn.value(comparison, known.range), drawn.reference(known.range, ideal=0)
    floors = over.shuffled_gaps[:, place]
    floor = prediction(floors, known.range)[0] if np.isfinite(floors).all() else None
    note = _note(found.value, reference, SOURCES[kind][1])
    return known.score((), found, reference=reference, floor=floor, rows=comparison.size, note=note)


def _note(value: float, reference: Band, between: str) -> str:
    said = f"Relations between {between} differ in strength by {value:.3f} on average"
    if value <= reference.high:
        return f"{said}, as in fresh real rows. Nothing to do."
    return f"{said}; in fresh real rows by {reference.high:.3f} at most. See the map of differences for the pairs."
