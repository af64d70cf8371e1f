"""Rows of mixed kinds as points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Points:
    """Rows as points. Two points are as far apart as the root of the sum, over columns, of squared differences.

    - `ranks` (rows, numbers and dates): whole numbers from 0 to `scale`, which stands for a distance of 1.
    - `codes` (one array of rows for each category): two different codes are 1 apart, as one-hot vectors over √2 are.

    A missing number lies in the middle of its column, with a code of its own that sets it 1 apart from those present.
    """

    ranks: NDArray[np.int64]
    codes: tuple[NDArray[np.unsignedinteger[Any]], ...]
    scale: int

    def take(self, rows: NDArray[np.integer[Any]]) -> Points:
        """The points of those rows."""
        return Points(self.ranks[rows], tuple(code[rows] for code in self.codes), self.scale)

    def __len__(self) -> int:
        """Number of points."""
        return len(self.ranks)

    def squares(self, rows: Rows, others: Points, places: Rows) -> Rows:
        """The squared distances of pairs, of these rows and the others at those places, in whole numbers."""
        apart = self.ranks[rows] - others.ranks[places]
        square: Rows = np.einsum("ij,ij->i", apart, apart)
        for mine, theirs in zip(self.codes, others.codes, strict=True):
            square += (mine[rows] != theirs[places]) * self.scale**2
        return square
