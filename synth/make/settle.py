"""Rows that were changed after they were drawn: what breaks a rule by it, or a quota, is as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.anchors import since
from synth.make.numbers import Numbers, as_numbers, from_numbers
from synth.make.protect import Shield
from synth.make.quota import Plan
from synth.make.rules import keeps
from synth.prepare.rule import Rule

Mask = NDArray[np.bool_]


def settle(
    before: pd.DataFrame, after: pd.DataFrame, plan: Plan, rules: Sequence[Rule], shield: Shield
) -> tuple[pd.DataFrame, Mask]:
    """The rows `after` a change, but those `before` it that alone keep every rule and their cell of the plan.

    Rows `before` keep all rules. Columns that are never repeated are left as they were, and no number or time between
    two dates goes beyond its k-th extremes. Also says which rows could be changed.
    """
    single = {name for rule in rules if rule.kind == "unique" for name in rule.columns}
    after = after.assign(**{name: before[name] for name in single})
    kept = plan.cells(after) == plan.cells(before)
    for rule in rules:
        if rule.kind != "unique":
            kept &= keeps(after, rule, shield)
    for name, guard in shield.columns.items():
        if isinstance(guard, Numbers):
            kept &= guard.within(after[name]) | (after[name] == before[name]).to_numpy()
    for name, near in shield.between.items():
        time = since(after, name, near.anchor)
        kept &= near.time.within(time) | (time == since(before, name, near.anchor)).to_numpy()
    if not kept.all():
        after = pd.DataFrame({name: after[name].where(kept, before[name]) for name in after.columns})
    return after, kept


def spelled(frame: pd.DataFrame, names: Iterable[str], shield: Shield) -> pd.DataFrame:
    """The frame with these numbers and dates as their columns spell them."""
    columns = {}
    for name in names:
        guard, known = shield.columns[name], frame[name].notna().to_numpy()
        if isinstance(guard, Numbers):
            columns[name] = from_numbers(guard.spell(as_numbers(frame[name][known])), known, frame[name])
    return frame.assign(**columns)
