"""Gradient boosting for a column's state, then, where a state holds several values, a tree for the value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from synth.errors import ModelError
from synth.make.sequential.cart import Cart, Growth
from synth.make.sequential.decided import Decided, decided_arrays, find_decided, read_decided
from synth.make.sequential.encode import Coding
from synth.make.sequential.grown import inside_arrays, read_inside, within
from synth.make.sequential.learned import Arrays, Features, Learned, Rows, Words
from synth.make.sequential.levels import Codes
from synth.make.sequential.parts import deal

ALONE = "alone"
_BLOCK = 100_000


@dataclass(frozen=True)
class Boosted(Learned):
    """A booster's chances of each state, as its own text; `states` are those it knows, in the order of its chances.

    Without a booster (`text` is empty) every row has the same `shares`.
    """

    method: ClassVar[str] = "boost"
    text: str
    states: Codes
    shares: NDArray[np.float64]
    inside: Cart | None
    decided: Decided | None

    def draw(self, features: Features, rng: np.random.Generator) -> Codes:
        """A code for each row: a state by its chances, then a value in it."""
        drawn = np.empty(len(features), dtype=np.int32)
        for start in range(0, len(features), _BLOCK):
            block = slice(start, start + _BLOCK)
            drawn[block] = self.states[_by_chance(self._chances(features[block]), rng)]
        if self.inside is not None:
            drawn = self.inside.draw(features, drawn, rng)
        return drawn if self.decided is None else self.decided.settle(features, drawn)

    def _chances(self, features: Features) -> NDArray[np.float64]:
        if not self.text:
            return np.tile(self.shares, (len(features), 1))
        found = np.asarray(self._booster.predict(features, num_threads=0))
        return np.column_stack([1 - found, found]) if found.ndim == 1 else found

    @cached_property
    def _booster(self) -> Any:
        import lightgbm  # noqa: PLC0415  slow to import

        try:
            return lightgbm.Booster(model_str=self.text)
        except lightgbm.basic.LightGBMError as error:
            raise ModelError("A booster cannot be read. Fit the model again.") from error

    def arrays(self) -> Arrays:
        """All but the booster."""
        own: Arrays = {"known": self.states, "shares": self.shares}
        return own | inside_arrays(self.inside) | decided_arrays(self.decided)

    def words(self) -> dict[str, Any]:
        """The booster, in LightGBM's own text format."""
        return {"booster": self.text}

    @classmethod
    def read(cls, arrays: Arrays, words: Words) -> Boosted:
        """The same again."""
        return cls(words["booster"], arrays["known"], arrays["shares"], read_inside(arrays), read_decided(arrays))


def _by_chance(chances: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.intp]:
    """A column of each row, by its chances."""
    upto = np.cumsum(chances, axis=1)
    lot = rng.random((len(upto), 1)) * upto[:, -1:]
    return np.asarray(np.minimum((upto <= lot).sum(axis=1), chances.shape[1] - 1))


@dataclass(frozen=True)
class Boosting:
    """Learns boosters of at most `rounds` rounds, fewer where rows held back no longer gain.

    `options` go to LightGBM; `growth` is that of the trees within states. At most `most_rows` rows are learned from.
    What fewer than `k` rows hold decides nothing.
    """

    rounds: int
    patience: int
    held_back: float
    most_rows: int
    k: int
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
        shares = np.bincount(target) / len(target)
        text = self._boost(features, target.astype(np.int32), len(known), sizes, units, rng)
        inside = None if coding.single else within(features, own, coding, units, self.most_rows, self.growth, rng)
        return Boosted(text, known.astype(np.int32), shares, inside, find_decided(features, own, units, self.k))

    def _boost(
        self,
        features: Features,
        target: Codes,
        states: int,
        sizes: Sequence[int],
        units: Rows,
        rng: np.random.Generator,
    ) -> str:
        """The booster as text; empty where there is nothing to tell or to tell it from, or too few rows."""
        import lightgbm  # noqa: PLC0415  slow to import

        most_held = int(self.held_back * self.most_rows)
        rows, others = deal(units, held_back=self.held_back, most_rows=self.most_rows - most_held, rng=rng)
        others = others[:most_held]
        if states < 2 or not features.shape[1] or min(len(rows), len(others)) < states:
            return ""
        objective = {"objective": "binary"} if states == 2 else {"objective": "multiclass", "num_class": states}
        options = self.options | objective | {"seed": int(rng.integers(2**31)), **_REPEATABLE}
        levels = [at for at, size in enumerate(sizes) if size]
        learned = lightgbm.Dataset(
            features[rows], target[rows], categorical_feature=levels, params=options, free_raw_data=True
        )
        held = lightgbm.Dataset(features[others], target[others], reference=learned, params=options)
        stop = lightgbm.early_stopping(self.patience, verbose=False)
        booster = lightgbm.train(options, learned, self.rounds, valid_sets=[held], callbacks=[stop])
        return str(booster.model_to_string(num_iteration=booster.best_iteration))


_REPEATABLE = {"deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1}
