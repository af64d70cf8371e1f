"""The map: real and synthetic rows on the two axes along which training rows differ most (principal components).

The map is cut into a grid of squares, at most 24 by 24. The score is the overlap: 1 less the total variation distance
of the shares of rows in each square, which falls with fewer rows, so that it is read beside its reference. The floor is
the overlap of real rows whose columns have been shuffled one by one. It shows differences along two axes only;
detection looks along all.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import prediction
from synth.judge.exhibits import Matrix, Projection
from synth.judge.fairness.groups import holders
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import over_draws
from synth.judge.shapes.shape import level_distance
from synth.judge.space import Floats, Space, space
from synth.judge.summaries import extremes
from synth.prepare.schema import Column

LEAST_SQUARES, MOST_SQUARES, ROWS_A_SQUARE = 4, 24, 5
SHUFFLES = 5
MOST_NAMED = 3
OVERLAP = Definition(
    "joint",
    "map_overlap",
    "higher",
    1.0,
    "1 − total variation on a grid over the first two principal components of ranked and one-hot columns.",
)


def measure(comparison: Comparison) -> list[Score | Projection]:
    """The overlap on the map, and the map."""
    room = space(comparison)
    if room.pool.shape[1] < 2:
        return [OVERLAP.not_measured((), "Not measured: the rows differ along one axis only, so there is no map.")]
    side = int(np.clip(np.sqrt(comparison.size / ROWS_A_SQUARE), LEAST_SQUARES, MOST_SQUARES))
    edges = [_edges(comparison, room, axis, side) for axis in range(2)]
    squares = _squares(comparison, room, edges)
    overlap = over_draws(comparison, squares, level_distance).map(lambda distance: 1 - distance)
    found, reference = overlap.value(comparison, UNIT), overlap.reference(UNIT, ideal=1)
    floor = _floor(comparison, room, edges, squares)
    note = _note(found, reference)
    score = OVERLAP.score((), found, reference=reference, floor=floor, rows=comparison.size, note=note)
    return [score, _map(comparison, room, edges, squares)]


def _edges(comparison: Comparison, room: Space, axis: int, side: int) -> Floats:
    """The edges of the squares along one axis, between its k-th extremes; what lies beyond belongs to the outermost."""
    training = len(comparison.real)
    places, units = room.pool[:training, axis], comparison.units[:training]
    low, high = extremes(places, units, min(comparison.k, len(np.unique(units)))) or (0.0, 0.0)
    return np.linspace(low, high, side + 1) if low < high else low + np.linspace(-0.5, 0.5, side + 1)


def _square(places: Floats, edges: list[Floats]) -> NDArray[np.int32]:
    """The number of each place's square, counted along the first axis."""
    side = len(edges[0]) - 1
    x, y = (np.clip(np.searchsorted(edges[axis], places[:, axis], "right") - 1, 0, side - 1) for axis in range(2))
    return np.asarray(y * side + x, dtype=np.int32)


def _squares(comparison: Comparison, room: Space, edges: list[Floats]) -> Coded:
    """The squares as the levels of a column, to be counted as one."""
    real, holdout = np.split(_square(room.pool, edges), [len(comparison.real)])
    number = (len(edges[0]) - 1) ** 2
    return Coded(
        column=Column(name="square", kind="category"),
        values=np.arange(number),
        real=real,
        synthetic=_square(room.synthetic, edges),
        holdout=holdout,
        bins=np.arange(number + 1),
        width=number,
    )


def _floor(comparison: Comparison, room: Space, edges: list[Floats], squares: Coded) -> Band:
    columns, real, scores = list(comparison.coded.values()), squares.count(squares.real), []
    rng = comparison.rng("map floor")
    for drawn in comparison.fresh[:SHUFFLES]:
        places = room.place([column.pool[rng.permutation(drawn)] for column in columns])
        scores.append(1 - float(level_distance(real, squares.count(_square(places, edges)))))
    return prediction(np.array(scores), UNIT)[0]


def _map(comparison: Comparison, room: Space, edges: list[Floats], squares: Coded) -> Projection:
    units = comparison.units[: len(comparison.real)]
    held = holders(squares.real.astype(np.intp), units, squares.width) >= comparison.k
    real = squares.count(squares.real)[:-1] / len(squares.real)
    synthetic = squares.count(squares.synthetic)[:-1] / len(squares.synthetic)
    names = [_made_of(comparison, room, axis) for axis in range(2)]
    return Projection(
        explained=(float(room.explained[0]), float(room.explained[1])),
        x_columns=names[0],
        y_columns=names[1],
        x_edges=tuple(edges[0].tolist()),
        y_edges=tuple(edges[1].tolist()),
        real=_matrix(np.where(held, real, np.nan)),
        synthetic=_matrix(synthetic),
    )


def _made_of(comparison: Comparison, room: Space, axis: int) -> tuple[str, ...]:
    """The columns that make up most of an axis, the strongest first."""
    order = np.argsort(-room.weights[:, axis], kind="stable")[:MOST_NAMED]
    return tuple(comparison.names[place] for place in order.tolist() if room.weights[place, axis] > 0)


def _matrix(shares: Floats) -> Matrix:
    side = math.isqrt(len(shares))
    rows = shares.reshape(side, side).tolist()
    return tuple(tuple(None if np.isnan(share) else share for share in row) for row in rows)


def _note(found: Band, reference: Band) -> str:
    said = f"On a map of the two axes along which real rows differ most, {found.value:.1%} of the rows overlap"
    if found.value >= reference.low:
        return f"{said}, as in fresh real samples. Nothing to do; detection looks at all axes."
    return f"{said}; in fresh real samples at least {reference.low:.1%}. The map shows where too many or too few are."
