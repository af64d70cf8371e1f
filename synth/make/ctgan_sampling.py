"""A trained CTGAN as plain arrays: its generator network is run with numpy alone, without torch or the package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from synth.make.deep.trained import Trained, Weights
from synth.make.matrix import Floats, Levels


@dataclass(frozen=True)
class FittedCtgan(Trained):
    """The trained generator network and how its outputs read as cells.

    `weights` bear the network's own names; `embedding` random numbers and one condition go in for each row, `batch`
    rows at a time, as batch normalisation was trained.
    """

    file: ClassVar[str] = "ctgan"
    numbers: ClassVar[tuple[str, ...]] = ("embedding", "batch")
    batch: int

    @property
    def at_once(self) -> int:
        """A batch."""
        return self.batch

    @property
    def last(self) -> str:
        """The bias of the last layer."""
        return next(name for name in self.weights if name.count(".") == 2 and name.endswith(".bias"))

    def outputs(self, rows: int, rng: np.random.Generator) -> Floats:
        """Of a batch, each row under a condition as common as it is in the table."""
        return forward(self.weights, self._inputs(rng))

    @cached_property
    def _levels(self) -> list[Levels]:
        return [part for part in self.matrix.parts if isinstance(part, Levels)]

    def _inputs(self, rng: np.random.Generator) -> Floats:
        """Random numbers, and after them one condition: a level of a column drawn at random, by its share."""
        width = sum(column.entries for column in self._levels)
        inputs = np.zeros((self.batch, self.embedding + width), dtype=np.float32)
        inputs[:, : self.embedding] = rng.standard_normal((self.batch, self.embedding), dtype=np.float32)
        if self._levels:
            shares = np.concatenate([column.shares for column in self._levels]) / len(self._levels)
            inputs[np.arange(self.batch), self.embedding + rng.choice(width, size=self.batch, p=shares)] = 1.0
        return inputs


def forward(weights: Weights, inputs: Floats) -> Floats:
    """The outputs of the package's generator network, in training mode as the package samples it."""
    layer = 0
    while f"seq.{layer}.fc.weight" in weights:
        part = f"seq.{layer}."
        hidden = inputs @ weights[part + "fc.weight"].T + weights[part + "fc.bias"]
        hidden = (hidden - hidden.mean(axis=0)) / np.sqrt(hidden.var(axis=0) + np.float32(1e-5))
        hidden = hidden * weights[part + "bn.weight"] + weights[part + "bn.bias"]
        inputs = np.concatenate([hidden.clip(0), inputs], axis=1)
        layer += 1
    return inputs @ weights[f"seq.{layer}.weight"].T + weights[f"seq.{layer}.bias"]
