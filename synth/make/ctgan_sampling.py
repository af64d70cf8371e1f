"""A trained CTGAN as plain arrays: its generator network is run with numpy alone, without torch or the package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from synth.errors import ModelError
from synth.make.deep.trained import Trained, Weights
from synth.make.matrix import Coded, Floats, Levels, Matrix

WEIGHTS, RECIPE = "ctgan.npz", "ctgan.json"


@dataclass(frozen=True)
class FittedCtgan(Trained):
    """The trained generator network and how its outputs read as cells.

    `weights` bear the network's own names; `embedding` random numbers and one condition go in for each row, `batch`
    rows at a time, as batch normalisation was trained.
    """

    embedding: int
    batch: int

    @property
    def at_once(self) -> int:
        """A batch."""
        return self.batch

    def draw(self, rows: int, rng: np.random.Generator) -> list[Coded]:
        """A batch, each row under a condition as common as it is in the table."""
        return self.matrix.draw(forward(self.weights, self._inputs(rng)), rng)

    def save(self, folder: Path) -> None:
        """Weights as npz without objects, the rest as JSON."""
        np.savez_compressed(folder / WEIGHTS, allow_pickle=False, **self.weights)
        recipe = {"format": 1, "embedding": self.embedding, "batch": self.batch, "matrix": self.matrix.model_dump()}
        text = json.dumps(recipe, ensure_ascii=False, allow_nan=False, indent=1)
        (folder / RECIPE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> FittedCtgan:
        """Read what `save` wrote; `ModelError` where the files are not those of this version."""
        try:
            recipe = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
            if recipe["format"] != 1:
                raise ValueError(f"format {recipe['format']}")
            with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
                weights = {name: stored[name] for name in stored.files}
            matrix = Matrix.model_validate(recipe["matrix"])
            return cls(matrix, weights, int(recipe["embedding"]), int(recipe["batch"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The fitted CTGAN cannot be read: {error}. Fit the model again.") from error

    @cached_property
    def _levels(self) -> list[Levels]:
        return [column for column in self.matrix.columns if isinstance(column, Levels)]

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
