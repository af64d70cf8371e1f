"""Decision trees as plain arrays: grown by scikit-learn, then drawn from with numpy alone.

Nodes are numbered in preorder and donors stand in the order of their leaves, so that the donors below any node are one
run of the array.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from synth.make.encode import Codes


@dataclass(frozen=True)
class Cart:
    """One or several trees over the same features.

    `roots` are the first nodes of each tree. A leaf has `feature` -1; elsewhere a row goes `left` where its feature is
    at most `threshold`, else `right`. Node i's donors are `donors[start[i]:stop[i]]`.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    donors: Codes

    def draw(self, features: NDArray[np.float32], trees: Codes, rng: np.random.Generator) -> Codes:
        """Send each row down its tree and take a donor of the leaf where it arrives."""
        node = self.roots[trees]
        moving = np.flatnonzero(self.feature[node] >= 0)
        while len(moving):
            here = node[moving]
            low = features[moving, self.feature[here]] <= self.threshold[here]
            node[moving] = np.where(low, self.left[here], self.right[here])
            moving = moving[self.feature[node[moving]] >= 0]
        start, stop = self.start[node], self.stop[node]
        return self.donors[start + (rng.random(len(node)) * (stop - start)).astype(np.int64)]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The tree as named arrays; `Cart(**arrays)` is the tree again."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @classmethod
    def join(cls, carts: Sequence[Cart]) -> Cart:
        """Several trees in one; tree i of the result is the i-th of `carts`."""
        nodes = np.cumsum([0] + [len(cart.feature) for cart in carts])[:-1]
        donors = np.cumsum([0] + [len(cart.donors) for cart in carts])[:-1]
        return cls(
            roots=np.concatenate([cart.roots + at for cart, at in zip(carts, nodes, strict=True)]).astype(np.int32),
            feature=np.concatenate([cart.feature for cart in carts]),
            threshold=np.concatenate([cart.threshold for cart in carts]),
            left=np.concatenate([cart.left + at for cart, at in zip(carts, nodes, strict=True)]).astype(np.int32),
            right=np.concatenate([cart.right + at for cart, at in zip(carts, nodes, strict=True)]).astype(np.int32),
            start=np.concatenate([cart.start + at for cart, at in zip(carts, donors, strict=True)]),
            stop=np.concatenate([cart.stop + at for cart, at in zip(carts, donors, strict=True)]),
            donors=np.concatenate([cart.donors for cart in carts]),
        )


def grow(
    features: NDArray[np.float32],
    target: NDArray[Any],
    donors: Codes,
    *,
    classes: bool,
    limits: Mapping[str, Any],
    seed: int,
) -> Cart:
    """Grow one tree that tells `target` (classes, or numbers) from `features`, and fill its leaves with `donors`."""
    if not features.shape[1] or len(target) < 2 or (target == target[0]).all():
        return _leaf(donors)
    kind = DecisionTreeClassifier if classes else DecisionTreeRegressor
    model = kind(random_state=seed, **limits).fit(features, target)
    leaf = model.tree_.apply(features)
    nodes = model.tree_.node_count
    counts = np.bincount(leaf, minlength=nodes)
    start = np.cumsum(counts) - counts
    last = np.arange(nodes)
    right = model.tree_.children_right
    for node in range(nodes - 1, -1, -1):
        if right[node] >= 0:
            last[node] = last[right[node]]
    return Cart(
        roots=np.zeros(1, dtype=np.int32),
        feature=np.where(right < 0, -1, model.tree_.feature).astype(np.int32),
        threshold=model.tree_.threshold,
        left=model.tree_.children_left.astype(np.int32),
        right=right.astype(np.int32),
        start=start.astype(np.int64),
        stop=(start + counts)[last].astype(np.int64),
        donors=donors[np.argsort(leaf, kind="stable")],
    )


def _leaf(donors: Codes) -> Cart:
    """A tree without a split."""
    nothing = np.full(1, -1, dtype=np.int32)
    return Cart(
        roots=np.zeros(1, dtype=np.int32),
        feature=nothing,
        threshold=np.zeros(1),
        left=nothing,
        right=nothing,
        start=np.zeros(1, dtype=np.int64),
        stop=np.full(1, len(donors), dtype=np.int64),
        donors=donors,
    )
