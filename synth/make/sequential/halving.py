"""States halved again and again by what chance a booster gives the upper half: few questions tell many states.

The states of a column, in their order, are cut where the rows are halved best, then each half, down to single states
(nested dichotomies: Frank & Kramer 2004). Each cut is learned on the rows it is about and no others, so that a state
costs as many trees as it is deep, where one booster for all states grows a tree a state in every round.

Columns drawn one after the other drift: what leads to a rare state is drawn a little too seldom, and all that hangs on
it with it. So the odds of each cut can be moved until rows that were drawn come to the share of the rows learned from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from synth.errors import ModelError
from synth.make.sequential.even import chosen
from synth.make.sequential.learned import Features
from synth.make.sequential.levels import Codes

BLOCK = 100_000
"""Rows that are drawn at once, which bounds the memory."""
MOST_MOVED = 2.0
"""Log odds are moved by no more: where that does not do, it is not the drift that is wrong."""
DOUBT = 2.0
ALIKE = 8
"""Rows are alike that lie in the same leaves of so many trees."""

Floats = NDArray[np.float64]


class Cut(NamedTuple):
    """Places `low` … `high - 1` among the states, cut before the place `middle`."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class Halving:
    """`cuts` (cuts, 3) from the whole down; `shares` of the rows that go up at each; and what tells which they are.

    `texts` are boosters in LightGBM's own format, to whose log odds `moved` is added; where one is empty, every row
    goes up with the share's chance.
    """

    cuts: NDArray[np.int32]
    shares: Floats
    moved: Floats
    texts: tuple[str, ...]

    def draw(self, features: Features, rng: np.random.Generator) -> Codes:
        """The place of a state for each row of features."""
        blocks = [features[start : start + BLOCK] for start in range(0, len(features), BLOCK)]
        drawn = [self._walk(block, self._chances, rng) for block in blocks]
        return np.concatenate([np.empty(0, np.int32), *drawn])

    def set_right(
        self, features: Features, counts: NDArray[np.int64], rng: np.random.Generator
    ) -> tuple[Halving, Codes]:
        """The same, its odds moved so that of the rows of these features about the share goes up at each cut, and their
        places; `counts` are the rows learned from at each place.
        """
        moved, upto = self.moved.copy(), np.concatenate([[0], np.cumsum(counts)])

        def chances(at: int, asked: Features) -> Floats:
            odds = self._odds(at, asked)
            if odds is None:
                return self._chances(at, asked)
            moved[at] = _move(odds, self.shares[at], int(upto[self.cuts[at, 2]] - upto[self.cuts[at, 0]]))
            return np.asarray(expit(odds + moved[at]))

        places = self._walk(features, chances, rng)
        return replace(self, moved=moved), places

    def _walk(self, features: Features, chances: Callable[[int, Features], Floats], rng: np.random.Generator) -> Codes:
        """Rows go up or down at each cut that they come to, by the chances of that cut, until their place is left."""
        places = np.zeros(len(features), dtype=np.int32)
        waiting = {0: np.arange(len(features))}  # rows by the lowest place that they may have
        for at, (low, middle, _) in enumerate(self.cuts.tolist()):
            rows = waiting[low]
            asked = features[rows]
            up = chosen(chances(at, asked), self._near(at, asked, rng), rng)
            waiting[low], waiting[middle] = rows[~up], rows[up]
        for place, rows in waiting.items():
            places[rows] = place
        return places

    def _chances(self, at: int, features: Features) -> Floats:
        """With what chance each row goes up at a cut."""
        odds = self._odds(at, features)
        return np.full(len(features), self.shares[at]) if odds is None else np.asarray(expit(odds + self.moved[at]))

    def _odds(self, at: int, features: Features) -> Floats | None:
        """The log odds as learned; None where there is nothing to tell them from."""
        booster = self._boosters[at]
        if booster is None or not len(features):
            return None
        return np.asarray(booster.predict(features, raw_score=True, num_threads=1))

    def _near(self, at: int, features: Features, rng: np.random.Generator) -> NDArray[Any]:
        """Keys by which rows are alike to a booster: the leaves of its first trees; by lot where it tells nothing."""
        booster = self._boosters[at]
        if booster is None or not len(features):
            return rng.random((len(features), 1))
        leaves = booster.predict(features, pred_leaf=True, num_iteration=ALIKE, num_threads=1)
        return np.asarray(leaves).reshape(len(features), -1)

    @cached_property
    def _boosters(self) -> list[Any]:
        import lightgbm  # noqa: PLC0415  slow to import

        try:
            return [lightgbm.Booster(model_str=text) if text else None for text in self.texts]
        except lightgbm.basic.LightGBMError as error:
            raise ModelError("A booster cannot be read. Fit the model again.") from error


def halve(counts: NDArray[np.int64], boost: Callable[[Cut], str]) -> Halving:
    """Cut places that hold so many rows each; `boost` gives the booster of a cut."""
    cuts = np.array(list(_cuts(counts, 0, len(counts))), dtype=np.int32).reshape(-1, 3)
    upto = np.concatenate([[0], np.cumsum(counts)])
    low, middle, high = upto[cuts].T
    texts = tuple(boost(Cut(*cut)) for cut in cuts.tolist())
    return Halving(cuts, (high - middle) / (high - low), np.zeros(len(cuts)), texts)


def _move(odds: Floats, share: float, rows: int) -> float:
    """What is to be added to the log odds for their chances to come to the share of the rows learned from, in bounds.

    Nothing where they are within `DOUBT` standard errors of it: what chance may explain is no drift, and to come nearer
    would be to repeat an accident of those rows.
    """

    def over(move: float) -> float:
        return float(expit(odds + move).mean()) - share

    if abs(over(0.0)) <= DOUBT * np.sqrt(share * (1 - share) / rows):
        return 0.0
    low, high = over(-MOST_MOVED), over(MOST_MOVED)
    if low >= 0 or high <= 0:
        return -MOST_MOVED if low >= 0 else MOST_MOVED
    return float(brentq(over, -MOST_MOVED, MOST_MOVED, xtol=1e-4))


def _cuts(counts: NDArray[np.int64], low: int, high: int) -> Iterator[Cut]:
    """The cuts from low to high, each before those of its halves."""
    if high - low < 2:
        return
    upto = np.cumsum(counts[low:high])
    middle = low + 1 + int(np.argmin(np.abs(upto[:-1] - upto[-1] / 2)))
    yield Cut(low, middle, high)
    yield from _cuts(counts, low, middle)
    yield from _cuts(counts, middle, high)
