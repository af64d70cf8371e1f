"""A trained decoder as plain arrays: run with numpy alone, without torch or a package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from synth.errors import ModelError
from synth.make.contract import Fitted, Progress, silent
from synth.make.matrix import Coded, Floats, Matrix, Modes

WEIGHTS, RECIPE = "decoder.npz", "decoder.json"
BATCH = 5_000
SIGMA = "sigma"

Weights = Mapping[str, Floats]


@dataclass(frozen=True)
class FittedDecoder(Fitted):
    """Turns `embedding` normal numbers into a row.

    `weights` are `0.weight`, `0.bias`, `1.weight`, … of linear layers with rectifiers between them, and `sigma`: how
    widely a number lies around the place that the last layer gives it.
    """

    matrix: Matrix
    weights: Weights
    embedding: int

    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Draw rows batch by batch."""
        drawn: list[list[Coded]] = []
        for start in range(0, max(rows, 1), BATCH):
            progress("Drawing rows", start, rows)
            inputs = rng.standard_normal((min(BATCH, max(rows - start, 1)), self.embedding), dtype=np.float32)
            drawn.append(self.matrix.draw(self._around(forward(self.weights, inputs), rng), rng))
        columns = [Coded.join(batches).first(rows) for batches in zip(*drawn, strict=True)]
        progress("Drawing rows", rows, rows)
        return self.matrix.decode(columns, rng)

    def _around(self, outputs: Floats, rng: np.random.Generator) -> Floats:
        """The outputs with each number's place moved as far as it varies."""
        sigma = self.weights[SIGMA]
        for column, start, _ in self.matrix.spans:
            if isinstance(column, Modes):
                noise = sigma[start - 1] * rng.standard_normal(len(outputs), dtype=np.float32)
                outputs[:, start - 1] = np.arctanh(np.clip(np.tanh(outputs[:, start - 1]) + noise, -0.999, 0.999))
        return outputs

    def save(self, folder: Path) -> None:
        """Weights as npz without objects, the rest as JSON."""
        np.savez_compressed(folder / WEIGHTS, allow_pickle=False, **self.weights)
        recipe = {"format": 1, "embedding": self.embedding, "matrix": self.matrix.model_dump()}
        text = json.dumps(recipe, ensure_ascii=False, allow_nan=False, indent=1)
        (folder / RECIPE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> FittedDecoder:
        """Read what `save` wrote; `ModelError` where the files are not those of this version."""
        try:
            recipe = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
            if recipe["format"] != 1:
                raise ValueError(f"format {recipe['format']}")
            with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
                weights = {name: stored[name] for name in stored.files}
            return cls(Matrix.model_validate(recipe["matrix"]), weights, int(recipe["embedding"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The fitted network cannot be read: {error}. Fit the model again.") from error


def forward(weights: Weights, inputs: Floats) -> Floats:
    """The outputs of the network."""
    layer = 0
    while f"{layer + 1}.weight" in weights:
        inputs = np.maximum(inputs @ weights[f"{layer}.weight"].T + weights[f"{layer}.bias"], 0)
        layer += 1
    return np.asarray(inputs @ weights[f"{layer}.weight"].T + weights[f"{layer}.bias"])
