"""How near made rows come to rows held back, and whether they lie nearer to those that were learned.

Both are taken in the matrix's terms, so that they cost next to nothing while a network trains. They choose the best
state; the report judges what is made with other, exact measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.make.matrix import Coded, Floats, Matrix

MADE = 2_000
MOST_ROWS = 2_000
MOST_ENTRIES = 400
SURE = 3.0
_TIE = 1e-9


@dataclass(frozen=True)
class Near:
    """`distance` from the rows held back: 0 is best, 1 worst.

    `nearness` is the share of made rows whose nearest row is a learned one, of as many as were held back: 0.5 where
    nothing was learned by heart; `error` is its standard error.
    """

    distance: float
    nearness: float
    error: float

    @property
    def measures(self) -> dict[str, float]:
        """Both, as progress names them."""
        return {"distance to rows held back": self.distance, "nearness to learned rows": self.nearness}

    @property
    def notes(self) -> tuple[str, ...]:
        """A warning where made rows lie clearly nearer to those that were learned."""
        if self.nearness - 0.5 <= SURE * self.error:
            return ()
        return (
            f"{self.nearness:.0%} of the rows made lie nearer to a row that was learned than to one that was held back "
            "(50% would be chance): the model has learned rows by heart. Train for fewer epochs, or choose smaller "
            "networks.",
        )


@dataclass(frozen=True)
class Closeness:
    """The rows that made ones are held against: as many that are learned as are held back.

    `spans` are the entries of some columns, drawn by the seed: all of them where they are few.
    """

    matrix: Matrix
    learned: Floats
    held: Floats
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, matrix: Matrix, learned: Floats, held: Floats, rng: np.random.Generator) -> Closeness | None:
        """At most 2,000 rows of each, in as many columns as have 400 entries; None where no rows are held back."""
        if not len(held):
            return None
        many = min(len(held), len(learned), MOST_ROWS)
        whole = [(start - bool(column.form == "modes"), end) for column, start, end in matrix.spans]
        order = rng.permutation(len(whole))
        kept = np.cumsum([whole[at][1] - whole[at][0] for at in order]) <= MOST_ENTRIES
        kept[:1] = True
        spans = tuple(whole[at] for at in sorted(order[kept]))
        return cls(matrix, learned[rng.permutation(len(learned))[:many]], held[:many], spans)

    def near(self, coded: Sequence[Coded]) -> Near:
        """Both figures of made rows."""
        made = self.matrix.fill(coded)
        load = _load(made, np.concatenate([self.learned, self.held]))
        chance = 0.25 / len(made) + 0.25 * float((load**2).sum())
        return Near(self._distance(made), float(load[: len(self.learned)].sum()), float(np.sqrt(chance)))

    def _distance(self, made: Floats) -> float:
        """Half the summed gaps of mean products of entries, averaged over columns and over pairs of columns."""
        entries = np.concatenate([np.arange(*span) for span in self.spans])
        starts = np.cumsum([0, *(end - start for start, end in self.spans)])[:-1]
        gaps = np.abs(_products(made[:, entries]) - _products(self.held[:, entries])) / 2
        blocks = np.add.reduceat(np.add.reduceat(gaps, starts, axis=0), starts, axis=1)
        own = float(np.diag(blocks).mean())
        if len(blocks) < 2:
            return own
        return (own + float(blocks[~np.eye(len(blocks), dtype=bool)].mean())) / 2


def _products(rows: Floats) -> NDArray[np.float64]:
    """The mean product of each two entries."""
    return np.asarray(rows.T @ rows, dtype=np.float64) / len(rows)


def _load(made: NDArray[Any], real: NDArray[Any]) -> NDArray[np.float64]:
    """The share of made rows to which each real row is the nearest; rows that are as near share one."""
    load = np.zeros(len(real))
    made, real = made.astype(np.float64), real.astype(np.float64)
    squares = (real**2).sum(axis=1)
    for start in range(0, len(made), 500):
        apart = squares - 2 * made[start : start + 500] @ real.T
        nearest = apart <= apart.min(axis=1, keepdims=True) + _TIE
        load += (nearest / nearest.sum(axis=1, keepdims=True)).sum(axis=0)
    return load / len(made)
