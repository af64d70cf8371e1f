"""What is typical of some real rows: the columns in which they differ most from all, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.telling import tell_bin, tell_middle
from synth.prepare.spelling import listed

MOST_TOLD = 3
UNLIKE = 0.1
"""The least total variation distance from all rows at which a column is worth telling."""


def typical(comparison: Comparison, rows: NDArray[np.bool_]) -> str:
    """The up to three most telling columns of these training rows, which at least k units have."""
    apart = [(_distance(coded, rows), coded) for coded in comparison.coded.values()]
    told: list[str] = []
    for distance, coded in sorted(apart, key=lambda each: -each[0]):
        if distance < UNLIKE or len(told) == MOST_TOLD:
            break
        if said := _said(comparison, coded, rows):
            told.append(said)
    return listed(told) if told else "nothing stands out"


def _distance(coded: Coded, rows: NDArray[np.bool_]) -> float:
    mine, every = _shares(coded, rows)
    return float(np.abs(mine - every).sum() / 2)


def _shares(coded: Coded, rows: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share of each bin among these rows, and among all."""
    bins = coded.bins[coded.real]
    mine, every = (np.bincount(part, minlength=coded.width + 1) for part in (bins[rows], bins))
    return mine / max(int(rows.sum()), 1), every / len(bins)


def _said(comparison: Comparison, coded: Coded, rows: NDArray[np.bool_]) -> str | None:
    """The level, spike or gap that these rows have more often than others; of spread numbers their middle."""
    mine, every = _shares(coded, rows)
    most = int(np.argmax(mine - every))
    if coded.ordered and mine[most] < 0.5:
        return tell_middle(comparison, coded, rows)
    said = tell_bin(comparison, coded, most, rows)
    return said.replace(" is ", " is often ", 1) if said and mine[most] < 0.5 else said
