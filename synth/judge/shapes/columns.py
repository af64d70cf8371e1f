"""The engine of the shapes: a distance between two vectors of counts, taken column by column over all draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from synth.errors import ReportError
from synth.judge.coding import Coded, Codes, Counts
from synth.judge.comparison import Comparison
from synth.judge.cores import side_by_side
from synth.judge.definition import Definition
from synth.judge.drawn import Drawn, Floats
from synth.judge.draws import Rows
from synth.judge.score import Score

Distance = Callable[[Counts, Counts], Floats]
"""Distances of counts, real and other, over a column's values and then missing; 0 where they agree.

Counts lie along the last axis, so that many draws are taken at once.
"""

MOST_KEPT = 8_000_000
"""Counts of draws that are kept at once, all columns together."""


class Counted(NamedTuple):
    """Counts of one column in the draws of a comparison, in blocks: shape (draws, values + 1) each."""

    takes: Iterable[Counts]
    halves: Iterable[Counts]
    fresh: Iterable[Counts]


def over_draws(comparison: Comparison, coded: Coded, distance: Distance) -> Drawn:
    """One column's distance in each draw; that of fresh draws is brought to the sizes of the scored ones."""
    real, pool = coded.count(coded.real), coded.count(coded.pool)
    counted = _counted(comparison, coded)
    takes = np.concatenate([distance(real, other) for other in counted.takes])
    halves = takes
    if comparison.halves is not comparison.takes:
        halves = np.concatenate([distance(real, other) for other in counted.halves])
    fresh = np.concatenate([distance(pool - other, other) for other in counted.fresh])
    return Drawn(takes, halves, fresh * comparison.fresh_scale)


def shares(counts: Counts) -> Floats:
    """The share of each count in its row's total; zeros where there is nothing."""
    return np.asarray(counts / np.maximum(counts.sum(axis=-1, keepdims=True), 1))


def present(counts: Counts) -> Floats:
    """The share of each value among those that are there. `ReportError` where a draw holds none."""
    if not counts[..., :-1].any(axis=-1).all():
        raise ReportError("so few cells have a value that a draw of rows holds none.")
    return shares(counts[..., :-1])


def _counted(comparison: Comparison, coded: Coded) -> Counted:
    """The counts of all draws: kept for the next measure where they are few, else worked out block by block."""
    size, draws = len(coded.values) + 1, len(comparison.takes) + len(comparison.halves) + len(comparison.fresh)
    block = max(1, MOST_KEPT // (8 * size))

    def counts() -> Counted:
        return Counted(
            _blocks(coded, coded.synthetic, comparison.takes, block),
            _blocks(coded, coded.synthetic, comparison.halves, block),
            _blocks(coded, coded.pool, comparison.fresh, block),
        )

    if size * draws * len(comparison.coded) > MOST_KEPT:
        return counts()
    return comparison.once(("counts", coded), lambda: Counted(*map(list, counts())))


def _blocks(coded: Coded, codes: Codes, draws: Sequence[Rows], block: int) -> Iterator[Counts]:
    for start in range(0, len(draws), block):
        some = draws[start : start + block]
        yield np.array([coded.count(codes if len(rows) == len(codes) else codes[rows]) for rows in some])


def each_column(
    columns: Iterable[Coded], score: Callable[[Coded], Sequence[Score]], definition: Definition
) -> list[Score]:
    """The scores of each column. One that cannot be worked out is not measured, with the reason."""

    def attempt(coded: Coded) -> Sequence[Score]:
        try:
            with np.errstate(over="raise", divide="raise", invalid="raise"):
                return score(coded)
        except ReportError as error:
            return [definition.not_measured((coded.column.name,), f"Not measured: {error}")]
        except (ValueError, ArithmeticError) as error:  # its text may hold a cell
            reason = f"Not measured: the sum failed ({type(error).__name__})."
            return [definition.not_measured((coded.column.name,), reason)]

    return [found for scores in side_by_side(attempt, columns) for found in scores]


def empty_side(coded: Coded) -> str | None:
    """Why a measure of the values that are there cannot be taken: one side has none."""
    nothing = [
        role
        for role, codes in (("real", coded.real), ("synthetic", coded.synthetic))
        if (codes == len(coded.values)).all()
    ]
    return f"Not measured: every {' and every '.join(nothing)} cell of this column is missing." if nothing else None
