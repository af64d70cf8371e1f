"""The engine of the shapes: a distance between two vectors of counts, taken column by column over all draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from synth.judge.coding import Coded, Codes, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import Drawn, side_by_side
from synth.judge.draws import Rows
from synth.judge.score import Score

Distance = Callable[[Counts, Counts], float]
"""Distance of two vectors of counts, real and other, over a column's values and then missing; 0 where they agree."""


def over_draws(comparison: Comparison, coded: Coded, distance: Distance) -> Drawn:
    """One column's distance in each draw; that of fresh draws is brought to the sizes of the scored ones."""
    real, pool = coded.count(coded.real), coded.count(coded.pool)

    def counts(codes: Codes, draws: Sequence[Rows]) -> Iterable[Counts]:
        return (coded.count(codes if len(rows) == len(codes) else codes[rows]) for rows in draws)

    return Drawn(
        takes=np.array([distance(real, other) for other in counts(coded.synthetic, comparison.takes)]),
        halves=np.array([distance(real, other) for other in counts(coded.synthetic, comparison.halves)]),
        fresh=np.array([distance(pool - other, other) for other in counts(coded.pool, comparison.fresh)])
        * comparison.fresh_scale,
    )


def each_column(
    columns: Iterable[Coded], score: Callable[[Coded], Sequence[Score]], definition: Definition
) -> list[Score]:
    """The scores of each column. One that cannot be worked out is not measured, with the reason."""

    def attempt(coded: Coded) -> Sequence[Score]:
        try:
            with np.errstate(over="raise", divide="raise", invalid="raise"):
                return score(coded)
        except (ValueError, ArithmeticError) as error:
            return [definition.not_measured((coded.column.name,), f"Not measured: the sum failed ({error}).")]

    return [found for scores in side_by_side(attempt, columns) for found in scores]


def empty_side(coded: Coded) -> str | None:
    """Why a measure of the values that are there cannot be taken: one side has none."""
    nothing = [
        role
        for role, codes in (("real", coded.real), ("synthetic", coded.synthetic))
        if (codes == len(coded.values)).all()
    ]
    return f"Not measured: every {' and every '.join(nothing)} cell of this column is missing." if nothing else None
