"""The table's rules, kept by what is sampled: sums and products are worked out, cells that a rule says are missing are
emptied, and every other rule sorts rows out."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.numbers import Numbers
from synth.make.protect import Shield
from synth.prepare.rule import Rule
from synth.prepare.schema import Schema

_COMBINE: dict[str, Any] = {"sum": operator.add, "product": operator.mul}


def enforceable(schema: Schema) -> tuple[Rule, ...]:
    """The rules whose columns are all modelled; remade keys are unique by themselves."""
    modelled = {column.name for column in schema.modelled}
    return tuple(rule for rule in schema.rules if modelled.issuperset(rule.columns))


def derive(frame: pd.DataFrame, rules: Sequence[Rule], shield: Shield) -> pd.DataFrame:
    """Work out the first column of each sum or product from the others, wherever none of them is missing.

    Then empty the cells that are missing by a rule: were their rows drawn again, what the rule is about would vanish.
    """
    columns = {str(name): frame[name] for name in frame.columns}
    for rule in rules:
        name, *others = rule.columns
        guard = shield.columns[name]
        if rule.kind in _COMBINE and isinstance(guard, Numbers):
            result = reduce(_COMBINE[rule.kind], [columns[other] for other in others])
            known = columns[name].notna() & result.notna()
            columns[name] = columns[name].where(~known, guard.spell(result.to_numpy()))
    for rule in rules:
        if rule.kind == "null_when":
            columns[rule.columns[0]] = columns[rule.columns[0]].where(rule.holds(pd.DataFrame(columns)), None)
    return pd.DataFrame(columns)


def keeps(frame: pd.DataFrame, rule: Rule, shield: Shield) -> NDArray[np.bool_]:
    """Rows that keep the rule; a sum or product that was worked out must also lie within its column's k-th extremes."""
    first = rule.columns[0]
    guard = shield.columns[first]
    kept = rule.holds(frame)
    return kept & guard.within(frame[first]) if rule.kind in _COMBINE and isinstance(guard, Numbers) else kept
