"""What stands in for a rare level: a common one among rows that are alike in the column that tells most of it.

So a rare zone becomes another zone of the same borough, and in which borough each zone lies can still be learned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.sequential.related import information

Places = NDArray[np.int32]
REACH = 25
"""So many columns on either side are looked at, so that time does not grow with the columns' square."""
ROWS = 20_000
"""More rows than this do not change which column tells most."""
MOST_LEVELS = 100
"""A column of more common levels says too little of each to draw from."""


def stand_ins(
    frame: pd.DataFrame, common: Mapping[str, Sequence[Any]], rng: np.random.Generator
) -> dict[str, pd.Series[Any]]:
    """Each category that holds other levels than the `common` ones, with these drawn anew: from the rows that hold a
    common one, and the same level of the column most related to it. Where there is no such row they stay as they are.
    """
    places = {name: _places(frame[name], names) for name, names in common.items()}
    return {
        name: _replaced(frame[name], places, common[name], rng)
        for name, own in places.items()
        if frame[name].dtype == object and (frame[name].notna() & (own < 0)).any()
    }


def _replaced(
    series: pd.Series[Any], places: Mapping[str, Places], names: Sequence[Any], rng: np.random.Generator
) -> pd.Series[Any]:
    """The column, its rare levels replaced where something can stand in."""
    name = str(series.name)
    own, cells, levels = places[name], series.to_numpy(copy=True), np.array(names, dtype=object)
    rare = series.notna().to_numpy() & (own < 0)
    partner = _partner(places, name)
    beside = places[partner] if partner else np.full(len(own), -1)
    for level in np.unique(beside[rare & (beside >= 0)]):
        alike = beside == level
        pool = own[alike & (own >= 0)]
        if len(pool):
            cells[rare & alike] = levels[pool[rng.integers(len(pool), size=int((rare & alike).sum()))]]
    return pd.Series(cells, dtype=object)


def _partner(places: Mapping[str, Places], name: str) -> str | None:
    """The other column whose common levels tell most of this one's; None where none tells anything."""
    columns, at = list(places), list(places).index(name)
    step = max(1, len(places[name]) // ROWS)
    own, told = places[name][::step], {}
    for other in columns[max(0, at - REACH) : at] + columns[at + 1 : at + 1 + REACH]:
        beside = places[other][::step]
        both = (own >= 0) & (beside >= 0)
        if both.any() and beside.max() < MOST_LEVELS:
            told[other] = information(own[both], beside[both]) * both.mean()
    best = max(told, key=told.__getitem__, default=None)
    return best if best is not None and told[best] > 0 else None


def _places(series: pd.Series[Any], names: Sequence[Any]) -> Places:
    """The place of each cell among the common levels; -1 where it holds none of them."""
    known = pd.Index(list(names), dtype=object)
    return np.asarray(known.get_indexer(series.astype(object).where(series.notna(), None)), dtype=np.int32)
