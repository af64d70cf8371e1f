"""A trained decoder as plain arrays: run with numpy alone, without torch or a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from synth.make.deep.trained import Trained, Weights
from synth.make.matrix import Floats, Modes

BATCH = 5_000
SIGMA = "sigma"


@dataclass(frozen=True)
class FittedDecoder(Trained):
    """Turns `embedding` normal numbers into a row; see `synth.make.deep.trained`.

    `weights` are `0.weight`, `0.bias`, `1.weight`, … of linear layers with rectifiers between them, and `sigma`: how
    widely a number lies around the place that the last layer gives it.
    """

    file: ClassVar[str] = "decoder"

    @property
    def last(self) -> str:
        """The bias of the last layer."""
        return f"{len(self.weights) // 2 - 1}.bias"

    def outputs(self, rows: int, rng: np.random.Generator) -> Floats:
        """Of so many rows."""
        inputs = rng.standard_normal((rows, self.embedding), dtype=np.float32)
        return self._around(forward(self.weights, inputs), rng)

    @property
    def at_once(self) -> int:
        """As many as fit into little memory."""
        return BATCH

    def _around(self, outputs: Floats, rng: np.random.Generator) -> Floats:
        """The outputs with each number's place moved as far as it varies."""
        sigma = self.weights[SIGMA]
        for column, start, _ in self.matrix.spans:
            if isinstance(column, Modes):
                noise = sigma[start - 1] * rng.standard_normal(len(outputs), dtype=np.float32)
                outputs[:, start - 1] = np.arctanh(np.clip(np.tanh(outputs[:, start - 1]) + noise, -0.999, 0.999))
        return outputs


def forward(weights: Weights, inputs: Floats) -> Floats:
    """The outputs of the network."""
    layer = 0
    while f"{layer + 1}.weight" in weights:
        inputs = np.maximum(inputs @ weights[f"{layer}.weight"].T + weights[f"{layer}.bias"], 0)
        layer += 1
    return np.asarray(inputs @ weights[f"{layer}.weight"].T + weights[f"{layer}.bias"])
