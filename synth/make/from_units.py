"""Gaps of real rows that another row of the same unit can fill: a patient's sex is that of the other visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.rules import enforceable
from synth.prepare.table import Table


def from_units(real: Table, same: Sequence[str]) -> Table:
    """The table with each gap in these columns filled that has but one known value among the rows of its unit.

    A row that would break a rule by it keeps its gaps.
    """
    units = real.units()
    filled = real.frame.assign(**{name: _filled(real.frame[name], units) for name in same})
    broken = np.zeros(len(filled), dtype=bool)
    for rule in enforceable(real.schema):
        broken |= rule.holds(real.frame) & ~rule.holds(filled)
    kept = {name: filled[name].where(~broken, real.frame[name]) for name in same}
    return replace(real, frame=real.frame.assign(**kept))


def _filled(cells: pd.Series[Any], units: NDArray[np.int64]) -> pd.Series[Any]:
    rows = np.flatnonzero(cells.notna().to_numpy())
    codes = pd.factorize(cells.iloc[rows])[0]
    giver = np.full(int(units.max()) + 1, -1)
    giver[units[rows]] = rows
    code_of = np.full(len(cells), -1)
    code_of[rows] = codes
    torn = np.unique(units[rows[codes != code_of[giver[units[rows]]]]])
    giver[torn] = -1
    source = np.where(cells.isna().to_numpy() & (giver[units] >= 0), giver[units], np.arange(len(cells)))
    return cells.take(source).reset_index(drop=True)
