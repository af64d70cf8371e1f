"""Rows parted into groups by the values of up to two columns, none of which fewer than k real units stand in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.summaries import quantiles
from synth.prepare.spelling import spell_number

MOST_LEVELS = 20
MOST_GROUPS = 40
MOST_NUMBERS = 10
YEARS = 2
OTHERS = "all other"
MISSING = "missing"
HUGE = 1e100
"""What is farther off from 0 is no number to count with."""

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Rows = NDArray[np.bool_]


class Side(NamedTuple):
    """One of the two tables as a question sees it: by column its codes, and whose row each row is."""

    codes: dict[str, Codes]
    units: NDArray[np.int64]


class Grouped(NamedTuple):
    """Groups by name, and for each row of both tables which one it is in."""

    names: tuple[tuple[str, ...], ...]
    real: Places
    synthetic: Places


def sides(comparison: Comparison) -> tuple[Side, Side]:
    """Both tables."""
    coded = comparison.coded.items()
    return (
        Side({name: column.real for name, column in coded}, comparison.units[: len(comparison.real)]),
        Side({name: column.synthetic for name, column in coded}, comparison.synthetic.units()),
    )


def grouped(comparison: Comparison, by: Sequence[str], counting: Rows) -> Grouped:
    """Part the rows by these columns; `counting` says which real rows are asked about.

    Values that fewer than k real units hold, and groups in which fewer than k asked-about units stand, are one group;
    where those are still too few, the smallest others join them. Beyond 40 groups the smallest join too.
    """
    real, synthetic = sides(comparison)
    if not by:
        return Grouped(((),), np.zeros(len(real.units), np.intp), np.zeros(len(synthetic.units), np.intp))
    parts = [_parted(comparison.coded[name], real.units, comparison.k) for name in by]
    names = [labels for labels, _ in parts]
    places = [
        np.ravel_multi_index(
            [where[side.codes[name]] for name, (_, where) in zip(by, parts, strict=True)], [len(each) for each in names]
        )
        for side in (real, synthetic)
    ]
    crossed = list(product(*names))
    others = crossed.index((OTHERS,) * len(by))
    kept = _kept(places[0][counting], real.units[counting], len(crossed), others, comparison.k)
    order = [place for place in range(len(crossed)) if kept[place] and place != others]
    last = len(order)
    where = np.full(len(crossed), last, dtype=np.intp)
    where[order] = np.arange(last)
    found = [where[each] for each in places]
    rest = bool((found[0][counting] == last).any() or (found[1] == last).any())
    return Grouped(
        (*(crossed[place] for place in order), *([(OTHERS,) * len(by)] if rest else [])),
        *(np.where(each < last, each, last if rest else -1) for each in found),
    )


def units_in(places: Places, units: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """How many units stand in each of `size` places."""
    pairs = pd.DataFrame({"place": places, "unit": units}).drop_duplicates()
    return np.bincount(pairs["place"].to_numpy(), minlength=size)


def _kept(places: Places, units: NDArray[np.int64], size: int, others: int, k: int) -> Rows:
    """Which groups stand by themselves: the largest of at least k units, so that the rest are none or at least k."""
    holders = units_in(places, units, size)
    kept = holders >= k
    kept[others] = False
    kept[np.argsort(-holders, kind="stable")[MOST_GROUPS:]] = False
    while kept.any() and 0 < len(np.unique(units[~kept[places]])) < k:
        kept[np.where(kept, holders, np.iinfo(np.int64).max).argmin()] = False
    return np.asarray(kept)


def _parted(coded: Coded, units: NDArray[np.int64], k: int) -> tuple[list[str], Places]:
    """The names of a column's parts, missing and all others last, and for each code which part it is in."""
    labels = _numbers(coded, units, k) if coded.ordered else coded.values.astype(str)
    by_code = np.append(labels.astype(object), MISSING)
    names, places = np.unique(by_code.astype(str), return_inverse=True)
    holders = units_in(places[coded.real], units, len(names))
    shown = [place for place in np.argsort(-holders, kind="stable").tolist() if names[place] not in (OTHERS, MISSING)]
    shown = [place for place in shown[:MOST_LEVELS] if holders[place] >= k]
    if coded.ordered:  # in their own order, which is that of the first value in each
        shown.sort(key=lambda place: int(np.argmax(places == place)))
    listed = [*(str(names[place]) for place in shown), MISSING, OTHERS]
    where = np.array([listed.index(name) if name in listed else len(listed) - 1 for name in names.tolist()])
    return listed, where[places]


def _numbers(coded: Coded, units: NDArray[np.int64], k: int) -> NDArray[Any]:
    """What part each number or date is in: few numbers stand for themselves, many in four parts, dates in years."""
    if coded.column.kind == "datetime":
        years = coded.values.astype("int64").astype("datetime64[us]")
        held = years[np.unique(coded.real[coded.real < len(years)])]
        long = len(held) > 0 and np.ptp(held.astype("datetime64[Y]").astype(int)) >= YEARS
        return years.astype("datetime64[Y]" if long else "datetime64[M]").astype(str)
    known = np.isin(coded.real, np.flatnonzero(np.abs(coded.values) < HUGE))
    if len(np.unique(coded.real[known])) <= MOST_NUMBERS:
        return np.array([spell_number(value, coded.column.decimals) for value in coded.values.tolist()], dtype=object)
    edges = quantiles(coded.values[coded.real[known]], units[known], k)[1:-1]
    return _ranges(coded.values, np.unique(edges), coded.column.decimals)


def _ranges(values: Floats, edges: Floats, decimals: int | None) -> NDArray[Any]:
    """The range between two edges, lower end included, that each value lies in."""
    if not len(edges):
        return np.full(len(values), OTHERS, dtype=object)
    ends = [spell_number(edge, decimals) for edge in edges.tolist()]
    between = [f"{low} to under {high}" for low, high in pairwise(ends)]
    names = np.array([f"under {ends[0]}", *between, f"{ends[-1]} or more"], dtype=object)
    return np.asarray(names[np.searchsorted(edges, values, side="right")])
