"""SMOTE in blocks of a class: what the search for neighbours costs grows with the rows, not with their square."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BLOCK, LEVELS_BLOCK = 10_000, 3_000
"""Most rows of a class among which neighbours are sought; fewer where every column is one of levels, as
imbalanced-learn then holds all distances of a block at once."""
LEAST_MADE = 1_000
LEAST = 2
"""So many rows are needed to make another between them."""
MOST_PATTERNS = 20
"""Rows of a class are kept apart by which of their cells are missing, in so many patterns at most."""
WORKING = 128
"""Megabytes of distances, or of neighbours, that are held at a time."""

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """Rows of a group that are neighbours to each other, some rows of other groups, and how many rows are made."""

    name: str
    rows: Rows
    others: Rows
    made: int


def patterns(classes: NDArray[Any], gone: NDArray[np.bool_]) -> tuple[NDArray[Any], dict[str, dict[str, int]]]:
    """For each row the group in which its neighbours are sought, and for each class its groups and their rows.

    Rows of a group lack the same cells: a vote among neighbours that lack others would hardly ever leave one missing.
    Patterns that are held too rarely, or are too many, share a group; where no cell is missing, a group is a class.
    """
    packed = pd.DataFrame(np.packbits(gone, axis=1))
    pattern = packed.groupby(list(packed), sort=False).ngroup().to_numpy() if packed.shape[1] else np.zeros(len(gone))
    groups, found = classes.copy(), {}
    for name in pd.unique(classes):
        rows = np.flatnonzero(classes == name)
        counts = pd.Series(pattern[rows]).value_counts()
        apart = counts[counts >= LEAST].index[:MOST_PATTERNS]
        if len(rows) - counts[apart].sum() < LEAST:
            apart = apart[1:]
        for at in apart:
            groups[rows[pattern[rows] == at]] = f"{name}\0{at}"
        found[name] = {str(group): int(count) for group, count in pd.Series(groups[rows]).value_counts().items()}
    return groups, found


def blocks(
    groups: NDArray[Any], wanted: Mapping[str, int], *, most: int, made: int, rng: np.random.Generator
) -> Iterator[Block]:
    """Blocks that make `wanted` rows of each group: at most `most` rows in a block, at most `made` made of it.

    A group of no more than `most` rows is one block, so that neighbours are the nearest there are. A larger one is
    dealt at random into equal blocks, of which no more are used than the rows to make need.
    """
    for name, count in wanted.items():
        own, others = rng.permutation(np.flatnonzero(groups == name)), np.flatnonzero(groups != name)
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
