"""Columns that another column decides: a borough by its zone, an hour by its departure time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.make.sequential.learned import Rows
from synth.make.sequential.levels import Codes

PURE = 0.99
"""A code decides if it goes with one and the same code in this share of its rows."""
ENOUGH = 0.95
"""A column decides if such codes account for this share of the rows that do not hold the commonest code anyway."""
FEWEST = 5
"""No code decides that fewer units hold, even where values are not protected: else a column of unique values would
decide all others, and whole rows were repeated.
"""
GLANCE = 2_000
"""So many rows tell most columns that decide nothing."""


@dataclass(frozen=True)
class Decided:
    """Feature number `by` decides: `codes` gives for each of its codes the column's own, or -1 where it is open."""

    by: int
    codes: Codes

    def settle(self, features: NDArray[np.float32], drawn: Codes) -> Codes:
        """The drawn codes, but for those that are decided."""
        told = self.codes[features[:, self.by].astype(np.int32)]
        return np.where(told < 0, drawn, told)


def decided_arrays(decided: Decided | None) -> dict[str, NDArray[Any]]:
    """It as arrays, if there is any."""
    return {} if decided is None else {"decided": decided.codes, "decided by": np.array(decided.by)}


def read_decided(arrays: Mapping[str, NDArray[Any]]) -> Decided | None:
    """The same again."""
    return Decided(int(arrays["decided by"]), arrays["decided"]) if "decided" in arrays else None


def find_decided(features: NDArray[np.float32], own: Codes, units: Rows, least: int) -> Decided | None:
    """The first feature that decides the codes `own`; only codes held by at least `least` units decide."""
    least = max(least, FEWEST)
    for by in range(features.shape[1]):
        codes = features[:, by].astype(np.int32)
        if _may_decide(codes[:GLANCE], own[:GLANCE]) and (found := _decides(codes, own, units, least)) is not None:
            return Decided(by, found)
    return None


def _may_decide(codes: Codes, own: Codes) -> bool:
    """Whether hardly any code goes with two."""
    pairs = np.unique(codes.astype(np.int64) * (int(own.max()) + 1) + own)
    first = np.unique(codes)
    return len(pairs) <= len(first) + (1 - PURE) * len(codes)


def _decides(codes: Codes, own: Codes, units: Rows, least: int) -> Codes | None:
    """For each code the one it goes with, or -1; None where that leaves much open."""
    size = int(own.max()) + 1
    pairs, counts = np.unique(codes.astype(np.int64) * size + own, return_counts=True)
    held, holders = np.bincount(codes), _holders(codes, units)
    pure = (counts >= PURE * held[pairs // size]) & (holders[pairs // size] >= least)
    told = np.full(len(held), -1, dtype=np.int32)
    told[pairs[pure] // size] = pairs[pure] % size
    uncommon = own != np.bincount(own).argmax()
    return told if uncommon.any() and (told[codes] == own)[uncommon].mean() >= ENOUGH else None


def _holders(codes: Codes, units: Rows) -> Rows:
    """How many units hold each code."""
    many = int(units.max()) + 1
    if np.bincount(units).max() == 1:
        return np.bincount(codes)
    return np.bincount(np.unique(codes.astype(np.int64) * many + units) // many)
