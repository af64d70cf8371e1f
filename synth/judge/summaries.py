"""What charts are drawn from: each column's distribution on shared bins, telling no value that few units hold.

Levels held by fewer than k units are merged into "other". Numbers and dates are counted from the k-th unit's value at
one end to the k-th at the other, in bins that no unit or at least k fall into; a quantile lies between the means of
stretches of values that at least k units hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.cores import side_by_side
from synth.judge.report import ColumnSummary

BINS = 30
LEVELS = 30
OTHER = "other"
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
PERCENTILES = tuple(round(place / 100, 2) for place in range(1, 100))
SKEWED = 20
"""How many times as great as the lowest, which is above 0, the highest number is where a logarithmic axis helps."""
SECOND = 1_000_000
"""Microseconds, in which dates are coded."""

Floats = NDArray[np.float64]
Units = NDArray[np.int64] | None
"""The unit of each row, or None where each row is its own."""


def summarise(comparison: Comparison) -> tuple[ColumnSummary, ...]:
    """Summarise each modelled column."""
    by_unit = comparison.by_unit
    real_units = comparison.units[: len(comparison.real)] if by_unit else None
    synthetic_units = comparison.synthetic.units() if by_unit else None

    def column(coded: Coded) -> ColumnSummary:
        real, synthetic = coded.count(coded.real), coded.count(coded.synthetic)
        shown = (
            _ordered(coded, real_units, synthetic_units, comparison.k)
            if coded.ordered
            else _levels(coded, real_units, comparison.k)
        )
        return ColumnSummary(
            name=coded.column.name,
            kind=coded.column.kind,
            real_missing=float(real[-1] / real.sum()),
            synthetic_missing=float(synthetic[-1] / synthetic.sum()),
            real_distinct=int((real[:-1] > 0).sum()),
            synthetic_distinct=int((synthetic[:-1] > 0).sum()),
            **shown,
        )

    return tuple(side_by_side(column, comparison.coded.values()))


def _levels(coded: Coded, units: Units, k: int) -> dict[str, Any]:
    """The commonest levels that at least k units hold, and all others as one."""
    held = holders(coded.real, units, len(coded.values) + 1)
    shown = [place for place in np.flatnonzero(held[:-1] >= k).tolist() if coded.values[place] != OTHER][:LEVELS]
    while shown and 0 < _outside(coded, shown, units) < k:
        shown.pop()
    counts = [coded.count(codes) for codes in (coded.real, coded.synthetic)]
    shares = [
        [*(count[shown] / count.sum()), (count[:-1].sum() - count[shown].sum()) / count.sum()] for count in counts
    ]
    others = any(share[-1] for share in shares)
    labels = [str(coded.values[place]) for place in shown]
    real, synthetic = (tuple(map(float, share if others else share[:-1])) for share in shares)
    return {"labels": (*labels, OTHER) if others else tuple(labels), "real": real, "synthetic": synthetic}


def _outside(coded: Coded, shown: list[int], units: Units) -> int:
    """How many units hold a level that is not shown."""
    outside = ~np.isin(coded.real, [*shown, len(coded.values)])
    return _distinct(None if units is None else units[outside], int(outside.sum()))


def _distinct(units: Units, rows: int) -> int:
    """How many units there are among so many rows."""
    return rows if units is None else len(np.unique(units))


def _ordered(coded: Coded, units: Units, synthetic_units: Units, k: int) -> dict[str, Any]:
    """Shares between k-th extremes, and quantiles; all in "other" where fewer than k units have a value."""
    (real, held), (synthetic, made) = (
        _present(coded, coded.real, units),
        _present(coded, coded.synthetic, synthetic_units),
    )
    ends = extremes(real, held, k)
    sizes = len(coded.real), len(coded.synthetic)
    if ends is None:
        return {"labels": (OTHER,), "real": (len(real) / sizes[0],), "synthetic": (len(synthetic) / sizes[1],)}
    whole = coded.column.kind == "number" and coded.column.decimals == 0
    edges = merged(_edges(*ends, whole), real, held, k)
    shares = [
        tuple((np.bincount(_bin(values, edges), minlength=len(edges) - 1) / size).tolist())
        for values, size in ((real, sizes[0]), (synthetic, sizes[1]))
    ]
    scale = SECOND if coded.column.kind == "datetime" else 1
    parts = [
        [value / scale for value in quantiles(values, units, k, PERCENTILES)]
        for values, units in ((real, held), (synthetic, made))
    ]
    return _on_powers(coded, ends, (real, synthetic), held, k) | {
        "labels": tuple(_iso(edges)) if coded.column.kind == "datetime" else (),
        "edges": tuple((edges / scale).tolist()),
        "real": shares[0],
        "synthetic": shares[1],
        "real_quantiles": tuple(quantile / scale for quantile in quantiles(real, held, k)),
        "synthetic_quantiles": tuple(quantile / scale for quantile in quantiles(synthetic, made, k)),
        "real_percentiles": tuple(parts[0]),
        "synthetic_percentiles": tuple(parts[1]),
    }


def _on_powers(
    coded: Coded, ends: tuple[float, float], sides: tuple[Floats, Floats], units: Units, k: int
) -> dict[str, Any]:
    """Shares in bins of one width on the axis of powers of ten, for skewed numbers above 0; nothing for others."""
    low, high = ends
    if coded.column.kind != "number" or low <= 0 or high / SKEWED < low:
        return {}
    edges = merged(np.geomspace(low, high, BINS + 1), sides[0], units, k)
    shares = [
        np.bincount(_bin(values, edges), minlength=len(edges) - 1) / len(codes)
        for values, codes in zip(sides, (coded.real, coded.synthetic), strict=True)
    ]
    named = zip(("log_edges", "log_real", "log_synthetic"), (edges, *shares), strict=True)
    return {name: tuple(values.tolist()) for name, values in named}


def _present(coded: Coded, codes: Codes, units: Units) -> tuple[Floats, Units]:
    """The values that are there, and their units; in their order where each row is its own."""
    if units is None:
        return np.repeat(coded.values, coded.count(codes)[:-1]), None
    there = codes < len(coded.values)
    return coded.values[codes[there]], units[there]


def extremes(values: Floats, units: Units, k: int) -> tuple[float, float] | None:
    """The k-th least and k-th greatest value, each unit lending its own extreme; None where there are fewer units."""
    if _distinct(units, len(values)) < k:
        return None
    if units is None:
        ordered = np.sort(values)
        return float(min(ordered[k - 1], ordered[-k])), float(max(ordered[k - 1], ordered[-k]))
    by_unit = pd.Series(values).groupby(units)
    ends = float(by_unit.min().nsmallest(k).iloc[-1]), float(by_unit.max().nlargest(k).iloc[-1])
    return min(ends), max(ends)


def _edges(low: float, high: float, whole: bool) -> Floats:
    """At most 30 bins of one width; whole numbers stand in the middle of theirs."""
    if whole:
        width = np.ceil((high - low + 1) / BINS)
        return np.asarray(np.arange(low - 0.5, high + width, width), dtype=float)
    return 2 * np.linspace(low / 2, high / 2, BINS + 1) if low < high else np.array([low - 0.5, low + 0.5])


def merged(edges: Floats, values: Floats, units: Units, k: int) -> Floats:
    """The edges that are left when each bin that some, but fewer than k, units fall into has joined its neighbours."""
    held = holders(_bin(values, edges), units, len(edges) - 1)
    while len(edges) > 2:
        few = np.flatnonzero((held > 0) & (held < k))
        if not len(few):
            break
        gone = min(int(few[0]) + 1, len(edges) - 2)
        edges = np.delete(edges, gone)
        held = (
            np.add.reduceat(held, np.delete(np.arange(len(held)), gone))
            if units is None
            else holders(_bin(values, edges), units, len(edges) - 1)
        )
    return edges


def _bin(values: Floats, edges: Floats) -> NDArray[np.intp]:
    """The bin of each value; those beyond the edges fall into the outermost ones."""
    return np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)


def holders(groups: NDArray[np.integer[Any]], units: Units, size: int) -> NDArray[np.int64]:
    """How many units there are in each of `size` groups of rows."""
    if units is not None:
        groups = pd.DataFrame({"group": groups, "unit": units}).drop_duplicates()["group"].to_numpy()
    return np.bincount(groups, minlength=size)


def quantiles(values: Floats, units: Units, k: int, shares: Sequence[float] = QUANTILES) -> list[float]:
    """At each share what `smoothed` values have there; none with fewer than k units."""
    if _distinct(units, len(values)) < k:
        return []
    order = np.argsort(values, kind="stable") if units is None else np.lexsort((units, values))
    middles, means = smoothed(values[order], None if units is None else units[order], k)
    return [float(value) for value in np.interp(np.array(shares) * (len(values) - 1), middles, means)]


def smoothed(values: Floats, units: Units, k: int) -> tuple[Floats, Floats]:
    """Sorted values as stretches of at least k units each, which do not overlap: their middle places, and their means.

    Means of stretches that overlap would tell, taken together, by how much single values differ.
    """
    stretch = np.minimum(np.arange(len(values)) // k, max(len(values) // k - 1, 0))
    while True:
        number = int(stretch[-1]) + 1
        held = holders(stretch, units, number)
        if number == 1 or held.min() >= k:
            break
        stretch = joined(held, k)[stretch]
    sizes = np.bincount(stretch)
    middles = np.bincount(stretch, np.arange(len(values))) / sizes
    return np.asarray(middles), np.asarray(np.bincount(stretch, values / sizes[stretch]), dtype=np.float64)


def joined(held: NDArray[np.int64], k: int) -> NDArray[np.intp]:
    """For each stretch the number of the one that it goes to, given how many units each holds: the next ones join until
    there are k of them.
    """
    numbers, number, sofar = np.zeros(len(held), dtype=np.intp), 0, 0
    for place, units in enumerate(held.tolist()):
        numbers[place] = number
        sofar += units
        if sofar >= k:
            number, sofar = number + 1, 0
    return np.minimum(numbers, max(number - 1, 0))  # what is left over at the end joins the last


def _iso(moments: Floats) -> list[str]:
    return [str(moment) for moment in moments.astype("int64").astype("datetime64[us]").astype("datetime64[s]")]
