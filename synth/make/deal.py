"""Units are dealt to rows that are alike, so that what is the same in all rows of a unit can be made the same.

Rows are drawn one by one; a unit takes rows that stand together once they are sorted by the columns that are alike
within units, as many as were drawn for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.alike import Alike

Codes = NDArray[np.int64]

ROUNDS, LAST = 100, 10
"""How often units that did not fit into a cell are dealt again; in the last rounds, those that do fit stay."""
FEW_VALUES = 20
"""Numbers and dates of so few values, each of `ROWS_EACH` rows on average, are kept apart as levels are."""
ROWS_EACH = 5
MOST_BITS = 16
"""How finely one number column is sorted: by 65,536 steps of its rank."""


def deal(frame: pd.DataFrame, alike: Alike, sizes: Codes, rng: np.random.Generator) -> Codes:
    """The unit of each row, from 0; unit u has `sizes[u]` rows, and these sum to the rows there are."""
    cells, spots = _cells(frame, alike, rng), _spots(frame, alike, rng)
    order = np.lexsort((rng.random(len(frame)), spots, cells))
    owners = np.empty(len(frame), dtype=np.int64)
    owners[order] = _packed(np.bincount(cells), sizes, rng)
    return owners


def _packed(free: Codes, sizes: Codes, rng: np.random.Generator) -> Codes:
    """The unit of each row, cell after cell, where `free` counts the rows of each cell.

    Units that fit into no cell take what the others leave, over the borders of cells.
    """
    home = _homes(free, sizes, rng)
    placed, waiting = np.flatnonzero(home >= 0), rng.permutation(np.flatnonzero(home < 0))
    left = free - np.bincount(home[placed], weights=sizes[placed], minlength=len(free)).astype(np.int64)
    pieces = np.concatenate([placed, np.full(len(left), -1)])
    order = np.lexsort((rng.random(len(pieces)), np.concatenate([home[placed], np.arange(len(left))])))
    owners = np.repeat(pieces[order], np.concatenate([sizes[placed], left])[order])
    owners[owners < 0] = np.repeat(waiting, sizes[waiting])
    return owners


def _homes(free: Codes, sizes: Codes, rng: np.random.Generator) -> Codes:
    """The cell of each unit; -1 where it fits into none.

    Units and cells, both in random order, are laid side by side. Units that reach into the next cell are taken up, and
    half of those in cells that are not full with them, and laid along what is left, again and again.
    """
    home, left, waiting = np.full(len(sizes), -1), free.copy(), rng.permutation(len(sizes))
    for turn in range(ROUNDS):
        cells = rng.permutation(np.flatnonzero(left))
        ends, limits = np.cumsum(sizes[waiting]), np.cumsum(left[cells])
        at = np.searchsorted(limits, ends - sizes[waiting], side="right")
        fits = ends <= limits[at]
        home[waiting[fits]] = cells[at[fits]]
        np.subtract.at(left, cells[at[fits]], sizes[waiting[fits]])
        if fits.all():
            break
        if turn < ROUNDS - LAST:
            lifted = np.flatnonzero((home >= 0) & (left[home] > 0) & (rng.random(len(home)) < 0.5))
            np.add.at(left, home[lifted], sizes[lifted])
            home[lifted] = -1
        waiting = rng.permutation(np.flatnonzero(home < 0))
    return home


def _cells(frame: pd.DataFrame, alike: Alike, rng: np.random.Generator) -> Codes:
    """The cell of each row, from 0: rows of a cell have the same levels. Columns of few levels tell cells apart first,
    so that cells next to each other differ in those of many.
    """
    keys = sorted(_level_keys(frame, alike, rng), key=lambda key: int(key.max()))
    cells = np.zeros(len(frame), dtype=np.int64)
    for key in keys:
        cells = np.unique(cells * (key.max() + 1) + key, return_inverse=True)[1].astype(np.int64)
    return cells


def _level_keys(frame: pd.DataFrame, alike: Alike, rng: np.random.Generator) -> Iterator[Codes]:
    """The levels of each column that is the same within units; missing is one where units agree in gaps."""
    for name in alike.same:
        if _measured(frame[name]):
            if name in alike.gaps:
                yield frame[name].isna().to_numpy().astype(np.int64)
        else:
            codes = pd.factorize(frame[name], sort=True, use_na_sentinel=name not in alike.gaps)[0]
            yield _stood_in(codes.astype(np.int64), codes >= 0, rng)


def _spots(frame: pd.DataFrame, alike: Alike, rng: np.random.Generator) -> Codes:
    """The place of each row along a curve on which rows near in all numbers and dates are near (Morton 1966)."""
    names = [*(name for name in alike.same if _measured(frame[name])), *alike.near][:62]
    bits = min(MOST_BITS, 62 // max(len(names), 1))
    ranks = [_ranks(frame[name], bits, rng) for name in names]
    return _interleaved(ranks, bits, len(frame))


def _ranks(cells: pd.Series[Any], bits: int, rng: np.random.Generator) -> Codes:
    known = cells.notna().to_numpy()
    ranks = cells.rank(pct=True).fillna(0).to_numpy() * (2**bits - 1)
    return _stood_in(ranks.astype(np.int64), known, rng)


def _interleaved(ranks: Sequence[Codes], bits: int, rows: int) -> Codes:
    spots = np.zeros(rows, dtype=np.int64)
    for bit in reversed(range(bits)):
        for rank in ranks:
            spots = spots * 2 + ((rank >> bit) & 1)
    return spots


def _stood_in(keys: Codes, known: NDArray[np.bool_], rng: np.random.Generator) -> Codes:
    """Keys that are not known as those of known rows drawn at random, so that gaps come to any unit."""
    gone = int((~known).sum())
    if not gone or gone == len(keys):
        return np.where(known, keys, 0)
    return np.where(known, keys, rng.choice(keys[known], size=len(keys)))


def _measured(cells: pd.Series[Any]) -> bool:
    """Whether a column is of numbers or dates, and more of them than could be kept apart."""
    return cells.dtype.kind in "fM" and cells.nunique() > min(FEW_VALUES, len(cells) / ROWS_EACH)
