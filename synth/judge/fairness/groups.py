"""The groups of a sensitive column or of two: each of at least k real units, few enough to look at.

Levels are groups; numbers and dates are cut near their quartiles, at ends that tell no single value. What fewer than k
units hold, and what is beyond the twelve largest, is one group of others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.summaries import quantiles
from synth.prepare.spelling import spell_number

MOST_GROUPS = 12
MOST_VALUES = 6
OTHER = "other"
MISSING = "missing"
_DAY = 86_400_000_000  # microseconds, in which dates are coded

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grouping:
    """The group of each row of each table, by number; `labels` names them, others last."""

    subject: tuple[str, ...]
    labels: tuple[str, ...]
    real: Numbers
    synthetic: Numbers
    holdout: Numbers

    @property
    def pool(self) -> Numbers:
        """Groups of the real rows, then of the holdout's."""
        return np.concatenate([self.real, self.holdout])


def group(comparison: Comparison, subject: tuple[str, ...]) -> Grouping:
    """The groups of one column, or of two crossed."""
    units = comparison.units[: len(comparison.real)]
    first, *others = [_of_column(comparison.coded[name], units, comparison.k) for name in subject]
    for other in others:
        first = _merged(_crossed(first, other), units, comparison.k)
    return first


def holders(groups: Numbers, units: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """How many units there are in each of `size` groups of rows."""
    span = int(units.max(initial=0)) + 1
    return np.bincount(pd.unique(groups * span + units) // span, minlength=size)


def _of_column(coded: Coded, units: NDArray[np.int64], k: int) -> Grouping:
    of_value, labels = _bands(coded, units, k) if coded.ordered else _levels(coded)
    of_code = np.append(of_value, len(labels)).astype(np.intp)
    found = Grouping(
        subject=(coded.column.name,),
        labels=(*labels, MISSING),
        real=of_code[coded.real],
        synthetic=of_code[coded.synthetic],
        holdout=of_code[coded.holdout],
    )
    return _merged(found, units, k)


def _levels(coded: Coded) -> tuple[Numbers, list[str]]:
    return np.arange(len(coded.values)), [str(level) for level in coded.values]


def _bands(coded: Coded, units: NDArray[np.int64], k: int) -> tuple[Numbers, list[str]]:
    """Of few different numbers each; of many the bands between their quartiles, rounded."""
    there = coded.real < len(coded.values)
    known = np.unique(coded.real[there])
    spell = _spell_date if coded.column.kind == "datetime" else spell_number
    if len(known) <= MOST_VALUES:
        beyond = np.full(len(coded.values), len(known))
        beyond[known] = np.arange(len(known))
        return beyond, [*(spell(value) for value in coded.values[known].tolist()), OTHER]
    order = np.argsort(units[there], kind="stable")  # whatever the order of the rows
    found = quantiles(coded.values[coded.real[there]][order], units[there][order], k)
    cuts = sorted({_rounded(coded, cut) for cut in found[1:-1]})
    return np.searchsorted(cuts, coded.values, side="right"), _named(cuts, spell)


def _rounded(coded: Coded, cut: float) -> float:
    if coded.column.kind == "datetime":
        return cut // _DAY * _DAY
    short = float(f"{cut:.3g}")
    return float(round(short)) if coded.column.decimals == 0 else short


def _spell_date(moment: float) -> str:
    return str(np.datetime64(int(moment), "us").astype("datetime64[D]"))


def _named(cuts: Sequence[float], spell: Callable[[float], str]) -> list[str]:
    ends = [spell(cut) for cut in cuts]
    if not ends:
        return ["any"]
    between = [f"{low} to under {high}" for low, high in pairwise(ends)]
    return [f"under {ends[0]}", *between, f"{ends[-1]} and over"]


def _crossed(first: Grouping, second: Grouping) -> Grouping:
    """Every group of the one within every group of the other."""
    width = len(second.labels)
    return Grouping(
        subject=(*first.subject, *second.subject),
        labels=tuple(f"{one}, {other}" for one in first.labels for other in second.labels),
        real=first.real * width + second.real,
        synthetic=first.synthetic * width + second.synthetic,
        holdout=first.holdout * width + second.holdout,
    )


def _merged(found: Grouping, units: NDArray[np.int64], k: int) -> Grouping:
    """The largest groups of at least k units, and one of all others, which no fewer than k units are in either."""
    size = len(found.labels)
    held = holders(found.real, units, size)
    largest = np.argsort(-held, kind="stable")
    kept = [place for place in largest.tolist() if held[place] >= k and found.labels[place] != OTHER][:MOST_GROUPS]
    while kept and 0 < len(np.unique(units[~np.isin(found.real, kept)])) < k:
        kept.pop()
    kept.sort()
    place = np.full(size, len(kept), dtype=np.intp)
    place[kept] = np.arange(len(kept))
    real, synthetic, holdout = place[found.real], place[found.synthetic], place[found.holdout]
    others = max(part.max(initial=-1) for part in (real, synthetic, holdout)) == len(kept)
    labels = (*(found.labels[number] for number in kept), *([OTHER] if others else []))
    return Grouping(found.subject, labels, real, synthetic, holdout)
