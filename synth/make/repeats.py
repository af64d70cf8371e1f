"""How often the values of a column that is not learned repeat: once, as often as before, or once for each unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from synth.make.numbers import Numbers
from synth.prepare.schema import Column

Codes = NDArray[np.int64]


def small_numbers(values: NDArray[np.int64], k: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Counts or lengths, at least 1, at most 1,000 of them spread evenly, and protected as any number is."""
    numbers = pd.Series(values, dtype="float64")
    guard = Numbers.learn(numbers, np.arange(len(numbers)), k, Column(name="numbers", kind="number", decimals=0))
    covered = guard.release(numbers, rng).fillna(np.ceil(numbers.mean())).clip(lower=1)
    spread = np.sort(covered.to_numpy())[np.linspace(0, len(covered) - 1, min(len(covered), 1000)).astype(int)]
    return tuple(spread.astype(int).tolist())


class Repeats(BaseModel):
    """How many rows share one value, each as likely as the next; `together`: they stand side by side."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[int, ...]
    together: bool

    @classmethod
    def learn(cls, codes: Codes, k: int, rng: np.random.Generator) -> Repeats:
        """Count the rows of each code; `codes` number the values from 0."""
        counts = np.bincount(codes)
        beside = int((np.diff(codes) == 0).sum())
        return cls(rows=small_numbers(counts, k, rng), together=beside > 0.9 * (len(codes) - len(counts)))

    def sizes(self, rows: int, rng: np.random.Generator) -> Codes:
        """How many rows each value has, `rows` in all; the last may have fewer than were drawn for it."""
        drawn = rng.choice(self.rows, size=rows).astype(np.int64)
        ends = np.cumsum(drawn)
        last = int(np.searchsorted(ends, rows))
        drawn[last] -= ends[last] - rows
        return drawn[: last + 1]

    def assign(self, rows: int, rng: np.random.Generator) -> Codes:
        """For each of `rows` rows the number of its value, from 0 in order of first appearance."""
        sizes = self.sizes(rows, rng)
        codes = np.repeat(np.arange(len(sizes)), sizes)
        if not self.together:
            codes = rng.permutation(codes)
        return pd.factorize(codes)[0].astype(np.int64)


class Maker(BaseModel):
    """Makes the cells of a column that is not learned.

    `missing` is the share of cells without a value. Where values repeat, `repeats` says how often; `per_unit`: every
    row of a unit has the same value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    missing: float = 0.0
    repeats: Repeats | None = None
    per_unit: bool = False

    def labels(self, many: int, rng: np.random.Generator) -> NDArray[Any]:
        """`many` values: str, or what the column's dtype takes."""
        raise NotImplementedError

    def cells(self, rows: int, units: Codes | None, rng: np.random.Generator) -> NDArray[np.object_]:
        """A value or None for each of `rows` rows, whose units are numbered by `units`."""
        shared = units if self.per_unit else None
        many = rows if shared is None else int(shared.max()) + 1
        codes = self.repeats.assign(many, rng) if self.repeats else np.arange(many)
        cells = self.labels(int(codes.max()) + 1, rng)[codes].astype(object)
        cells[rng.random(many) < self.missing] = None
        return cells if shared is None else cells[shared]
