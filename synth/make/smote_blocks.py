"""SMOTE in blocks of a class: what the search for neighbours costs grows with the rows, not with their square."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK, LEVELS_BLOCK = 10_000, 3_000
"""Most rows of a class among which neighbours are sought; fewer where every column is one of levels, as
imbalanced-learn then holds all distances of a block at once."""
LEAST_MADE = 1_000
WORKING = 128
"""Megabytes of distances, or of neighbours, that are held at a time."""

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """Rows of a class that are neighbours to each other, some rows of other classes, and how many rows are made."""

    name: str
    rows: Rows
    others: Rows
    made: int


def blocks(
    classes: NDArray[Any], wanted: Mapping[str, int], *, most: int, made: int, rng: np.random.Generator
) -> Iterator[Block]:
    """Blocks that make `wanted` rows of each class: at most `most` rows in a block, at most `made` made of it.

    A class of no more than `most` rows is one block, so that neighbours are the nearest there are. A larger one is
    dealt at random into equal blocks, of which no more are used than the rows to make need.
    """
    for name, count in wanted.items():
        own, others = rng.permutation(np.flatnonzero(classes == name)), np.flatnonzero(classes != name)
        parts = np.array_split(own, -(-len(own) // most))
        calls = -(-count // made)
        if calls > len(parts):  # each part as often as any other
            calls = -(-calls // len(parts)) * len(parts)
        shares = np.diff(np.linspace(0, count, calls + 1).astype(np.int64))
        for at, share in enumerate(shares.tolist()):
            some = rng.permutation(others)[:most]
            yield Block(name, parts[at % len(parts)], some, share)


def made_at_once(width: int, neighbours: int, most: int) -> int:
    """How many rows are made at a time, so that their neighbours, `width` inputs each, fit into little memory."""
    return int(np.clip(WORKING * 1e6 / (8 * max(width, 1) * neighbours), LEAST_MADE, most))


def pairs(made: Mapping[str, int], held: Mapping[str, int], most: int) -> float:
    """How many pairs of rows are looked at: those within the blocks that are used."""
    used = {name: max(1, min(-(-count // most), -(-held[name] // most))) for name, count in made.items() if count}
    return sum(float(calls) * min(held[name], most) ** 2 for name, calls in used.items())
