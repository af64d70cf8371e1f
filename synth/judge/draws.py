"""Seeded draws of rows, by unit: what a score's interval, its reference and its equal sizes are taken from.

Rows are drawn from a list that is ordered by what the rows hold, so that scores change neither with the order of the
rows nor with that of the columns.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Codes

DRAWS = 20
FEW = 4

Rows = NDArray[np.intp]


def generator(seed: int, name: str) -> np.random.Generator:
    """A stream of random numbers of its own for each name."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def content_keys(rows: int, columns: Iterable[tuple[str, Codes]]) -> NDArray[np.uint64]:
    """A number for each row that depends on what it holds alone: the sum of one number for each column's value."""
    keys = np.zeros(rows, dtype=np.uint64)
    for name, codes in columns:
        words = generator(0, name).integers(0, 2**64, size=int(codes.max(initial=0)) + 1, dtype=np.uint64)
        keys += words[codes]
    return keys


def draw_rows(
    keys: NDArray[np.uint64], units: NDArray[np.int64], rows: int, *, rng: np.random.Generator, draws: int = DRAWS
) -> tuple[Rows, ...]:
    """Draw `rows` rows without replacement, whole units at a time and as near to that number as they allow, 20 times.

    `units` numbers each row's unit from 0; where all rows are of one unit, rows are drawn. Each draw takes at least one
    unit and leaves at least one.
    """
    if not units.any():
        units = np.arange(len(units))
    totals = np.zeros(int(units.max(initial=-1)) + 1, dtype=np.uint64)
    np.add.at(totals, units, keys)
    order = np.argsort(totals, kind="stable")
    sizes = np.bincount(units, minlength=len(totals))[order]
    if len(order) == len(units) and FEW * rows < len(order):  # few of many rows, each its own unit
        chosen_few = (rng.choice(len(order), max(rows, 1), replace=False, shuffle=False) for _ in range(draws))
        return tuple(np.sort(order[some]) for some in chosen_few)
    drawn = []
    for _ in range(draws):
        shuffled = rng.permutation(len(order))
        reached = np.cumsum(sizes[shuffled])
        taken = min(int(np.argmin(np.abs(reached - rows))) + 1, len(order) - 1)
        chosen = np.zeros(len(order), dtype=bool)
        chosen[order[shuffled[:taken]]] = True
        drawn.append(np.flatnonzero(chosen[units]))
    return tuple(drawn)


def draw_once(keys: NDArray[np.uint64], units: NDArray[np.int64], rows: int, *, rng: np.random.Generator) -> Rows:
    """Draw once, all rows if there are no more, and put them in an order that depends on what they hold."""
    drawn = np.arange(len(keys)) if len(keys) <= rows else draw_rows(keys, units, rows, rng=rng, draws=1)[0]
    return drawn[np.argsort(keys[drawn], kind="stable")]
