"""Features of many codes in fewer: a tree that tells a column's states needs no finer cut, and grows faster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from synth.make.sequential.encode import bins
from synth.make.sequential.learned import Arrays, Features, Rows

MOST = 256


@dataclass(frozen=True)
class Coarse:
    """For each feature the first code of each bin but the first; empty where codes stay as they are."""

    edges: tuple[Rows, ...]

    @classmethod
    def learn(cls, features: Features, sizes: Sequence[int]) -> Self:
        """Bins of about equal counts, common codes in bins of their own, for ordered features of many codes."""
        return cls(
            tuple(
                np.empty(0, dtype=np.int64) if size else _edges(features[:, at].astype(np.int64))
                for at, size in enumerate(sizes)
            )
        )

    def of(self, features: Features) -> Features:
        """The features in bins."""
        if not any(map(len, self.edges)):
            return features
        seen = features.copy()
        for at, edges in enumerate(self.edges):
            if len(edges):
                seen[:, at] = np.searchsorted(edges, features[:, at].astype(np.int64), side="right")
        return seen

    def arrays(self) -> Arrays:
        """The edges as arrays."""
        sizes = np.array([len(one) for one in self.edges], dtype=np.int64)
        return {"edges": np.concatenate([np.empty(0, dtype=np.int64), *self.edges]), "edges sizes": sizes}

    @classmethod
    def read(cls, arrays: Arrays) -> Self:
        """The same again."""
        sizes = arrays["edges sizes"]
        return cls(tuple(np.split(arrays["edges"], np.cumsum(sizes)[:-1]))) if len(sizes) else cls(())


def _edges(codes: Rows) -> Rows:
    if int(codes.max(initial=0)) <= MOST:
        return np.empty(0, dtype=np.int64)
    states = bins(np.bincount(codes)[1:], MOST)
    return np.flatnonzero(np.diff(states)) + 1
