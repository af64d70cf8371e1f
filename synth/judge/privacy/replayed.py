"""Real values that few units hold and that the synthetic table holds too, counted and never named."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.interval import proportion
from synth.judge.privacy.units import fresh_share, independent_rows
from synth.judge.score import Band, Score

Marks = Mapping[str, NDArray[np.bool_]]


def replayed(definition: Definition, comparison: Comparison, marks: Marks, what: str, remedy: str) -> Score:
    """The share of synthetic rows that hold a marked value, beside that of fresh rows.

    `marks` say of each column's values, and of missing, whether they count; `what` names those values.
    """
    by_column = {name: mark[comparison.coded[name].synthetic] for name, mark in marks.items()}
    held = [mark[comparison.coded[name].holdout] for name, mark in marks.items()]
    made, fresh = (np.any(list(each), axis=0) for each in (by_column.values(), held))
    rows = independent_rows(made, comparison.synthetic.units())
    found = proportion(float(made.mean()), rows)
    others = independent_rows(fresh, comparison.units[len(comparison.real) :])
    band = fresh_share(float(fresh.mean()), others, rows)
    note = (
        f"{int(made.sum()):,} of {len(made):,} synthetic rows hold {what}; {int(fresh.sum()):,} of {len(fresh):,} "
        f"fresh real rows do, and up to {band.high:.1%} by chance. {_meaning(found, band, remedy, by_column)}"
    )
    return definition.score((), found, rows=len(made), note=note, reference=band)


def nothing_to_replay(definition: Definition, comparison: Comparison, why: str) -> Score:
    """The score of a table that has no column of that sort: nothing of it can be replayed."""
    none = Band(value=0.0, low=0.0, high=0.0)
    return definition.score(
        (), none, rows=len(comparison.synthetic), note=f"{why}, so none is replayed.", reference=none
    )


def holders(codes: NDArray[np.int32], units: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """How many units hold each of so many values."""
    if np.bincount(units).max(initial=0) <= 1:
        return np.bincount(codes, minlength=size)
    whose = int(units.max(initial=0)) + 1
    return np.bincount(np.unique(codes.astype(np.int64) * whose + units) // whose, minlength=size)


def _meaning(found: Band, band: Band, remedy: str, by_column: Marks) -> str:
    if found.low > band.high:
        most = sorted(by_column, key=lambda name: -int(by_column[name].sum()))[:3]
        return f"{remedy} Most are in {', '.join(name for name in most if by_column[name].any())}."
    return "So few rows cannot tell this from chance." if found.value > band.high else "That is no more than chance."
