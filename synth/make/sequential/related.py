"""Which columns are most related to one: by mutual information, less what chance alone would give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from synth.make.sequential.levels import Codes, coarse

ROWS = 5_000
"""More rows than this do not change which columns matter."""
MOST_OTHERS = 1_000
"""Of more other columns only the last so many are looked at, so that time does not grow with the columns' square."""


def most_related(own: Codes, others: Sequence[Codes], most: int) -> list[int]:
    """Positions in `others` of the `most` that tell most about `own`, in their order; all are states of the same rows.

    Chance alone gives (r - 1)(c - 1) / 2n of information to a table of r × c (Miller 1955); it is taken off.
    """
    if len(others) <= most:
        return list(range(len(others)))
    own, first = coarse(own), max(len(others) - MOST_OTHERS, 0)
    told = [information(own, coarse(other)) for other in others[first:]]
    return sorted((first + np.argsort(-np.array(told).round(9), kind="stable")[:most]).tolist())


def information(left: Codes, right: Codes) -> float:
    """Mutual information of two states of the same rows, in nats, less what chance alone would give."""
    columns = int(right.max()) + 1
    table = np.bincount(left * columns + right, minlength=(int(left.max()) + 1) * columns).reshape(-1, columns)
    share = table / len(left)
    rows, cols = share.sum(axis=1, keepdims=True), share.sum(axis=0, keepdims=True)
    held = share > 0
    told = float((share[held] * np.log((share / np.maximum(rows * cols, 1e-300))[held])).sum())
    return told - (np.count_nonzero(rows) - 1) * (np.count_nonzero(cols) - 1) / (2 * len(left))
