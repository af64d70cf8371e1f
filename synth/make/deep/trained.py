"""What a trained network that makes rows keeps to: it draws codes of a matrix, which then become cells."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from synth.make.contract import Fitted, Progress, silent
from synth.make.matrix import Coded, Floats, Matrix

Weights = Mapping[str, Floats]


@dataclass(frozen=True)
class Trained(Fitted):
    """A network's weights by name, and how its outputs read as cells."""

    matrix: Matrix
    weights: Weights
    notes: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    @abstractmethod
    def at_once(self) -> int:
        """How many rows are drawn at a time."""

    @abstractmethod
    def draw(self, rows: int, rng: np.random.Generator) -> list[Coded]:
        """At least so many rows, which are no more than a batch."""

    def codes(self, rows: int, rng: np.random.Generator, progress: Progress = silent) -> list[Coded]:
        """Rows batch by batch, at least one, as the matrix has them."""
        drawn: list[list[Coded]] = []
        for start in range(0, max(rows, 1), self.at_once):
            progress("Drawing rows", start, rows)
            drawn.append(self.draw(min(self.at_once, max(rows - start, 1)), rng))
        return [Coded.join(batches).first(rows) for batches in zip(*drawn, strict=True)]

    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Draw rows batch by batch."""
        columns = self.codes(rows, rng, progress)
        progress("Drawing rows", rows, rows)
        return self.matrix.decode(columns, rng)
