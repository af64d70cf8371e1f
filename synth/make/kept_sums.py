"""Sums that were learned still add up after some of their columns took other values."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from synth.make.numbers import Numbers
from synth.make.protect import Shield
from synth.make.sums import NEAR, Sum, added


def keep_sums(
    before: pd.DataFrame, after: pd.DataFrame, sums: Sequence[Sum], changed: Collection[str], shield: Shield
) -> pd.DataFrame:
    """The rows `after` columns were `changed`, in which each sum leaves of its parts what it left `before`.

    The sum itself moves, or where it was changed the last of its parts that was not.
    """
    for one in sums:
        free = [name for name in (*one.parts, one.name) if name not in changed]
        if not free or len(free) > len(one.parts):
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
