"""Decision trees that know how far to trust themselves, as plain arrays that numpy alone draws from.

scikit-learn grows each tree on a part of the rows. Rows it has not seen then tell, at every node, with what probability
to stop there rather than ask on (as context-tree weighting does: Willems, Shtarkov & Tjalkens 1995). At last all rows
fill the nodes. So what is true of some rows only by accident is seldom repeated, which is what keeps copies rare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from synth.make.sequential.even import lots
from synth.make.sequential.learned import Rows
from synth.make.sequential.levels import Codes, Floats

DOUBT = 5.0
"""A node's shares are taken as if so many rows like its parent's were added."""
FADED = 0.01
"""A node that is reached with a smaller probability, by rows that could reach it, is cut off."""


@dataclass(frozen=True)
class Growth:
    """How trees grow: rows in the smallest leaf, questions in a row at most, `trust`: what a question is given in its
    favour, in units of log likelihood on the unseen rows, and the share of `features` that each question may be about.
    """

    min_leaf: int
    max_depth: int
    trust: float
    features: float = 1.0


@dataclass(frozen=True)
class Cart:
    """One or several trees over the same features.

    `roots` are the first nodes of each tree. At a node a row stops with probability `stay` (1 at a leaf); else it goes
    `left` where its feature is at most `threshold`, or `right`. Where it stops it draws a position, uniform in
    `low[node]` … `high[node]` and even over the rows that stop there, and gets the first of `values` whose `ends` is
    above it.
    """

    roots: Codes
    feature: Codes
    threshold: Floats
    left: Codes
    right: Codes
    stay: Floats
    low: Rows
    high: Rows
    values: Codes
    ends: Rows

    def draw(self, features: NDArray[np.float32], trees: Codes, rng: np.random.Generator) -> Codes:
        """Send each row of `features` down its tree and draw a value where it stops."""
        node = self.roots[trees]
        moving = np.arange(len(node))
        while len(moving):
            moving = moving[rng.random(len(moving)) >= self.stay[node[moving]]]
            here = node[moving]
            lower = features[moving, self.feature[here]] <= self.threshold[here]
            node[moving] = np.where(lower, self.left[here], self.right[here])
        low, high = self.low[node], self.high[node]
        position = low + (lots(node, rng) * (high - low)).astype(np.int64)
        return self.values[np.searchsorted(self.ends, position, side="right")]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The trees as named arrays; `Cart(**arrays)` is the same again."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @classmethod
    def join(cls, carts: Sequence[Cart]) -> Cart:
        """All trees of all `carts`, one after the other."""
        nodes = np.cumsum([0] + [len(cart.feature) for cart in carts]).astype(np.int32)
        weights = np.cumsum([0] + [int(cart.ends[-1]) for cart in carts])
        moved = [cart._moved(nodes[at], weights[at]).arrays() for at, cart in enumerate(carts)]
        return cls(**{name: np.concatenate([one[name] for one in moved]) for name in moved[0]})

    def _moved(self, nodes: np.int32, weights: np.int64) -> Cart:
        """The same trees behind so many nodes and so much weight of others."""
        return replace(
            self,
            roots=self.roots + nodes,
            left=self.left + nodes,
            right=self.right + nodes,
            low=self.low + weights,
            high=self.high + weights,
            ends=self.ends + weights,
        )


def grow(
    features: NDArray[np.float32],
    target: Codes,
    values: Codes,
    *,
    seen: Rows,
    unseen: Rows,
    growth: Growth,
    rng: np.random.Generator,
) -> Cart:
    """Grow a tree on the rows `seen` that tells `target` from `features`, weigh it on `unseen`, fill it with all."""
    tree = _split(features[seen], target[seen], growth, int(rng.integers(2**31)))
    if tree is None:
        return _fill(Nodes.single(), np.zeros(len(values), dtype=np.int64), values)
    nodes, leaf = Nodes.of(tree), tree.apply(features)
    classes = int(target.max()) + 1
    known, new = (nodes.count(leaf[rows], target[rows], classes) for rows in (seen, unseen))
    nodes, leaf = nodes.prune(nodes.weigh(known, new, growth.trust), leaf)
    return _fill(nodes, leaf, values)


def _split(features: NDArray[np.float32], target: Codes, growth: Growth, seed: int) -> Any:
    """scikit-learn's tree; None where there is nothing to tell, to tell it from, or to learn it from."""
    if not features.shape[1] or len(target) < max(2 * growth.min_leaf, 2 * len(np.unique(target))):
        return None
    if (target == target[0]).all():
        return None
    kind = DecisionTreeClassifier(
        random_state=seed,
        min_samples_leaf=growth.min_leaf,
        max_depth=growth.max_depth,
        max_features=growth.features if growth.features < 1 else None,
    )
    return kind.fit(features, target, check_input=False).tree_  # codes are single-precision numbers, none missing


@dataclass(frozen=True)
class Nodes:
    """A tree's nodes in preorder, so that all nodes under node i are i … `last[i]`; `levels` lists them by depth."""

    feature: NDArray[Any]
    threshold: Floats
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    stay: Floats
    levels: tuple[Rows, ...]
    last: Rows

    @classmethod
    def single(cls) -> Nodes:
        """A tree without a question."""
        nowhere = np.full(1, -1)
        return cls.build(nowhere, np.zeros(1), nowhere, nowhere, np.ones(1))

    @classmethod
    def of(cls, tree: Any) -> Nodes:
        """The nodes of scikit-learn's tree, which stops at leaves only."""
        stay = (tree.children_left < 0).astype(np.float64)
        return cls.build(tree.feature, tree.threshold, tree.children_left, tree.children_right, stay)

    @classmethod
    def build(
        cls, feature: NDArray[Any], threshold: Floats, left: NDArray[Any], right: NDArray[Any], stay: Floats
    ) -> Nodes:
        """Find levels and last nodes."""
        levels = [np.zeros(1, dtype=np.int64)]
        while len(inner := levels[-1][left[levels[-1]] >= 0]):
            levels.append(np.concatenate([left[inner], right[inner]]))
        last = np.arange(len(left))
        for level in reversed(levels):
            inner = level[left[level] >= 0]
            last[inner] = last[right[inner]]
        return cls(feature, threshold, left, right, stay, tuple(levels), last)

    def count(self, leaf: Rows, target: Codes, classes: int) -> Floats:
        """How many rows of each class are under each node (nodes × classes), from the leaf of each row."""
        cells = np.bincount(leaf * classes + target, minlength=len(self.left) * classes).reshape(-1, classes)
        below = np.vstack([np.zeros((1, classes)), np.cumsum(cells, axis=0)])
        return below[self.last + 1] - below[:-1]

    def weigh(self, known: Floats, new: Floats, trust: float) -> Floats:
        """The probability of stopping at each node: how well it foretells the new rows, beside what lies below it."""
        held = known.sum(axis=1, keepdims=True)
        share = np.empty_like(known)
        share[0] = (known[0] + DOUBT / known.shape[1]) / (held[0] + DOUBT)
        for inner in self._inner():
            for child in (self.left[inner], self.right[inner]):
                share[child] = (known[child] + DOUBT * share[inner]) / (held[child] + DOUBT)
        here = np.einsum("ij,ij->i", new, np.log(share))
        total, stay = here.copy(), np.ones(len(here))
        for inner in reversed(self._inner()):
            below = total[self.left[inner]] + total[self.right[inner]] + trust
            total[inner] = np.logaddexp(here[inner], below)
            stay[inner] = np.exp(here[inner] - total[inner])
        return stay

    def prune(self, stay: Floats, leaf: Rows) -> tuple[Nodes, Rows]:
        """The tree that stops with these probabilities, without its faded nodes; and each row's new leaf."""
        reach = np.ones(len(stay))
        owner = np.arange(len(stay))
        for inner in self._inner():
            going = reach[inner] * (1 - stay[inner])
            for child in (self.left[inner], self.right[inner]):
                reach[child] = going
                owner[child] = np.where(going < FADED, owner[inner], child)
        kept = np.flatnonzero(owner == np.arange(len(stay)))
        place = np.searchsorted(kept, owner)
        ends = (self.left[kept] < 0) | (owner[self.left[kept]] == kept)
        left, right = (np.where(ends, -1, place[side[kept]]) for side in (self.left, self.right))
        stays = np.where(ends, 1.0, stay[kept])
        return Nodes.build(self.feature[kept], self.threshold[kept], left, right, stays), place[leaf]

    def _inner(self) -> list[Rows]:
        """The nodes that ask something, by depth from the root."""
        return [level[self.left[level] >= 0] for level in self.levels]


def _fill(nodes: Nodes, leaf: Rows, values: Codes) -> Cart:
    """The tree with every row's value under its leaf; equal values of a leaf are counted, not repeated."""
    size = int(values.max()) + 1
    cells, counts = np.unique(leaf * size + values, return_counts=True)
    ends = np.cumsum(counts)
    first = np.searchsorted(cells // size, np.arange(len(nodes.left) + 1))
    below = np.concatenate([[0], ends])[first]
    return Cart(
        roots=np.zeros(1, dtype=np.int32),
        feature=nodes.feature.astype(np.int32),
        threshold=nodes.threshold,
        left=nodes.left.astype(np.int32),
        right=nodes.right.astype(np.int32),
        stay=nodes.stay,
        low=below[:-1],
        high=below[nodes.last + 1],
        values=(cells % size).astype(np.int32),
        ends=ends,
    )
