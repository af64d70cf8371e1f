"""The different values of a column, how many rows hold each and how many units: counted once, read by many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.prepare.schema import Column
from synth.prepare.table import Table

FEWEST_HOLDERS = 5
"""A value held by fewer units than this could point at one of them, and is not shown."""


@dataclass(frozen=True, eq=False)
class Counts:
    """One column, counted.

    `levels` are its different values, `rows` and `holders` the rows and units that hold each; numbers and dates stand
    in their own order, all else commonest first. `ends` are the outermost values that may be shown: the smallest and
    largest where enough units hold them, else those of the fifth unit from each end, and then `cut` is true.
    """

    column: Column
    total: int
    levels: NDArray[Any]
    rows: NDArray[np.int64]
    holders: NDArray[np.int64]
    ends: tuple[Any, Any] | None
    cut: bool

    @property
    def present(self) -> int:
        """Rows in which the column is not missing."""
        return int(self.rows.sum())

    @property
    def missing(self) -> float:
        """Share of rows in which it is."""
        return 1 - self.present / self.total if self.total else 0.0

    @property
    def measured(self) -> bool:
        """Whether its values have an order and a distance."""
        return self.column.kind in ("number", "datetime")

    @property
    def commonest(self) -> tuple[Any, float]:
        """The value that most rows hold, and its share of those present; the column must not be empty."""
        place = int(self.rows.argmax())
        return self.levels[place], float(self.rows[place] / self.present)


def count(table: Table, name: str) -> Counts:
    """Count one column of a table."""
    column, cells = table.schema[name], table.frame[name]
    codes, found = pd.factorize(cells)
    levels = np.asarray(found.to_numpy(dtype=object) if column.kind == "boolean" else found)
    units = None if table.schema.unit is None else table.units()
    rows = np.bincount(codes[codes >= 0], minlength=len(levels))
    holders = rows if units is None else _holders(codes, units, len(levels))
    measured = column.kind in ("number", "datetime")
    order = np.argsort(levels) if measured else np.lexsort((levels.astype(str), -rows))
    levels, rows, holders = levels[order], rows[order], holders[order]
    ends, cut = None, False
    if measured and len(levels):
        ends, cut = _ends(levels, rows, holders, cells, units)
    return Counts(column, len(cells), levels, rows, holders, ends, cut)


def _holders(codes: NDArray[np.int64], units: NDArray[np.int64], levels: int) -> NDArray[np.int64]:
    held = pd.DataFrame({"code": codes, "unit": units})[codes >= 0].drop_duplicates()
    return np.bincount(held["code"].to_numpy(), minlength=levels)


def _ends(
    levels: NDArray[Any],
    rows: NDArray[np.int64],
    holders: NDArray[np.int64],
    cells: pd.Series[Any],
    units: NDArray[np.int64] | None,
) -> tuple[tuple[Any, Any] | None, bool]:
    rare = [bool(holders[end] < FEWEST_HOLDERS) for end in (0, -1)]
    if units is None:
        inner = _fifth(levels, rows), _fifth(levels[::-1], rows[::-1])
    else:
        known = cells.notna().to_numpy()
        order = np.argsort(cells.to_numpy()[known], kind="stable")
        values, whose = cells.to_numpy()[known][order], units[known][order]
        inner = _fifth_unit(values, whose), _fifth_unit(values[::-1], whose[::-1])
    if inner[0] is None or inner[1] is None or inner[0] > inner[1]:
        return None, True
    return (inner[0] if rare[0] else levels[0], inner[1] if rare[1] else levels[-1]), any(rare)


def _fifth(levels: NDArray[Any], rows: NDArray[np.int64]) -> Any:
    reached = np.cumsum(rows) >= FEWEST_HOLDERS
    return levels[int(reached.argmax())] if reached[-1] else None


def _fifth_unit(values: NDArray[Any], whose: NDArray[np.int64]) -> Any:
    firsts = np.sort(np.unique(whose, return_index=True)[1])
    return values[firsts[FEWEST_HOLDERS - 1]] if len(firsts) >= FEWEST_HOLDERS else None
