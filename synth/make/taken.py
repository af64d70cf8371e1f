"""Which values are real ones and must not be made again, kept without keeping the values."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict


class Taken(BaseModel):
    """A Bloom filter of one hash, so full that it tells nothing about a single value.

    Every real value is taken, and so are about half of all others (40 to 63 %, fewer in tiny tables): whoever reads the
    file and finds a value taken learns next to nothing, while a maker that shuns what is taken repeats no real value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    salt: str
    bits: str

    @classmethod
    def learn(cls, values: NDArray[Any], rng: np.random.Generator) -> Taken:
        """Mark the distinct values, all of them `str`."""
        salt = rng.bytes(8).hex()
        size = 1 << max(6, int(np.ceil(np.log2(max(1, len(values))))))
        bits = np.zeros(size, dtype=np.uint8)
        bits[_hash(values, salt) % size] = 1
        return cls(salt=salt, bits=base64.b64encode(np.packbits(bits).tobytes()).decode())

    def free(self, values: NDArray[Any]) -> NDArray[np.bool_]:
        """For each value whether it is surely none of the real ones."""
        bits = np.unpackbits(np.frombuffer(base64.b64decode(self.bits), dtype=np.uint8))
        return np.asarray(bits[_hash(values, self.salt) % len(bits)] == 0)


def _hash(values: NDArray[Any], salt: str) -> NDArray[np.uint64]:
    hashed: NDArray[np.uint64] = pd.util.hash_array(values.astype(object), hash_key=salt, categorize=False)
    return hashed
