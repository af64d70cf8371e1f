"""Columns that are worked out from others by a stated formula, whatever was learned of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

import numpy as np
import pandas as pd

from synth.errors import SettingsError
from synth.make.numbers import Numbers
from synth.make.protect import Shield
from synth.prepare.formula import Formula
from synth.prepare.formula.cells import KIND_OF
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table


def check_formulas(formulas: Mapping[str, str], schema: Schema) -> None:
    """See that each formula can be worked out for its column; `SettingsError` says which cannot, and why."""
    kinds = {column.name: column.kind for column in schema.columns}
    for name, text in formulas.items():
        if name not in kinds:
            raise SettingsError(
                f"A formula is given for {name!r}, which is no column that is modelled and varies. Columns are: "
                f"{', '.join(list(kinds)[:8])}{', …' if len(kinds) > 8 else ''}."
            )
        found = Formula(text).kind({other: kind for other, kind in kinds.items() if other != name})
        if found not in (KIND_OF[kinds[name]], "nothing"):
            raise SettingsError(f"The formula {text!r} gives a {found}, but column {name!r} is a {kinds[name]}.")
    after_what_they_name(list(kinds), formulas)


def after_what_they_name(names: Sequence[str], formulas: Mapping[str, str]) -> list[str]:
    """The columns in their order, but each with a formula after those it names; `SettingsError` for a circle."""
    ordered = after_what_they_need(names, {name: set(Formula(text).names) for name, text in formulas.items()})
    if len(ordered) < len(names):
        left = [name for name in names if name not in ordered]
        raise SettingsError(f"The formulas of {' and '.join(map(repr, left))} need each other. Take one away.")
    return ordered


def after_what_they_need(names: Sequence[str], needs: Mapping[str, Set[str]]) -> list[str]:
    """The columns in their order, but each after those it needs; without those that need each other in a circle."""
    if not needs:
        return list(names)
    ordered: dict[str, None] = {}
    left = list(names)
    while (free := next((name for name in left if needs.get(name, set()) <= ordered.keys()), None)) is not None:
        ordered[free] = None
        left.remove(free)
    return list(ordered)


def work_out(frame: pd.DataFrame, formulas: Mapping[str, str], schema: Schema, shield: Shield) -> pd.DataFrame:
    """The frame with the columns that have formulas worked out, numbers and dates as the column spells them."""
    kinds = {column.name: column.kind for column in schema.columns}
    for name in after_what_they_name(list(frame.columns), formulas):
        if name in formulas:
            values = Formula(formulas[name]).cells(frame, kinds).series(kinds[name])
            guard = shield.columns[name]
            if kinds[name] == "number" and isinstance(guard, Numbers):
                values = pd.Series(guard.spell(values.to_numpy()))
            frame = frame.assign(**{name: values})
    return frame


def told(table: Table, formulas: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each formula: in how many of the real rows it holds."""
    kinds = {column.name: column.kind for column in table.schema.columns}
    for name, text in formulas.items():
        values = Formula(text).cells(table.frame, kinds).series(kinds[name])
        holds = _same(table.frame[name], values, table.schema[name])
        yield f"Column {name!r} is worked out as {text}, which holds in {holds:.1%} of the training rows."


def _same(cells: pd.Series, values: pd.Series, column: Column) -> float:
    """The share of rows in which both are the same, or both missing."""
    gone = cells.isna().to_numpy() & values.isna().to_numpy()
    if column.kind == "number":
        half = 0.5 * 10.0 ** -(column.decimals or 0) if column.decimals is not None else 1e-9
        same = np.abs(cells.to_numpy(dtype=float) - values.to_numpy(dtype=float)) <= half * (1 + 1e-9)
    else:
        same = (cells.astype(object) == values.astype(object)).fillna(False).to_numpy(dtype=bool)
    return float((gone | same).mean())
