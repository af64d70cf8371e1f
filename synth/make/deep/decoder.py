"""A trained decoder as plain arrays: run with numpy alone, without torch or a package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from synth.errors import ModelError
from synth.make.deep.trained import Trained, Weights
from synth.make.matrix import Coded, Floats, Matrix, Modes

WEIGHTS, RECIPE = "decoder.npz", "decoder.json"
BATCH = 5_000
SIGMA = "sigma"


@dataclass(frozen=True)
class FittedDecoder(Trained):
    """Turns `embedding` normal numbers into a row; see `synth.make.deep.trained`.

    `weights` are `0.weight`, `0.bias`, `1.weight`, … of linear layers with rectifiers between them, and `sigma`: how
    widely a number lies around the place that the last layer gives it.
    """

    embedding: int

    def draw(self, rows: int, rng: np.random.Generator) -> list[Coded]:
        """So many rows at once."""
        inputs = rng.standard_normal((rows, self.embedding), dtype=np.float32)
        return self.matrix.draw(self._around(forward(self.weights, inputs), rng), rng)

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
