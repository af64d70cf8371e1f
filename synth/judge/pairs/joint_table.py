"""Two columns at once, in bins: what the joint plots of a pair are drawn from, telling nothing of fewer than k units.

The bins are those of the pair measure, made coarser until at least k real units fall into each: neighbouring stretches
of numbers or dates are joined, rare levels go to the others. Where a bin of numbers or dates starts and ends is told by
a value that k units hold, or by the means of the stretches of k units around it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.errors import ReportError
from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.drawn import prediction
from synth.judge.exhibits import JointTable, Matrix
from synth.judge.pairs.over_draws import over_draws
from synth.judge.summaries import OTHER, holders, smoothed
from synth.judge.summaries import joined as together
from synth.prepare.spelling import spell

MISSING = "missing"
ANY = "any value"
WORST = 6
PLACES = 6

Units = NDArray[np.int64] | None
Bins = NDArray[np.intp]


class Axis(NamedTuple):
    """The bins along one side: what each is called, and the bin of each of a column's codes."""

    labels: tuple[str, ...]
    bins: Bins


def measure(comparison: Comparison) -> list[JointTable]:
    """The joint tables of the pairs that fall shortest of fresh real rows, the worst first."""
    if len(comparison.coded) < 2:
        return []
    over, names = over_draws(comparison), comparison.names
    lead = over.pair.takes.mean(axis=0) - [band.low for band in prediction(over.pair.fresh, (0.0, None))]
    worst = np.argsort(lead, kind="stable")[:WORST].tolist()
    return [joint_table(comparison, *(names[place] for place in over.tables.pairs[pair])) for pair in worst]


def joint_table(comparison: Comparison, first: str, second: str) -> JointTable:
    """The joint table of any two modelled columns; `ReportError` for a column that is none."""
    for name in (first, second):
        if name not in comparison.coded:
            raise ReportError(f"{name!r} is no modelled column that both tables have.")
    units = comparison.units[: len(comparison.real)] if comparison.by_unit else None
    columns = comparison.coded[first], comparison.coded[second]
    rows, across = (axis(column, units, comparison.k) for column in columns)
    size = len(rows.labels) * len(across.labels)

    def cells(codes: tuple[Codes, Codes]) -> NDArray[np.intp]:
        return np.asarray(rows.bins[codes[0]] * len(across.labels) + across.bins[codes[1]])

    real = cells((columns[0].real, columns[1].real))
    synthetic = cells((columns[0].synthetic, columns[1].synthetic))
    hidden = _hidden(holders(real, units, size), comparison.k)
    shares = [np.bincount(side, minlength=size) / len(side) for side in (real, synthetic)]
    shape = len(rows.labels), len(across.labels)
    return JointTable(
        subject=(first, second),
        rows=rows.labels,
        columns=across.labels,
        real=_matrix(np.where(hidden, np.nan, shares[0]).reshape(shape)),
        synthetic=_matrix(shares[1].reshape(shape)),
    )


def axis(coded: Coded, units: Units, k: int) -> Axis:
    """The bins of one column, in their order; missing last, where either table has any."""
    labels, bins = (_stretches if coded.ordered else _levels)(coded, units, k)
    missing = any((codes == len(coded.values)).any() for codes in (coded.real, coded.synthetic))
    names = [*labels, MISSING] if missing or not labels else labels
    return Axis(tuple(names), np.append(bins, len(names) - 1))


def _levels(coded: Coded, units: Units, k: int) -> tuple[list[str], Bins]:
    """The levels that have a bin of their own in the pair measure and k holders; all others are one."""
    held = holders(coded.real, units, len(coded.values) + 1)[:-1]
    alone = np.bincount(coded.bins[:-1], minlength=coded.width)[coded.bins[:-1]] == 1
    shown = np.flatnonzero(alone & (held >= k) & ~np.isin(coded.values, [OTHER, MISSING]))
    bins = np.full(len(coded.values), len(shown))
    bins[shown] = np.arange(len(shown))
    labels = [str(level) for level in coded.values[shown]]
    return ([*labels, OTHER] if len(shown) < len(coded.values) else labels), bins


def _stretches(coded: Coded, units: Units, k: int) -> tuple[list[str], Bins]:
    """The pair measure's bins by where they start, joined with the next until k units fall into each."""
    held = coded.count(coded.real)[:-1]
    if not len(held):
        return [], np.empty(0, dtype=np.intp)
    starts = np.full(int(coded.bins[-1]), len(held))
    np.minimum.at(starts, coded.bins[:-1], np.arange(len(held)))
    rank = np.argsort(np.argsort(starts, kind="stable"))
    there = coded.real < len(held)
    owners = None if units is None else units[there]
    bins = rank[coded.bins[:-1]]
    joined = together(holders(bins[coded.real[there]], owners, len(rank)), k)[bins]
    if joined.max() == 0:
        return [ANY], joined
    named = _namer(coded, there, owners, k)
    return [named(np.flatnonzero((joined == number) & (held > 0))) for number in range(int(joined.max()) + 1)], joined


def _namer(coded: Coded, there: NDArray[np.bool_], units: Units, k: int) -> Callable[[NDArray[np.intp]], str]:
    """What names a bin, given the places of the real values in it."""
    order = np.argsort(coded.real[there], kind="stable")
    codes, owners = coded.real[there][order], None if units is None else units[order]
    held = holders(codes, owners, len(coded.values))
    middles, means = smoothed(coded.values[codes], owners, k)

    def spelled(place: int) -> str:
        value = float(coded.values[place])
        if held[place] < k:
            value = float(np.interp(np.searchsorted(codes, place), middles, means))
        moment = coded.column.kind == "datetime"
        return spell(np.datetime64(int(value), "us") if moment else value, coded.column)

    def named(places: NDArray[np.intp]) -> str:
        low, high = spelled(int(places[0])), spelled(int(places[-1]))
        return low if low == high else f"{low} to {high}"

    return named


def _hidden(held: NDArray[np.int64], k: int) -> NDArray[np.bool_]:
    """Cells of fewer than k units; and, where all of these together hold fewer than k, the least of the others too.

    What they hold could otherwise be told from what all the others leave of the whole.
    """
    hidden = held < k
    if 0 < held[hidden].sum() < k and not hidden.all():
        hidden |= held == held[~hidden].min()
    return np.asarray(hidden)


def _matrix(shares: NDArray[np.float64]) -> Matrix:
    return tuple(tuple(None if math.isnan(share) else round(share, PLACES) for share in row) for row in shares.tolist())
