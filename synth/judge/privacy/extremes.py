"""Extremes replayed: synthetic rows that hold a training number or date beyond that of the k-th unit from either end.

The largest income of all is one person's. Equal numbers occur by chance where they are coarse, so the share of
synthetic rows that hold such a value is held against that of fresh real rows. From 0 to 1, lower is better.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.privacy.near import NO_HOLDOUT
from synth.judge.privacy.replayed import nothing_to_replay, replayed
from synth.judge.score import Score

DEFINITION = Definition(
    group="privacy",
    measure="extremes",
    better="lower",
    ideal=0.0,
    source="Equality with training values beyond the k-th unit's from either end; interval after Wilson (1927), band "
    "of a fresh sample beta-binomial",
)


def measure(comparison: Comparison) -> list[Score]:
    """The share of synthetic rows with a replayed extreme in any number or date."""
    columns = [coded for coded in comparison.coded.values() if coded.ordered]
    if comparison.holdout is None:
        return [DEFINITION.not_measured((), NO_HOLDOUT)]
    if not columns:
        return [nothing_to_replay(DEFINITION, comparison, "No number or date is modelled")]
    units = comparison.units[: len(comparison.real)]
    marks = {coded.column.name: beyond(coded, units, comparison.k) for coded in columns}
    what = f"a number or date of one of the {comparison.k - 1} training people at either end"
    return [replayed(DEFINITION, comparison, marks, what, "Extremes are replayed: cut them at the k-th.")]


def beyond(coded: Coded, units: NDArray[np.int64], k: int) -> NDArray[np.bool_]:
    """Which values, missing last, training rows hold beyond the k-th unit's, counted from either end."""
    present = np.flatnonzero(coded.real < len(coded.values))
    order = present[np.argsort(coded.real[present], kind="stable")]
    mark = np.zeros(len(coded.values) + 1, dtype=bool)
    for rows, sign in ((order, 1), (order[::-1], -1)):
        firsts = np.sort(np.unique(units[rows], return_index=True)[1])
        inner = sign * coded.real[rows[firsts[k - 1]]] if len(firsts) >= k else np.inf
        mark[coded.real[rows[sign * coded.real[rows] < inner]]] = True
    return mark
