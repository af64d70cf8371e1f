"""Relations between many columns made readable: those that go together side by side, or only those that differ most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import squareform

from synth.judge.report import Associations

MOST_ORDERED = 300
"""Columns up to which leaves are put in their best order, which takes time with the cube of their number."""


def clustered(found: Associations) -> Associations:
    """The same strengths, the columns in such an order that those which go together in the real table are neighbours.

    Clusters are of average linkage on 1 − |strength|, the leaves ordered after Bar-Joseph, Gifford and Jaakkola (2001).
    """
    if len(found.names) < 3:
        return found
    apart = 1 - np.abs(np.nan_to_num(_array(found.real)))
    distances = squareform(np.maximum(apart, apart.T), checks=False)
    tree = linkage(distances, method="average")
    if len(found.names) <= MOST_ORDERED:
        tree = optimal_leaf_ordering(tree, distances)
    return _taken(found, leaves_list(tree).tolist())


def most_different(found: Associations, most: int) -> Associations:
    """The same on at most so many columns, in their order: those of the pairs whose strength differs most."""
    gaps = np.triu(np.abs(np.nan_to_num(_array(found.synthetic) - _array(found.real))), 1)
    chosen: dict[int, None] = {}
    for cell in np.argsort(-gaps, axis=None, kind="stable"):
        pair = dict.fromkeys(divmod(int(cell), len(found.names)))
        if len(chosen | pair) > most or len(chosen) >= len(found.names):
            break
        chosen |= pair
    return _taken(found, sorted(chosen))


def _array(matrix: tuple[tuple[float | None, ...], ...]) -> NDArray[np.float64]:
    return np.array(matrix, dtype=float)


def _taken(found: Associations, places: Sequence[int]) -> Associations:
    """These columns, in this order."""
    return Associations(
        names=tuple(found.names[place] for place in places),
        real=tuple(tuple(found.real[row][place] for place in places) for row in places),
        synthetic=tuple(tuple(found.synthetic[row][place] for place in places) for row in places),
    )
