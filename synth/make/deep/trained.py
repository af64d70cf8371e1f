"""What a trained network that makes rows keeps to: its outputs are codes of a matrix, which then become cells.

It is plain arrays, run with numpy alone, and kept as npz without objects beside a recipe in JSON.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from scipy.special import softmax

from synth.errors import ModelError
from synth.make.contract import Fitted, Progress, silent
from synth.make.matrix import Coded, Floats, Matrix

Weights = Mapping[str, Floats]

SETTLED_ON, STEPS = 2_000, 20


@dataclass(frozen=True)
class Trained(Fitted):
    """A network's weights by name, how its outputs read as cells, and from how many random numbers a row is made.

    Its files are called `file`; `numbers` are the fields that its recipe holds beside the matrix.
    """

    file: ClassVar[str]
    numbers: ClassVar[tuple[str, ...]] = ("embedding",)
    matrix: Matrix
    weights: Weights
    embedding: int
    notes: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    @abstractmethod
    def at_once(self) -> int:
        """How many rows are drawn at a time."""

    @property
    @abstractmethod
    def last(self) -> str:
        """The name of the weight that is added to the outputs in the end."""

    @abstractmethod
    def outputs(self, rows: int, rng: np.random.Generator) -> Floats:
        """What the network gives for at least so many rows, which are no more than a batch."""

    def draw(self, rows: int, rng: np.random.Generator) -> list[Coded]:
        """At least so many rows, which are no more than a batch."""
        return self.matrix.draw(self.outputs(rows, rng), rng)

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

    def settled(self, rng: np.random.Generator) -> Self:
        """The same with patterns of missing cells as common as among the rows that were learned.

        How common they are is known, however short the training was; the network says which rows have them. What is
        added to each pattern's output corrects its prior chance (Saerens, Latinne & Decaestecker 2002, "Adjusting the
        outputs of a classifier to new a priori probabilities", Neural Computation 14).
        """
        if self.matrix.gaps is None:
            return self
        counts = np.array(self.matrix.gaps.counts)
        drawn = [self.outputs(self.at_once, rng) for _ in range(-(-SETTLED_ON // self.at_once))]
        scores = np.concatenate(drawn)[:, : len(counts)].astype(np.float64)
        lean = np.zeros(len(counts))
        for _ in range(STEPS):
            lean += np.log(counts / counts.sum() / softmax(scores + lean, axis=1).mean(axis=0))
        added = self.weights[self.last].copy()
        added[: len(counts)] += lean
        return replace(self, weights={**self.weights, self.last: added})

    def save(self, folder: Path) -> None:
        """Weights as npz without objects, the rest as JSON."""
        np.savez_compressed(folder / f"{self.file}.npz", allow_pickle=False, **self.weights)
        numbers = {name: getattr(self, name) for name in self.numbers}
        recipe = {"format": 1, **numbers, "matrix": self.matrix.model_dump()}
        text = json.dumps(recipe, ensure_ascii=False, allow_nan=False, indent=1)
        (folder / f"{self.file}.json").write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote; `ModelError` where the files are not those of this version."""
        try:
            recipe = json.loads((folder / f"{cls.file}.json").read_text(encoding="utf-8"))
            if recipe["format"] != 1:
                raise ValueError(f"format {recipe['format']}")
            with np.load(folder / f"{cls.file}.npz", allow_pickle=False) as stored:
                weights = {name: stored[name] for name in stored.files}
            numbers: dict[str, Any] = {name: int(recipe[name]) for name in cls.numbers}
            return cls(matrix=Matrix.model_validate(recipe["matrix"]), weights=weights, **numbers)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The fitted network cannot be read: {error}. Fit the model again.") from error
