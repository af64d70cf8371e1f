"""Levels missed: which levels of categories never occur in the synthetic table?

The score is the share of all levels held by at least k units in the training rows that a sample lacks; a fresh real
sample lacks some as well. Levels held by fewer units are counted apart: protection keeps those out on purpose.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import Drawn, Floats
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import over_draws
from synth.judge.telling import held_values
from synth.prepare.spelling import listed

MOST_NAMED = 5
MISSED = Definition(
    "diversity",
    "levels_missed",
    "lower",
    0.0,
    "Levels held by at least k units in the training rows that a sample lacks, as a share of all such levels.",
)


def measure(comparison: Comparison) -> list[Score]:
    """The share of levels that draws of synthetic rows lack, all categories and booleans together."""
    columns = [coded for coded in comparison.coded.values() if not coded.ordered]
    held = [held_values(comparison, coded)[:-1] for coded in columns]
    total = sum(int(each.sum()) for each in held)
    if not total:
        return [MISSED.not_measured((), f"Not measured: no category has a level held by {comparison.k} or more.")]
    lacks = [_missed(comparison, coded, each) for coded, each in zip(columns, held, strict=True)]
    missed = Drawn(
        takes=np.sum([each.takes for each in lacks], axis=0) / total,
        halves=np.sum([each.halves for each in lacks], axis=0) / total,
        fresh=np.sum([each.fresh for each in lacks], axis=0) / total,
    )
    found, reference = missed.value(comparison, UNIT), missed.reference(UNIT)
    note = _note(found, reference, _absent(columns, held), total) + _rare(columns, held, comparison.k)
    return [MISSED.score((), found, reference=reference, rows=comparison.size, note=note)]


def _missed(comparison: Comparison, coded: Coded, held: NDArray[np.bool_]) -> Drawn:
    """How many held levels of a column each draw lacks."""
    return over_draws(comparison, coded, lambda _, other: _lacking(other, held))


def _lacking(counts: Counts, held: NDArray[np.bool_]) -> Floats:
    return np.asarray((counts[..., :-1][..., held] == 0).sum(axis=-1), dtype=np.float64)


def _absent(columns: list[Coded], held: list[NDArray[np.bool_]]) -> dict[str, int]:
    """By column, how many of its held levels the whole synthetic table lacks."""
    lacking = {
        coded.column.name: int(_lacking(coded.count(coded.synthetic), each))
        for coded, each in zip(columns, held, strict=True)
    }
    return {name: number for name, number in lacking.items() if number}


def _note(found: Band, reference: Band, absent: dict[str, int], total: int) -> str:
    number = sum(absent.values())
    if not number:
        said = f"The synthetic table has all {total:,} common levels of its categories"
    else:
        worst = sorted(absent, key=lambda name: -absent[name])[:MOST_NAMED]
        named = listed([f"{absent[name]} of {name!r}" for name in worst])
        said = f"The synthetic table lacks {number:,} of {total:,} common levels of its categories, {named}"
    if found.low > reference.high and not number:
        return f"{said}, though some are rarer there than in the real one. Look at the columns with many levels."
    if found.low > reference.high:
        return (
            f"{said}; a draw of rows lacks {found.value:.1%}, of fresh real rows at most {reference.high:.1%}. If "
            "these levels matter, make more rows or use another generator."
        )
    return f"{said}{'; no more than chance in fresh real rows' if number else ''}. Nothing to do."


def _rare(columns: list[Coded], held: list[NDArray[np.bool_]], k: int) -> str:
    """How many levels are too rare to be let out, and how many of them are out all the same; none by name."""
    rare = out = 0
    for coded, each in zip(columns, held, strict=True):
        few = (coded.count(coded.real)[:-1] > 0) & ~each
        rare += int(few.sum())
        out += int((few & (coded.count(coded.synthetic)[:-1] > 0)).sum())
    if not rare:
        return ""
    said = f" Of {rare:,} held by fewer than {k}, which protection keeps out on purpose, {rare - out:,} are not there"
    return f"{said}, but {out:,} are." if out else f"{said}."
