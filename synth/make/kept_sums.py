"""Sums that were learned still add up after some of their columns took other values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from synth.make.alike import Alike
from synth.make.numbers import Numbers
from synth.make.protect import Shield
from synth.make.sums import NEAR, Sum, added


def keep_sums(
    before: pd.DataFrame, after: pd.DataFrame, sums: Sequence[Sum], alike: Alike, shield: Shield
) -> pd.DataFrame:
    """The rows `after` columns were made alike, in which each sum leaves of its parts what it left `before`.

    Where a column was made the same, one that was made near moves if there is one, else the sum or its last part that
    was not changed.
    """
    for one in sums:
        columns = (*one.parts, one.name)
        same = [name for name in columns if name in alike.same]
        near = [name for name in columns if name in alike.near]
        rest = [name for name in columns if name not in (*same, *near)]
        free = (near or rest) if same else (rest or near)
        if not free or not (same or near):
            continue
        name, off = free[-1], _left(after, one) - _left(before, one)
        moved = after[name] + (-off if name == one.name else one.parts[name] * off)
        guard = shield.columns[name]
        spelled = guard.spell(moved.to_numpy()) if isinstance(guard, Numbers) else moved
        after = after.assign(**{name: after[name].where(~(np.abs(off) > NEAR), spelled)})
    return after


def _left(frame: pd.DataFrame, one: Sum) -> pd.Series:
    """What is left of a sum beside its parts."""
    return frame[one.name] - added(frame, one.parts)
