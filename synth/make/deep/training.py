"""What training loops share: rows held back, the best state so far, when to stop; torch on one thread, seeded.

Torch works on one thread: its networks are small, and the result must not depend on how many cores there are. The
number of threads and the global random state are left as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

import numpy as np

from synth.errors import ModelError
from synth.make.contract import Progress
from synth.make.deep.decoder import FittedDecoder, Weights
from synth.make.deep.settings import AutoencoderSettings
from synth.make.matrix import Floats, Matrix, Modes
from synth.prepare.table import Table

BROKEN_OFF = (
    "Training broke off: the networks' numbers grew beyond bounds. Lower the learning rate, or take larger batches."
)
LEAST_HELD = 20


@dataclass(frozen=True)
class Rows:
    """The rows that are learned from, and those that tell when to stop (none where they would be too few)."""

    learned: Floats
    held: Floats

    @classmethod
    def split(cls, matrix: Floats, share: float, rng: np.random.Generator) -> Rows:
        """Hold a share back."""
        order = rng.permutation(len(matrix))
        cut = int(share * len(matrix))
        cut = cut if cut >= LEAST_HELD else 0
        return cls(matrix[order[cut:]], matrix[order[:cut]])

    def batches(self, size: int, rng: np.random.Generator) -> Iterator[Floats]:
        """All learned rows in batches, in a new order; a last batch of a single row joins the one before."""
        order = rng.permutation(len(self.learned))
        cuts = np.arange(size, len(order) - 1, size)
        yield from (self.learned[part] for part in np.split(order, cuts))


@dataclass
class Watch:
    """Listens to training: tells of each epoch, keeps the best weights, and says when to stop.

    The best epoch is that of the least loss on the rows held back; without such rows
    the last one.
    """

    progress: Progress
    matrix: Matrix
    embedding: int
    epochs: int
    patience: int
    seed: int
    best: Weights | None = None
    least: float = inf
    since: int = 0

    def fitted(self) -> FittedDecoder:
        """The decoder at its best epoch."""
        if self.best is None:
            raise ModelError("Nothing was trained. Ask for at least one epoch.")
        return FittedDecoder(self.matrix, self.best, self.embedding)

    def epoch(
        self, number: int, losses: Mapping[str, float], held: float | None, weights: Callable[[], Weights]
    ) -> bool:
        """Hear of an epoch, from 1; True once it is time to stop. `ModelError` where losses are no numbers any more."""
        said = dict(losses) | ({} if held is None else {"loss on rows held back": held})
        if not all(map(isfinite, said.values())):
            raise ModelError(BROKEN_OFF)
        if held is None or held < self.least:
            self.best, self.least, self.since = weights(), inf if held is None else held, 0
        else:
            self.since += 1

        def peek(rows: int) -> Any:
            fitted = FittedDecoder(self.matrix, weights(), self.embedding)
            return fitted.sample(rows, rng=np.random.default_rng(self.seed))

        stop = held is not None and self.since >= self.patience
        self.progress("Training", self.epochs if stop else number, self.epochs, said, peek)
        return stop


@contextmanager
def seeded(seed: int) -> Iterator[Any]:
    """Torch with this seed, on one thread; both are put back."""
    import torch  # noqa: PLC0415  two seconds that only those who train should wait

    threads, state = torch.get_num_threads(), torch.get_rng_state()
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    try:
        yield torch
    finally:
        torch.set_num_threads(threads)
        torch.set_rng_state(state)


def arrays(network: Any, sigma: Any) -> Weights:
    """The linear layers of a network, numbered from 0, and sigma, as a copy in numpy."""
    linear = [module for module in network.modules() if type(module).__name__ == "Linear"]
    named = {
        f"{at}.{name}": getattr(layer, name).detach().numpy().copy()
        for at, layer in enumerate(linear)
        for name in ("weight", "bias")
    }
    return named | {"sigma": sigma.detach().numpy().copy()}


def spans(matrix: Matrix) -> list[tuple[bool, int]]:
    """For each column whether a place stands before its entries, and how many entries there are."""
    return [(isinstance(column, Modes), column.entries) for column in matrix.columns]


def prepare(
    table: Table, settings: AutoencoderSettings, rng: np.random.Generator, progress: Progress
) -> tuple[Rows, Watch]:
    """The table's matrix, cut in rows to learn and rows held back, and the watch over training."""
    width = len(table.schema.columns)

    def read(name: str, at: int) -> None:
        progress(f"Reading {name!r} ({at} of {width})", 0, settings.epochs)

    matrix, filled = Matrix.learn(table, settings.max_levels, rng, read)
    rows = Rows.split(filled, settings.held_back, rng)
    progress("Training", 0, settings.epochs)
    seed = int(rng.integers(2**31))
    return rows, Watch(progress, matrix, settings.embedding, settings.epochs, settings.patience, seed)
