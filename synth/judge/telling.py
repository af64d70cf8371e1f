"""Naming parts of a column in words, so that no value that fewer than k units hold is told."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.fairness.groups import holders
from synth.judge.summaries import extremes, quantiles
from synth.prepare.schema import Column
from synth.prepare.spelling import spell

Rows = NDArray[np.bool_]


def tell_bin(comparison: Comparison, coded: Coded, number: int, rows: Rows | None = None) -> str | None:
    """That a column's value is in one of its bins, for a sentence: `age is 37 to 52`, `job is nurse`, `age is missing`.

    Ends are the k-th of the values that real rows (by default all, or some) have in the bin. None where fewer than k
    units have any, or where the bin is that of all rarer levels.
    """
    inside = coded.bins[coded.real] == number
    inside = inside if rows is None else inside & rows
    name, units = coded.column.name, _units(comparison)
    if len(np.unique(units[inside])) < comparison.k:
        return None
    if number == coded.bins[-1]:
        return f"{name} is missing"
    if not coded.ordered:
        levels = np.flatnonzero(coded.bins[:-1] == number)
        return f"{name} is {coded.values[levels[0]]}" if len(levels) == 1 else None
    return _span(coded, extremes(coded.values[coded.real[inside]], units[inside], comparison.k))


def tell_value(coded: Coded, code: int) -> str:
    """That a column has that value, which at least k units must hold."""
    value = coded.values[code]
    return f"{coded.column.name} is {_spelled(value, coded.column) if coded.ordered else value}"


def tell_middle(comparison: Comparison, coded: Coded, rows: Rows) -> str | None:
    """About where the numbers or dates of some real rows lie: the mean of the middle ones, of k or more units."""
    there = rows & (coded.real < len(coded.values))
    found = quantiles(coded.values[coded.real[there]], _units(comparison)[there], comparison.k)
    return f"{coded.column.name} is about {_spelled(found[2], coded.column)}" if found else None


def held_values(comparison: Comparison, coded: Coded) -> NDArray[Any]:
    """Which of a column's values, and then missing, at least k units hold in the training rows (values + 1,)."""
    return holders(coded.real.astype(np.intp), _units(comparison), len(coded.values) + 1) >= comparison.k


def _span(coded: Coded, ends: tuple[float, float] | None) -> str | None:
    if ends is None:
        return None
    low, high = (_spelled(end, coded.column) for end in ends)
    return f"{coded.column.name} is {low}" if low == high else f"{coded.column.name} is {low} to {high}"


def _spelled(value: float, column: Column) -> str:
    return spell(np.datetime64(int(value), "us") if column.kind == "datetime" else value, column)


def _units(comparison: Comparison) -> NDArray[np.int64]:
    return comparison.units[: len(comparison.real)]
