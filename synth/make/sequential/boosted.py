"""Gradient boosting for the state of a column, half by half; where a state has several values, a tree for the value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.make.sequential.cart import Cart, Growth
from synth.make.sequential.coarse import Coarse
from synth.make.sequential.decided import Decided, decided_arrays, find_decided, read_decided
from synth.make.sequential.encode import Coding
from synth.make.sequential.grown import inside_arrays, read_inside, within
from synth.make.sequential.halving import Cut, Halving, halve
from synth.make.sequential.learned import Arrays, Features, Learned, Rows, Words
from synth.make.sequential.levels import Codes
from synth.make.sequential.parts import deal
from synth.make.sequential.view import View, read_views, view_arrays


@dataclass(frozen=True)
class Boosted(Learned):
    """A state by halving, whose places are those of `states`; then a value in it.

    Boosters see features `coarse`, by the `view`; `inside` sees them as they are.
    """

    method: ClassVar[str] = "boost"
    drifts: ClassVar[bool] = True
    coarse: Coarse
    view: View
    halving: Halving
    states: Codes
    inside: Cart | None
    decided: Decided | None

    def draw(self, features: Features, rng: np.random.Generator) -> Codes:
        """A code for each row: a state by its chances, then a value in it."""
        return self._within(features, self.halving.draw(self.view.of(self.coarse.of(features)), rng), rng)

    def _within(self, features: Features, places: Codes, rng: np.random.Generator) -> Codes:
        """A code for each row, of the state at its place."""
        drawn = self.states[places]
        if self.inside is not None:
            drawn = self.inside.draw(features, drawn, rng)
        return drawn if self.decided is None else self.decided.settle(features, drawn)

    def set_right(self, features: Features, counts: Rows, rng: np.random.Generator) -> tuple[Boosted, Codes]:
        """The same, its odds moved so that states are as common on these rows as on those learned from."""
        seen = self.view.of(self.coarse.of(features))
        halving, places = self.halving.set_right(seen, counts[self.states], rng)
        return replace(self, halving=halving), self._within(features, places, rng)

    def arrays(self) -> Arrays:
        """All but the boosters."""
        halving = self.halving
        own: Arrays = {
            "known": self.states,
            "cuts": halving.cuts,
            "shares": halving.shares,
            "moved": halving.moved,
        }
        own |= self.coarse.arrays() | view_arrays([self.view])
        return own | inside_arrays(self.inside) | decided_arrays(self.decided)

    def words(self) -> dict[str, Any]:
        """The boosters, in LightGBM's own text format."""
        return {"boosters": self.halving.texts}

    @classmethod
    def read(cls, arrays: Arrays, words: Words) -> Boosted:
        """The same again."""
        (view,) = read_views(arrays)
        halving = Halving(arrays["cuts"], arrays["shares"], arrays["moved"], tuple(words["boosters"]))
        inside, decided = read_inside(arrays), read_decided(arrays)
        return cls(Coarse.read(arrays), view, halving, arrays["known"], inside, decided)


@dataclass(frozen=True)
class Boosting:
    """Learns boosters of at most `rounds` rounds, fewer where rows held back no longer gain.

    `options` go to LightGBM; `growth` is that of the trees within states. At most `most_rows` rows are learned from.
    No booster asks what fewer than `min_leaf` rows answer one way; what fewer than `k` rows hold decides nothing.
    """

    rounds: int
    patience: int
    held_back: float
    most_rows: int
    k: int
    min_leaf: int
    growth: Growth
    options: dict[str, Any]

    def learn(
        self,
        features: Features,
        own: Codes,
        coding: Coding,
        *,
        sizes: Sequence[int],
        units: Rows,
        rng: np.random.Generator,
    ) -> Boosted:
        """Learn the states of the column, then the values in them."""
        states = coding.states[own]
        known, target = np.unique(states, return_inverse=True)
        most_held = int(self.held_back * self.most_rows)
        rows, others = deal(units, held_back=self.held_back, most_rows=self.most_rows - most_held, rng=rng)
        coarse = Coarse.learn(features, sizes)
        rough = coarse.of(features)
        view = View.learn(rough[rows], states[rows], sizes)
        seen = view.of(rough)

        def boost(cut: Cut) -> str:
            learned, held = (_asked(seen, target, some, cut) for some in (rows, others[:most_held]))
            return self._boost(learned, held, int(rng.integers(2**31)))

        halving = halve(np.bincount(target), boost)
        inside = None if coding.single else within(features, own, coding, units, self.most_rows, self.growth, rng)
        decided = find_decided(features, own, units, self.k)
        return Boosted(coarse, view, halving, known.astype(np.int32), inside, decided)

    def _boost(self, learned: Asked, held: Asked, seed: int) -> str:
        """A booster that tells which rows go up, as text; empty where there is nothing to tell it from."""
        import lightgbm  # noqa: PLC0415  slow to import

        if not learned.features.shape[1] or learned.fewest < self.min_leaf or not len(held.up):
            return ""
        options = self.options | {"objective": "binary", "seed": seed, **_REPEATABLE}
        rows = lightgbm.Dataset(learned.features, learned.up, params=options)
        others = lightgbm.Dataset(held.features, held.up, reference=rows, params=options)
        stop = lightgbm.early_stopping(self.patience, verbose=False)
        booster = lightgbm.train(options, rows, self.rounds, valid_sets=[others], callbacks=[stop])
        return str(booster.model_to_string(num_iteration=booster.best_iteration))


class Asked(NamedTuple):
    """Rows that a cut is about, and which of them go up."""

    features: Features
    up: NDArray[np.bool_]

    @property
    def fewest(self) -> int:
        """Rows that answer the rarer way."""
        return int(min(self.up.sum(), (~self.up).sum()))


def _asked(features: Features, target: NDArray[np.intp], rows: Rows, cut: Cut) -> Asked:
    """Those of the rows whose target lies between both ends of the cut."""
    about = rows[(target[rows] >= cut.low) & (target[rows] < cut.high)]
    return Asked(features[about], target[about] >= cut.middle)


_REPEATABLE = {"deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1}
