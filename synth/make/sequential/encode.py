"""Columns as whole numbers: every value has a code in a fixed order, and codes are gathered into few states.

Code 0 stands for missing, code i for the i-th value. Trees split on codes and foretell states, so a number, a date and
a category of 4,000 levels all go the same way, and a missing value is a state like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.sequential.levels import Codes, group_levels
from synth.prepare.schema import Kind
from synth.prepare.table import DTYPES

ROWS_PER_LEVEL = 20


@dataclass(frozen=True)
class Coding:
    """One column's values in the order of their codes, and the state of each code; `states[0]` is that of missing.

    States are runs of codes.
    """

    name: str
    kind: Kind
    values: NDArray[Any]
    states: Codes

    @property
    def single(self) -> bool:
        """Whether every value is a state of its own."""
        return len(self.states) == int(self.states[-1]) + 1

    @property
    def unordered(self) -> bool:
        """Whether the order of the codes says nothing by itself."""
        return self.kind == "category" and len(self.values) > 2

    def decode(self, codes: Codes) -> pd.Series:
        """The values of those codes, with the dtype of the column's kind."""
        if self.kind == "boolean":
            return pd.Series(pd.array(codes == 2, dtype="boolean")).mask(codes == 0)
        missing: Any = {"number": np.nan, "datetime": np.datetime64("NaT")}.get(self.kind)
        table = np.empty(len(self.values) + 1, dtype=self.values.dtype)
        table[0], table[1:] = missing, self.values
        return pd.Series(table[codes], dtype=DTYPES[self.kind])

    def place(self, column: pd.Series) -> Codes:
        """The code of each cell: of numbers and dates that of the nearest value; 0 for a level that is not known."""
        missing = column.isna().to_numpy(dtype=bool)
        if self.kind == "boolean":
            return np.where(missing, 0, 1 + column.fillna(False).to_numpy(dtype=np.int32)).astype(np.int32)
        if self.kind == "category":
            known = pd.Index(self.values, dtype=object)
            return np.asarray(known.get_indexer(column.astype(object)) + 1, dtype=np.int32)
        values, cells = (_flat(np.asarray(each)) for each in (self.values, column.to_numpy()))
        found = np.searchsorted((values[1:] + values[:-1]) / 2, np.where(missing, 0.0, cells))
        return np.where(missing | (len(values) == 0), 0, found + 1).astype(np.int32)


def encode(column: pd.Series, kind: Kind, *, most_states: int) -> tuple[Coding, Codes]:
    """Order a column's values, gather them into some `most_states` states if they are more, and give each cell's code.

    Numbers, dates and booleans stand in their own order, levels of a category by how often they occur.
    """
    name = str(column.name)
    if kind == "boolean":
        codes = np.where(column.isna(), 0, 1 + column.fillna(False).to_numpy(dtype=np.int32)).astype(np.int32)
        return Coding(name, kind, np.array([0.0, 1.0]), np.arange(3, dtype=np.int32)), codes
    found, uniques = pd.factorize(column, sort=kind != "category")
    values = np.asarray(uniques)
    counts = np.bincount(found[found >= 0], minlength=len(values))
    if kind == "category":
        order = np.lexsort((values.astype(str), -counts))
        values, counts, found = values[order], counts[order], _places(order)[found]
    return Coding(name, kind, values, bins(counts, most_states)), (found + 1).astype(np.int32)


def regroup(coding: Coding, codes: Codes, others: Sequence[Codes], *, most_states: int) -> tuple[Coding, Codes]:
    """Order the levels of a category so that levels alike in their relation to `others` (states) share a state."""
    order, groups = group_levels(codes, others, levels=len(coding.values), most_groups=most_states)
    states = np.concatenate([[0], groups + 1]).astype(np.int32)
    again = Coding(coding.name, coding.kind, coding.values[order], states)
    return again, (_places(order)[codes - 1] + 1).astype(np.int32)


def bins(counts: NDArray[np.int64], most_states: int) -> Codes:
    """A state for each code, from how often each value occurs: every value its own state where they are few.

    Else the others go into half as many bins of equal counts, and a value that would alone fill one is its own state.
    State 0 is missing.
    """
    if len(counts) <= most_states:
        return np.arange(len(counts) + 1, dtype=np.int32)
    share = counts.sum() / (most_states / 2)
    spike = counts >= share
    rest = np.cumsum(np.where(spike, 0, counts)) - 1
    run = np.cumsum(spike | np.roll(spike, 1)) * (most_states + 1) + (rest // share).astype(np.int64)
    return np.concatenate([[0], 1 + np.cumsum(np.diff(run, prepend=run[:1]) != 0)]).astype(np.int32)


def like_levels(kind: Kind, distinct: int, rows: int) -> bool:
    """Whether a number's values occur so often that they may be seen as levels too: codes, hours, grades."""
    return kind == "number" and 2 < distinct <= rows / ROWS_PER_LEVEL


def _flat(values: NDArray[Any]) -> NDArray[np.float64]:
    """Numbers as they are; dates as microseconds."""
    dates = values.dtype.kind == "M"
    return values.astype("datetime64[us]").astype("int64").astype(np.float64) if dates else values.astype(np.float64)


def _places(order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each item stands in `order`; -1 at index -1, which means missing."""
    places = np.full(len(order) + 1, -1)
    places[order] = np.arange(len(order))
    return places
