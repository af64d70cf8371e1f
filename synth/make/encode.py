"""Columns as whole numbers: every value has a code in a fixed order, and codes are gathered into few states.

Code 0 stands for missing; code i for the i-th value. Trees split on codes and predict states, so a number, a date and a
category of 4,000 levels all go the same way, and a missing value is a state like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.prepare.schema import Kind
from synth.prepare.table import DTYPES

Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Coding:
    """One column's values, and the state of each code (`states[0]` is that of missing)."""

    name: str
    kind: Kind
    values: NDArray[Any]
    states: Codes

    def decode(self, codes: Codes) -> pd.Series:
        """The values of those codes, with the dtype of the column's kind."""
        if self.kind == "boolean":
            return pd.Series(pd.array(codes == 2, dtype="boolean")).mask(codes == 0)
        missing: Any = {"number": np.nan, "datetime": np.datetime64("NaT")}.get(self.kind)
        table = np.empty(len(self.values) + 1, dtype=self.values.dtype)
        table[0], table[1:] = missing, self.values
        return pd.Series(table[codes], dtype=DTYPES[self.kind])


def encode(column: pd.Series, kind: Kind, *, max_states: int) -> tuple[Coding, Codes]:
    """Order a column's values, gather them into at most some `max_states` states, and give each cell's code."""
    if kind == "boolean":
        codes = np.where(column.isna(), 0, 1 + column.fillna(False).to_numpy(dtype=np.int32)).astype(np.int32)
        return Coding(str(column.name), kind, np.array([0.0, 1.0]), np.arange(3, dtype=np.int32)), codes
    found, uniques = pd.factorize(column, sort=kind != "category")
    values = np.asarray(uniques)
    counts = np.bincount(found[found >= 0], minlength=len(values))
    if kind == "category":
        order = np.lexsort((values.astype(str), -counts))
        places = np.full(len(order) + 1, -1)
        places[order] = np.arange(len(order))
        values, counts, found = values[order], counts[order], places[found]
    return Coding(str(column.name), kind, values, _states(counts, max_states)), (found + 1).astype(np.int32)


def _states(counts: NDArray[np.int64], max_states: int) -> Codes:
    """A state for each code: each value its own where they are few; else spikes apart and the rest in equal bins."""
    if len(counts) < max_states:
        return np.arange(len(counts) + 1, dtype=np.int32)
    share = counts.sum() / (max_states / 2)
    spike = counts >= share
    rest = np.cumsum(np.where(spike, 0, counts)) - 1
    block = np.cumsum(spike | np.roll(spike, 1))
    runs = block * (max_states + 1) + np.minimum(rest // share, max_states).astype(np.int64)
    states = np.cumsum(np.diff(runs, prepend=runs[:1]) != 0)
    return np.concatenate([[0], states + 1]).astype(np.int32)
