"""Features as a regression takes them: ranks of what has an order, a column for each common level of what has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from synth.make.sequential.learned import Arrays, Features

MOST_LEVELS = 20

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Design:
    """For each feature a table from its code to its columns of the design matrix; codes beyond it go as the last one.

    Ordered features become the normal score of their rank, and whether they are missing; unordered ones 0 or 1 for each
    of their commonest levels.
    """

    tables: tuple[Floats, ...]

    @classmethod
    def of(cls, features: Features, sizes: Sequence[int]) -> Design:
        """Learn the tables; `sizes` counts the codes of features whose order says nothing, and is 0 for the others."""
        columns = [features[:, at].astype(np.int64) for at in range(features.shape[1])]
        return cls(tuple(_levels(own) if size else _ranks(own) for own, size in zip(columns, sizes, strict=True)))

    def matrix(self, features: Features) -> Floats:
        """The design matrix, (rows, columns), without an intercept."""
        parts = [
            table[np.minimum(features[:, at].astype(np.int64), len(table) - 1)] for at, table in enumerate(self.tables)
        ]
        return np.hstack([np.zeros((len(features), 0)), *parts])

    def arrays(self) -> Arrays:
        """The tables as arrays."""
        return {f"table {at}": table for at, table in enumerate(self.tables)}

    @classmethod
    def read(cls, arrays: Arrays) -> Design:
        """The same again."""
        return cls(tuple(arrays[f"table {at}"] for at in range(len(arrays))))


def _ranks(codes: NDArray[np.int64]) -> Floats:
    """The normal score of each code's middle rank, 0 for missing, and 1 for missing."""
    counts = np.bincount(codes).astype(float)
    counts[0], missing = 0.0, counts[0]
    total = max(counts.sum(), 1.0)
    places = (np.cumsum(counts) - counts / 2) / total
    table = np.column_stack([norm.ppf(np.clip(places, 0.5 / total, 1 - 0.5 / total)), np.zeros(len(counts))])
    table[0] = 0.0, 1.0
    return table if missing else table[:, :1]


def _levels(codes: NDArray[np.int64]) -> Floats:
    """A column for each of the commonest codes but the very first."""
    counts = np.bincount(codes)
    common = np.argsort(-counts, kind="stable")[: MOST_LEVELS + 1]
    common = common[counts[common] > 0][1:]
    table = np.zeros((len(counts), len(common)))
    table[common, np.arange(len(common))] = 1.0
    return table
