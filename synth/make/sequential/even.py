"""Lots drawn evenly: rows that are alike come to their chances together, not each by itself.

Where each row draws by itself, what is made strays from what was learned as a second sample would, and whatever is
learned from it has that noise to bear. So rows stand in an order in which neighbours are alike, and are chosen at equal
steps from a random start (systematic sampling: Madow & Madow 1944), or have one lot in each of as many equal parts
(stratified sampling: Cochran 1977, chapter 5). Each row by itself has its chance as before.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.make.sequential.levels import Floats


def lots(groups: NDArray[Any], rng: np.random.Generator) -> Floats:
    """A number from 0 to 1 for each row, of the n rows of a group one in each nth part; `groups` counts them from 0."""
    sizes, order = np.bincount(groups), rng.permutation(len(groups))
    shuffled = groups[order].astype(np.min_scalar_type(len(sizes)))  # small numbers are sorted in a straight line
    order = order[np.argsort(shuffled, kind="stable")]
    of_row = groups[order]
    rank = np.arange(len(groups)) - (np.cumsum(sizes) - sizes)[of_row]
    drawn = np.empty(len(groups))
    drawn[order] = (rank + rng.random(len(groups))) / sizes[of_row]
    return drawn


def chosen(chances: Floats, near: NDArray[Any], rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which rows are chosen, each with its chance; of neighbours as many as their chances add up to, give or take one.

    Rows whose first keys in `near` (rows, keys) are the same stand together, among them those of the same second key,
    and so on; at last those of like chances.
    """
    order = np.lexsort((chances, *near.T[::-1]))
    upto = np.concatenate([[0.0], np.cumsum(chances[order])]) + rng.random()
    found = np.empty(len(chances), dtype=bool)
    found[order] = np.diff(np.floor(upto)) > 0
    return found
