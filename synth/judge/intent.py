"""Judged by intent: the real rows as they would be if they were what was asked of the synthetic ones.

Real rows are left out, never repeated or changed, until the rest has the asked-for values and shares: what remains are
still independent real rows, so that every reference and interval holds for them as it stands.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.judge.draws import Rows
from synth.prepare.control import Control
from synth.prepare.schema import Column
from synth.prepare.table import Table

OTHERS = ""


def as_asked(table: Table, control: Control, rng: np.random.Generator) -> Rows:
    """Positions, in order, of the rows that are kept: as many as can be, drawn by `rng`; none where a level is absent.

    A control that names a column which the table lacks asks nothing of it.
    """
    names = set(table.schema.names)
    kept = np.arange(len(table))
    for name, value in control.given.items():
        if name in names:
            column = table.schema[name]
            kept = kept[spelled(table, column)[kept] == _asked(column, value)]
    for name, shares in control.balance.items():
        if name in names:
            column = table.schema[name]
            wanted = {_asked(column, level): share for level, share in shares.items()}
            kept = _balanced(spelled(table, column), kept, wanted, rng)
    if control.fair and names.issuperset(control.fair):
        outcome, sensitive = (spelled(table, table.schema[name]) for name in control.fair)
        kept = _fair(outcome, sensitive, kept, rng)
    return np.sort(kept)


def spelled(table: Table, column: Column) -> NDArray[Any]:
    """The column's cells as a control spells them; missing ones are empty."""
    cells = table.frame[column.name]
    if column.kind == "boolean":
        words = cells.astype(object).map({True: column.true, False: column.false})
        return words.where(cells.notna(), "").to_numpy()
    if column.kind == "number":
        return np.array(["" if pd.isna(cell) else str(float(cell)) for cell in cells], dtype=object)
    return cells.astype(object).where(cells.notna(), "").to_numpy()


def _asked(column: Column, value: bool | float | str) -> str:
    """An asked-for value in the same spelling."""
    if column.kind == "number":
        return str(float(value))
    if column.kind == "boolean":
        return {"True": column.true, "False": column.false}.get(str(value), str(value))
    return str(value)


def _balanced(cells: NDArray[Any], rows: Rows, shares: dict[str, float], rng: np.random.Generator) -> Rows:
    """Of these rows, those that leave each named level its share, and the others together the rest."""
    named = np.where(np.isin(cells[rows], list(shares)), cells[rows], OTHERS)
    wanted = shares | {OTHERS: max(0.0, 1 - sum(shares.values()))}
    groups = {level: rows[named == level] for level in wanted}
    total = min((len(groups[level]) / share for level, share in wanted.items() if share > 0), default=0.0)
    return _drawn([(groups[level], round(total * share)) for level, share in wanted.items()], rng)


def _fair(outcome: NDArray[Any], sensitive: NDArray[Any], rows: Rows, rng: np.random.Generator) -> Rows:
    """Of these rows, those that leave every sensitive group its share and every one the same rates of the outcome."""
    groups, group_shares = np.unique(sensitive[rows], return_counts=True)
    levels, level_shares = np.unique(outcome[rows], return_counts=True)
    wanted = np.outer(group_shares, level_shares) / len(rows) ** 2
    cells = [
        rows[(sensitive[rows] == group) & (outcome[rows] == level)] for group in groups.tolist() for level in levels
    ]
    total = min((len(cell) / share for cell, share in zip(cells, wanted.ravel(), strict=True)), default=0.0)
    return _drawn([(cell, round(total * share)) for cell, share in zip(cells, wanted.ravel(), strict=True)], rng)


def _drawn(parts: list[tuple[Rows, int]], rng: np.random.Generator) -> Rows:
    return np.concatenate([rng.permutation(rows)[:count] for rows, count in parts])
