"""What training loops share: rows held back, the best state so far, when to stop; torch on one thread, seeded.

Torch works on one thread: its networks are small, and the result must not depend on how many cores there are. The
number of threads and the global random state are left as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Any, Protocol

import numpy as np

from synth.errors import ModelError
from synth.make.contract import Progress
from synth.make.deep.closeness import MADE, Closeness, Near
from synth.make.deep.trained import Trained, Weights
from synth.make.matrix import Floats, Matrix, Modes
from synth.prepare.table import Table

BROKEN_OFF = (
    "Training broke off: the networks' numbers grew beyond bounds. Lower the learning rate, or take larger batches."
)
LEAST_HELD, MOST_HELD = 20, 5_000
LOOK = 5


class Iterative(Protocol):
    """The settings of a network that trains epoch by epoch."""

    @property
    def epochs(self) -> int: ...
    @property
    def patience(self) -> int: ...
    @property
    def held_back(self) -> float: ...
    @property
    def max_levels(self) -> int: ...
    @property
    def k(self) -> int: ...


@dataclass(frozen=True)
class Rows:
    """The rows that are learned from, and those that tell when to stop (none where they would be too few)."""

    learned: Floats
    held: Floats

    @classmethod
    def split(cls, matrix: Floats, share: float, rng: np.random.Generator) -> Rows:
        """Hold a share back, at most 5,000 rows: more would tell nothing new."""
        order = rng.permutation(len(matrix))
        cut = min(int(share * len(matrix)), MOST_HELD)
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

    `finish` makes a model of weights. Every few epochs its rows are held against those held back. The best epoch is
    that of the least loss on rows held back, or, for networks whose losses say little (`by_distance`), of the least
    distance from them; without such rows the last one. None of it depends on who listens.
    """

    progress: Progress
    finish: Callable[[Weights], Trained]
    closeness: Closeness | None
    epochs: int
    patience: int
    seed: int
    by_distance: bool = False
    best: Weights | None = None
    least: float = inf
    best_epoch: int = 0

    def fitted(self) -> Trained:
        """The model at its best epoch, with a warning where it has learned rows by heart."""
        if self.best is None:
            raise ModelError("Nothing was trained. Ask for at least one epoch.")
        model, near = self.finish(self.best), self._near(self.best)
        return model if near is None else replace(model, notes=near.notes)

    def epoch(
        self, number: int, losses: Mapping[str, float], held: float | None, weights: Callable[[], Weights]
    ) -> bool:
        """Hear of an epoch, from 1; True once it is time to stop. `ModelError` where losses are no numbers any more."""
        said = dict(losses) | ({} if held is None else {"loss on rows held back": held})
        if not all(map(isfinite, said.values())):
            raise ModelError(BROKEN_OFF)
        near = self._near(weights()) if self._looks(number) else None
        said |= {} if near is None else near.measures
        if self.closeness is None:
            self.best = weights()
        else:
            distance = None if near is None else near.distance
            self._weigh(number, distance if self.by_distance else held, weights)

        def peek(rows: int) -> Any:
            return self.finish(weights()).sample(rows, rng=np.random.default_rng(self.seed))

        stop = self.best_epoch > 0 and number - self.best_epoch >= self.patience
        self.progress("Training", self.epochs if stop else number, self.epochs, said, peek)
        return stop

    def _looks(self, number: int) -> bool:
        """Whether rows are made after this epoch."""
        return number == self.epochs or number % looks_every(self.epochs) == 0

    def _weigh(self, number: int, score: float | None, weights: Callable[[], Weights]) -> None:
        if score is not None and score < self.least:
            self.best, self.least, self.best_epoch = weights(), score, number

    def _near(self, weights: Weights) -> Near | None:
        """How near rows of this state come; every time the same random numbers."""
        if self.closeness is None:
            return None
        return self.closeness.near(self.finish(weights).codes(MADE, np.random.default_rng(self.seed)))


def looks_every(epochs: int) -> int:
    """After how many epochs rows are made: every fifth, more often where epochs are few."""
    return max(1, min(LOOK, epochs // 10))


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
    """For each part whether a place stands before its entries, and how many entries there are."""
    return [(isinstance(part, Modes), part.entries) for part in matrix.parts]


def shown(torch: Any, outputs: Any, columns: list[tuple[bool, int]], temperature: float) -> Any:
    """Outputs as a discriminator sees rows: places by tanh, entries as near to one-hot as can be learned through."""
    parts, at = [], 0
    for place, width in columns:
        if place:
            parts.append(torch.tanh(outputs[:, at : at + 1]))
            at += 1
        parts.append(torch.nn.functional.gumbel_softmax(outputs[:, at : at + width], tau=temperature))
        at += width
    return torch.cat(parts, dim=1)


def prepare(
    table: Table,
    settings: Iterative,
    rng: np.random.Generator,
    progress: Progress,
    finish: Callable[[Matrix, Weights], Trained],
    *,
    by_distance: bool = False,
) -> tuple[Rows, Matrix, Watch]:
    """The table's matrix, cut in rows to learn and rows held back, and the watch over training."""
    width = len(table.schema.columns)

    def read(name: str, at: int) -> None:
        progress(f"Reading {name!r} ({at} of {width})", 0, settings.epochs)

    matrix, filled = Matrix.learn(table, settings.max_levels, rng, read, settings.k)
    rows = Rows.split(filled, settings.held_back, rng)
    closeness = Closeness.of(matrix, rows.learned, rows.held, rng)
    progress("Training", 0, settings.epochs)
    seed = int(rng.integers(2**31))
    watch = Watch(
        progress,
        lambda weights: finish(matrix, weights).settled(np.random.default_rng(seed)),
        closeness,
        settings.epochs,
        settings.patience,
        seed,
        by_distance=by_distance,
    )
    return rows, matrix, watch
