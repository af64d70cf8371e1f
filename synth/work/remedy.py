"""What can be done about the riskiest rows of a table: drop them, resample them, or say less in them.

Each remedy is a pure function that gives a new table; the same seed gives the same one. None proves anything by itself:
the new table is to be compared again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import TableError
from synth.prepare.control import Control
from synth.prepare.schema import Column
from synth.prepare.table import Table

if TYPE_CHECKING:
    from synth.make import Model

Remedy = Literal["drop", "resample", "generalise"]
Floats = NDArray[np.float64]

BINS = 10


def drop(table: Table, rows: Sequence[int]) -> Table:
    """The table without these rows, given by position from 0; `TableError` if none would be left."""
    taken = _positions(table, rows)
    if len(taken) == len(table):
        raise TableError("Every row of the table was named: none would be left. Make the table again instead.")
    return _noted(table.take(np.delete(np.arange(len(table)), taken)), f"{_said(len(taken))} dropped.")


def resample(table: Table, rows: Sequence[int], model: Model, *, seed: int, control: Control | None = None) -> Table:
    """The table with fresh rows from its model in the place of these; `seed` must not be the table's own.

    Remade keys stay where they are, so that they are still unique and a unit's rows still together.
    """
    taken = _positions(table, rows)
    if not len(taken):
        return table
    fresh = model.sample(len(taken), seed=seed, control=control)
    frame = table.frame.copy()
    for column in table.schema.columns:
        if column.treatment != "key" and column.name != table.schema.unit:
            frame[column.name] = _replaced(frame[column.name], taken, fresh.frame[column.name])
    return _noted(replace(table, frame=frame), f"{_said(len(taken))} resampled from seed {seed}.")


def generalise(
    table: Table, rows: Sequence[int], training: Table, *, k: int = 5, rare_label: str = "", seed: int = 0
) -> Table:
    """The table with less said in these rows, by what the training rows hold.

    Numbers and dates go to the mean of a wide bin, one of at most ten that each hold k units or more. Levels become the
    rare label, or else one that is commoner and held by k units, drawn by how common it is; the commonest stay, as do
    yes and no, and what is missing. A row that no longer keeps a rule it kept before is dropped.
    """
    taken, rng = _positions(table, rows), np.random.default_rng(seed)
    frame, units = table.frame.copy(), training.units()
    for column in table.schema.modelled:
        if column.kind == "boolean" or column.name not in training.frame:
            continue
        known, cells = training.frame[column.name], table.frame[column.name].iloc[taken]
        if column.kind == "category":
            less = _commoner(cells, known, units, k, rare_label, rng)
        else:
            less = _wider(cells, known, units, k, column)
        frame[column.name] = _replaced(frame[column.name], taken, less)
    broken = taken[_breaks(table, frame, taken)]
    said = _noted(replace(table, frame=frame), f"{_said(len(taken) - len(broken))} generalised.")
    return drop(said, broken.tolist()) if len(broken) else said


def _positions(table: Table, rows: Sequence[int]) -> NDArray[np.intp]:
    taken = np.unique(np.asarray(rows, dtype=np.intp))
    if len(taken) and not 0 <= taken[0] <= taken[-1] < len(table):
        raise TableError(f"Row {taken[-1] if taken[0] >= 0 else taken[0]} is not in this table of {len(table):,} rows.")
    return taken


def _said(rows: int) -> str:
    return "1 risky row was" if rows == 1 else f"{rows:,} risky rows were"


def _noted(table: Table, note: str) -> Table:
    rows, notes = len(table), (*table.reading.notes, note)
    reading = table.reading.model_copy(
        update={"rows_in_file": rows, "loaded": rows, "rejected": (), "blank": 0, "notes": notes}
    )
    return replace(table, reading=reading)


def _replaced(cells: pd.Series[Any], rows: NDArray[np.intp], fresh: pd.Series[Any]) -> pd.Series[Any]:
    changed = cells.copy()
    changed.iloc[rows] = fresh.array
    return changed


def _commoner(
    cells: pd.Series[Any], known: pd.Series[Any], units: NDArray[np.int64], k: int, label: str, rng: np.random.Generator
) -> pd.Series[Any]:
    """Each level as the label, or as one that is commoner among those that k units hold."""
    held = pd.DataFrame({"level": known, "unit": units}).dropna()
    holders = held.drop_duplicates()["level"].value_counts()
    counts = held["level"].value_counts()
    counts = counts[holders.reindex(counts.index) >= k].sort_index().sort_values(ascending=False, kind="stable")

    def stand_in(level: str | None) -> str | None:
        if level is None:
            return None
        commoner = counts[counts > counts.get(level, 0)]
        if commoner.empty:
            return level if level in counts else label or None
        return label or str(rng.choice(commoner.index.to_numpy(), p=(commoner / commoner.sum()).to_numpy()))

    return pd.Series([stand_in(level) for level in cells], index=cells.index, dtype=object)


def _wider(
    cells: pd.Series[Any], known: pd.Series[Any], units: NDArray[np.int64], k: int, column: Column
) -> pd.Series[Any]:
    """Each number or date as the mean of its bin; missing where fewer than k units hold any."""
    from synth.make.numbers import Numbers, as_numbers, from_numbers  # noqa: PLC0415

    spelling = Numbers.learn(known, units, 1, column)
    present = known.notna().to_numpy()
    values, whose = as_numbers(known[present]), units[present]
    finite = np.isfinite(values)
    edges, means = _bins(values[finite], whose[finite], k)
    there = cells.notna().to_numpy() & bool(len(means))
    moved = means[np.searchsorted(edges, as_numbers(cells[there]), side="left")] if len(means) else np.empty(0)
    return from_numbers(spelling.spell(moved), there, cells)


def _bins(values: Floats, whose: NDArray[np.int64], k: int) -> tuple[Floats, Floats]:
    """The edges between at most ten bins that k units or more hold, and the mean of each; none with fewer units."""
    if len(np.unique(whose)) < k:
        return np.empty(0), np.empty(0)
    edges = np.unique(np.quantile(values, np.arange(1, BINS) / BINS))
    while True:
        places = np.searchsorted(edges, values, side="left")
        holders = [len(np.unique(whose[places == place])) for place in range(len(edges) + 1)]
        fewest = int(np.argmin(holders))
        if holders[fewest] >= k:
            return edges, np.array([values[places == place].mean() for place in range(len(edges) + 1)])
        beside = [edge for edge in (fewest - 1, fewest) if 0 <= edge < len(edges)]
        edges = np.delete(edges, min(beside, key=lambda edge: holders[edge] + holders[edge + 1]))


def _breaks(table: Table, frame: pd.DataFrame, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which of these rows no longer keep a rule that they kept in the table."""
    before, after = (each.iloc[rows].reset_index(drop=True) for each in (table.frame, frame))
    broken = np.zeros(len(rows), dtype=bool)
    for rule in table.schema.rules:
        broken |= rule.holds(before) & ~rule.holds(after)
    return broken
