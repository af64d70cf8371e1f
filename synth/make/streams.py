"""Streams of random numbers, each decided by a name: whoever draws from one changes no other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Streams:
    """A generator of random numbers for each name."""

    key: tuple[int, ...]

    @classmethod
    def of(cls, rng: np.random.Generator) -> Streams:
        """Take a key from `rng`, always as much of it."""
        return cls(tuple(rng.integers(2**32, size=4).tolist()))

    def __call__(self, name: str) -> np.random.Generator:
        """The stream of that name, from its start."""
        words = np.frombuffer(hashlib.sha256(name.encode()).digest(), dtype=np.uint32)
        return np.random.default_rng([*self.key, *words.tolist()])
