"""What every method of learning one column from others keeps to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from synth.make.sequential.encode import Coding
from synth.make.sequential.levels import Codes

Features = NDArray[np.float32]
Arrays = dict[str, NDArray[Any]]
Words = Mapping[str, Any]
Rows = NDArray[np.int64]


class Learned(ABC):
    """Draws a column's codes from the codes of others; kept as arrays without objects and as words."""

    method: ClassVar[str]
    drifts: ClassVar[bool] = False
    """Whether its shares are to be set right on drawn rows."""

    @abstractmethod
    def draw(self, features: Features, rng: np.random.Generator) -> Codes:
        """A code for each row of features, which are codes as well."""

    def set_right(self, features: Features, counts: Rows, rng: np.random.Generator) -> tuple[Self, Codes]:
        """The same, its shares set right on the features of drawn rows, and codes drawn for them on the way.

        `counts` are the rows learned from in each state. Itself where it does not drift.
        """
        return self, self.draw(features, rng)

    @abstractmethod
    def arrays(self) -> Arrays:
        """What of it is numbers, by name."""

    def words(self) -> dict[str, Any]:
        """What of it is text, for JSON."""
        return {}

    @classmethod
    @abstractmethod
    def read(cls, arrays: Arrays, words: Words) -> Self:
        """The same again; `ValueError` or `KeyError` where something is missing."""


class Method(Protocol):
    """A way to learn one column."""

    def learn(
        self,
        features: Features,
        own: Codes,
        coding: Coding,
        *,
        sizes: Sequence[int],
        units: Rows,
        rng: np.random.Generator,
    ) -> Learned:
        """Learn a column's codes `own` of rows of those `units`.

        `sizes` counts the codes of each feature whose order says nothing, else 0.
        """
        ...


def features_of(codes: Mapping[str, Codes], parents: Sequence[str], rows: int) -> Features:
    """The parents' codes side by side, as trees take them."""
    features = np.empty((rows, len(parents)), dtype=np.float32)
    for at, name in enumerate(parents):
        features[:, at] = codes[name]
    return features


def part(arrays: Arrays, name: str) -> Arrays:
    """The arrays under a name, without it."""
    return {key.removeprefix(f"{name}/"): array for key, array in arrays.items() if key.startswith(f"{name}/")}


def named(name: str, arrays: Arrays) -> Arrays:
    """The same arrays under a name."""
    return {f"{name}/{key}": array for key, array in arrays.items()}
