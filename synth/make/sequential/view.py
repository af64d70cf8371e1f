"""How one tree sees the features: levels in an order that means something to it, and what all features say together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synth.make.sequential.learned import Arrays, Features
from synth.make.sequential.levels import Codes, order_by_target
from synth.make.sequential.scores import AXES, ROWS, Scores

Tables = tuple[NDArray[np.float32], ...]


@dataclass(frozen=True)
class View:
    """`places[i]` is the place of each code of feature i, empty where they speak for themselves; `scores` come last."""

    places: Tables
    scores: Scores

    @classmethod
    def learn(cls, features: Features, states: Codes, sizes: Sequence[int]) -> Self:
        """Learn from the rows that a tree grows on, in an order drawn by chance."""
        places = tuple(
            order_by_target(features[:, at].astype(np.int32), states, size) if size else np.empty(0, dtype=np.float32)
            for at, size in enumerate(sizes)
        )
        return cls(places, Scores.learn(features[:ROWS], states[:ROWS], sizes))

    def of(self, features: Features) -> Features:
        """The features as the tree sees them (rows, features + axes)."""
        if not self.places:
            return features
        seen = np.hstack([features, self.scores.sums(features)])
        for at, order in enumerate(self.places):
            if len(order):
                seen[:, at] = order[features[:, at].astype(np.int32)]
        return seen


def view_arrays(views: Sequence[View]) -> Arrays:
    """Views of the same features as arrays."""
    arrays: Arrays = {}
    for name, tables in (
        ("places", [view.places for view in views]),
        ("points", [view.scores.points for view in views]),
    ):
        sizes = np.array([[len(table) for table in one] for one in tables], dtype=np.int64)
        cells = [table.ravel() for one in tables for table in one]
        arrays |= {f"{name} sizes": sizes, name: np.concatenate([np.empty(0, dtype=np.float32), *cells])}
    return arrays


def read_views(arrays: Arrays) -> tuple[View, ...]:
    """The same again."""
    places = _split(arrays["places"], arrays["places sizes"])
    points = _split(arrays["points"].reshape(-1, AXES), arrays["points sizes"])
    return tuple(View(*one) for one in zip(places, map(Scores, points), strict=True))


def _split(cells: NDArray[np.float32], sizes: NDArray[np.int64]) -> Iterator[Tables]:
    """For each row of `sizes` so many cells each."""
    tables = iter(np.split(cells, np.cumsum(sizes.ravel())[:-1]))
    for row in sizes:
        yield tuple(next(tables) for _ in row)
