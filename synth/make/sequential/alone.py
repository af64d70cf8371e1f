"""A column by itself: its codes by how often they occur, whatever stands in the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from synth.make.sequential.encode import Coding
from synth.make.sequential.even import lots
from synth.make.sequential.learned import Arrays, Features, Learned, Rows, Words
from synth.make.sequential.levels import Codes


@dataclass(frozen=True)
class Alone(Learned):
    """`codes` and their cumulated counts `ends`."""

    method: ClassVar[str] = "alone"
    codes: Codes
    ends: NDArray[np.int64]

    def draw(self, features: Features, rng: np.random.Generator) -> Codes:
        """A code for each row, by how common it is."""
        place = (lots(np.zeros(len(features), np.int8), rng) * self.ends[-1]).astype(np.int64)
        return np.asarray(self.codes[np.searchsorted(self.ends, place, side="right")])

    def arrays(self) -> Arrays:
        """Both."""
        return {"codes": self.codes, "ends": self.ends}

    @classmethod
    def read(cls, arrays: Arrays, words: Words) -> Alone:
        """The same again."""
        return cls(arrays["codes"], arrays["ends"])


class ByItself:
    """Learns nothing but how common each value is."""

    def learn(
        self,
        features: Features,
        own: Codes,
        coding: Coding,
        *,
        sizes: Sequence[int],
        units: Rows,
        rng: np.random.Generator,
    ) -> Alone:
        """Count the codes."""
        codes, counts = np.unique(own, return_counts=True)
        return Alone(codes.astype(np.int32), np.cumsum(counts))
