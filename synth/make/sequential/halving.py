"""States halved again and again by what chance a booster gives the upper half: few questions tell many states.

The states of a column, in their order, are cut where the rows are halved best, then each half, down to single states
(nested dichotomies: Frank & Kramer 2004). Each cut is learned on the rows it is about and no others, so that a state
costs as many trees as it is deep, where one booster for all states grows a tree a state in every round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.errors import ModelError
from synth.make.sequential.learned import Features
from synth.make.sequential.levels import Codes

BLOCK = 100_000
"""Rows that are drawn at once, which bounds the memory."""


class Cut(NamedTuple):
    """Places `low` … `high - 1` among the states, cut before the place `middle`."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class Halving:
    """`cuts` (cuts, 3) from the whole down; `shares` of the rows that go up at each; and what tells which they are.

    `texts` are boosters in LightGBM's own format; where one is empty, every row goes up with the share's chance.
    """

    cuts: NDArray[np.int32]
    shares: NDArray[np.float64]
    texts: tuple[str, ...]

    def draw(self, features: Features, rng: np.random.Generator) -> Codes:
        """The place of a state for each row of features."""
        blocks = [features[start : start + BLOCK] for start in range(0, len(features), BLOCK)]
        return np.concatenate([np.empty(0, np.int32), *(self._drawn(block, rng) for block in blocks)])

    def _drawn(self, features: Features, rng: np.random.Generator) -> Codes:
        places = np.zeros(len(features), dtype=np.int32)
        waiting = {0: np.arange(len(features))}  # rows by the lowest place that they may have
        for (low, middle, _), share, booster in zip(self.cuts.tolist(), self.shares, self._boosters, strict=True):
            rows = waiting[low]
            chances = share if booster is None or not len(rows) else booster.predict(features[rows], num_threads=1)
            up = rng.random(len(rows)) < chances
            waiting[low], waiting[middle] = rows[~up], rows[up]
        for place, rows in waiting.items():
            places[rows] = place
        return places

    @cached_property
    def _boosters(self) -> list[Any]:
        import lightgbm  # noqa: PLC0415  slow to import

        try:
            return [lightgbm.Booster(model_str=text) if text else None for text in self.texts]
        except lightgbm.basic.LightGBMError as error:
            raise ModelError("A booster cannot be read. Fit the model again.") from error


def halve(counts: NDArray[np.int64], boost: Callable[[Cut], str]) -> Halving:
    """Cut places that hold so many rows each; `boost` gives the booster of a cut."""
    cuts = list(_cuts(counts, 0, len(counts)))
    shares = [counts[cut.middle : cut.high].sum() / counts[cut.low : cut.high].sum() for cut in cuts]
    texts = tuple(boost(cut) for cut in cuts)
    return Halving(np.array(cuts, dtype=np.int32).reshape(-1, 3), np.array(shares), texts)


def _cuts(counts: NDArray[np.int64], low: int, high: int) -> Iterator[Cut]:
    """The cuts from low to high, each before those of its halves."""
    if high - low < 2:
        return
    upto = np.cumsum(counts[low:high])
    middle = low + 1 + int(np.argmin(np.abs(upto[:-1] - upto[-1] / 2)))
    yield Cut(low, middle, high)
    yield from _cuts(counts, low, middle)
    yield from _cuts(counts, middle, high)
