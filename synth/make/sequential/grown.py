"""One column given others: some trees for its state, then, where a state holds several values, a tree for the value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from synth.make.sequential.cart import Cart, Growth, grow
from synth.make.sequential.coarse import Coarse
from synth.make.sequential.decided import Decided, decided_arrays, find_decided, read_decided
from synth.make.sequential.encode import Coding, bins
from synth.make.sequential.learned import Arrays, Features, Learned, Rows, Words, named, part
from synth.make.sequential.levels import Codes, Floats
from synth.make.sequential.parts import deal
from synth.make.sequential.view import View, read_views, view_arrays
from synth.make.sequential.weights import weigh

UNSEEN = 0.3
"""Share of the rows that decide where trees stop, and do not grow them."""
ROWS_PER_BIN, MOST_BINS = 20, 20
"""Within a state, values are told apart by bins of so many rows, and at most so many bins."""

ROUNDS, MOST_TRIES = 3, 10


@dataclass(frozen=True)
class Grown(Learned):
    """Trees: a row's state comes from one of the trees in `states` by lot, which is to draw from their average
    (Breiman 2001).

    They see features `coarse`, and each by its own of `views`. `inside` has one tree a state, which sees them as they
    are, and is None where every value is a state of its own. `decided` overrules them all. A state that trees draw too
    often is drawn again, with `weights` the chance that it stays beside that of others.
    """

    method: ClassVar[str] = "trees"
    drifts: ClassVar[bool] = True

    coarse: Coarse
    views: tuple[View, ...]
    states: Cart
    weights: Floats
    inside: Cart | None
    decided: Decided | None

    def draw(self, features: Features, rng: np.random.Generator) -> Codes:
        """A code for each row of features, which are codes as well."""
        return self._within(features, self._weighed(self.coarse.of(features), rng), rng)

    def set_right(self, features: Features, counts: Rows, rng: np.random.Generator) -> tuple[Grown, Codes]:
        """The same, its states weighed until they are as common on these rows as on those learned from."""
        seen, right = self.coarse.of(features), self
        for _ in range(ROUNDS):
            drawn = right._weighed(seen, rng)
            weights = right.weights * weigh(np.bincount(drawn, minlength=len(counts)), counts)
            if np.array_equal(weights, right.weights):
                break
            right = replace(right, weights=weights)
        return right, right._within(features, drawn, rng)

    def _weighed(self, seen: Features, rng: np.random.Generator) -> Codes:
        """A state for each row, those that are too common drawn again."""
        drawn, stays = self._drawn(seen, rng), self.weights / self.weights.max()
        again = np.arange(len(drawn) if stays.min() < 1 else 0)
        for _ in range(MOST_TRIES):
            again = again[rng.random(len(again)) >= stays[drawn[again]]]
            if not len(again):
                break
            drawn[again] = self._drawn(seen[again], rng)
        return drawn

    def _drawn(self, seen: Features, rng: np.random.Generator) -> Codes:
        """A state for each row from one of the trees."""
        drawn = np.empty(len(seen), dtype=np.int32)
        lot = rng.integers(len(self.views), size=len(seen), dtype=np.int32)
        for tree, view in enumerate(self.views):
            rows = np.flatnonzero(lot == tree)
            drawn[rows] = self.states.draw(view.of(seen[rows]), lot[rows], rng)
        return drawn

    def _within(self, features: Features, drawn: Codes, rng: np.random.Generator) -> Codes:
        """A code for each row, of the state drawn for it."""
        if self.inside is not None:
            drawn = self.inside.draw(features, drawn, rng)
        return drawn if self.decided is None else self.decided.settle(features, drawn)

    def arrays(self) -> Arrays:
        """The trees of both stages, and how each sees its features."""
        trees = self.coarse.arrays() | view_arrays(self.views) | named("states", self.states.arrays())
        trees |= {"weights": self.weights}
        return trees | inside_arrays(self.inside) | decided_arrays(self.decided)

    @classmethod
    def read(cls, arrays: Arrays, words: Words) -> Grown:
        """The same again."""
        states = Cart(**part(arrays, "states"))
        inside, decided = read_inside(arrays), read_decided(arrays)
        return cls(Coarse.read(arrays), read_views(arrays), states, arrays["weights"], inside, decided)


def inside_arrays(inside: Cart | None) -> Arrays:
    """The trees within states, if there are any."""
    return {} if inside is None else named("inside", inside.arrays())


def read_inside(arrays: Arrays) -> Cart | None:
    """The same again."""
    found = part(arrays, "inside")
    return Cart(**found) if found else None


@dataclass(frozen=True)
class Trees:
    """Learns so many trees, each grown on at most `most_rows` rows, weighed on the rest, filled with all.

    What fewer than `k` rows hold decides nothing.
    """

    trees: int
    most_rows: int
    k: int
    growth: Growth

    def learn(
        self,
        features: Features,
        own: Codes,
        coding: Coding,
        *,
        sizes: Sequence[int],
        units: Rows,
        rng: np.random.Generator,
    ) -> Grown:
        """Learn a column's codes `own`; `sizes` counts the codes of each feature whose order says nothing, else 0."""
        states, coarse = coding.states[own], Coarse.learn(features, sizes)
        rough = coarse.of(features)
        views, carts = [], []
        for _ in range(self.trees if features.shape[1] else 1):
            seen, unseen = deal(units, held_back=UNSEEN, most_rows=self.most_rows, rng=rng)
            views.append(View.learn(rough[seen], states[seen], sizes))
            view = views[-1].of(rough)
            carts.append(grow(view, states, states, seen=seen, unseen=unseen, growth=self.growth, rng=rng))
        inside = None if coding.single else within(features, own, coding, units, self.most_rows, self.growth, rng)
        decided, even = find_decided(features, own, units, self.k), np.ones(len(np.bincount(states)))
        return Grown(coarse, tuple(views), Cart.join(carts), even, inside, decided)


def within(
    features: Features,
    own: Codes,
    coding: Coding,
    units: Rows,
    most_rows: int,
    growth: Growth,
    rng: np.random.Generator,
) -> Cart:
    """A tree for each state that occurs; tree i of the result draws a value of state i.

    No question has the benefit of the doubt: so few rows of a state are held back that it would outweigh them.
    """
    growth = replace(growth, trust=0.0)
    counts = np.bincount(own, minlength=len(coding.states))
    roots = np.zeros(int(coding.states[-1]) + 1, dtype=np.int32)
    carts, nodes = [], 0
    for state, rows in _by_state(coding.states[own]):
        members = np.flatnonzero(coding.states == state)
        most = int(np.clip(len(rows) // ROWS_PER_BIN, 2, MOST_BINS))
        bin_of_value = bins(counts[members], most)[1:]
        seen, unseen = deal(units[rows], held_back=UNSEEN, most_rows=most_rows, rng=rng)
        target, values = bin_of_value[own[rows] - members[0]], own[rows]
        carts.append(grow(features[rows], target, values, seen=seen, unseen=unseen, growth=growth, rng=rng))
        roots[state] = nodes
        nodes += len(carts[-1].feature)
    return replace(Cart.join(carts), roots=roots)


def _by_state(states: Codes) -> Iterator[tuple[int, Rows]]:
    """Each state that occurs, with its rows."""
    order = np.argsort(states, kind="stable")
    found, first = np.unique(states[order], return_index=True)
    for state, rows in zip(found, np.split(order, first[1:]), strict=True):
        yield int(state), rows
