"""The search for numbers that others nearly add up to: what is left of them tells far less than they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log2
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.make.grain import ACCIDENT, Floats

MOST_PARTS = 4
MOST_LEFT = 0.4
"""What is left may tell so much of what the sum tells: the entropies of their values as spelled, in bits.

The sums of real tables leave 0 to .33 of it; numbers that are only alike leave .48 and more.
"""
LUMP, FEWEST = 0.01, 10
"""A value that this share of the rows hold, and so many, is a lump. It is lost in rows in which a part holds a value of
fewer than half as many: a balance of 0, where a loan of any amount was paid back.
"""
LOST = 0.02
"""So many of the rows at most may lose a lump. In real tables sums lose .00 or .03 and more."""


class Found(NamedTuple):
    """The number of a column that is a sum, and those of its parts with their signs."""

    column: int
    signs: Mapping[int, int]


def find(cells: Floats, decimals: Sequence[int]) -> Iterator[Found]:
    """The columns of `cells` (rows, columns) that are sums of others, those that vary least first; nan is missing.

    Parts vary no more than their sum, so that no sum is a part of its parts, and what goes astray in a part stays small
    beside the sum.
    """
    varies = np.array([_deviations(column[~np.isnan(column), None])[0] for column in cells.T])
    order = np.argsort(varies, kind="stable")
    for place, column in enumerate(order.tolist()):
        known = ~np.isnan(cells[:, column])
        parts = order[:place]
        whole, others = cells[known, column], np.nan_to_num(cells[np.ix_(known, parts)])
        signs = _walk(whole, others, decimals[column])
        if signs and _is_sum(whole, others, signs, decimals[column]):
            yield Found(column, {int(parts[part]): sign for part, sign in signs.items()})


def bits(values: Floats) -> float:
    """The entropy of values: 0 where all are the same, log2 of their number where all differ."""
    share = np.unique(values, return_counts=True)[1] / max(len(values), 1)
    return float(-(share * np.log2(share)).sum())


def _walk(whole: Floats, others: Floats, decimals: int) -> dict[int, int]:
    """The others that, with these signs, take most from the whole, one after the other, while it varies ever less.

    Of all stops on the way the one is taken at which what is left tells least. Mean deviations say where to go next, as
    entropies do not fall until the last part is found.
    """
    best: dict[int, int] = {}
    signs, left, least = best, whole, bits(whole.round(decimals))
    while len(signs) < min(MOST_PARTS, others.shape[1]) and len(left):
        spread = np.stack([_deviations(left[:, None] - others), _deviations(left[:, None] + others)])
        spread[:, list(signs)] = np.inf
        way, part = divmod(int(spread.argmin()), others.shape[1])
        if spread[way, part] >= _deviations(left[:, None])[0]:
            break
        signs, left = signs | {part: -1 if way else 1}, left + (1 if way else -1) * others[:, part]
        told = bits(left.round(decimals))
        if told < least:
            best, least = signs, told
    return best


def _is_sum(whole: Floats, others: Floats, signs: Mapping[int, int], decimals: int) -> bool:
    """Whether these parts leave little of it, too little for accident, and do not lose its lumps."""
    parts = others[:, list(signs)]
    told, left = bits(whole.round(decimals)), bits((whole - parts @ list(signs.values())).round(decimals))
    many = max(LUMP * len(whole), FEWEST)
    lost = (_holders(whole) >= many) & (np.array([_holders(part) for part in parts.T]).min(axis=0) < many / 2)
    naming = len(signs) * log2(2 * others.shape[1]) - log2(ACCIDENT)
    return left <= MOST_LEFT * told and len(whole) * (told - left) >= naming and float(lost.mean()) <= LOST


def _holders(values: Floats) -> NDArray[np.int64]:
    """For each row how many rows hold its value."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray(counts[places])


def _deviations(columns: Floats) -> Floats:
    """The mean distance from the mean, column by column; 0 without rows."""
    return np.asarray(np.abs(columns - columns.mean(axis=0)).mean(axis=0)) if len(columns) else np.zeros(1)
