"""Bring the compared tables under one schema, and tell training rows from holdout rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import ReportError
from synth.judge.draws import Rows
from synth.judge.interval import chance
from synth.judge.rows import number_rows
from synth.prepare.cells import spell_cells, type_cells
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Reading, Table
from synth.prepare.text import Text

SYNTHETIC = "synthetic"
MARKS = (SYNTHETIC, "real", "filled")
OVERLAP_P = 1e-6
"""So unlikely must it be that chance alone makes so many holdout rows equal to training rows."""
_NAMED = 8


def align(table: Table, schema: Schema, role: str) -> tuple[Table, list[str]]:
    """The columns that `table` shares with `schema`, with the schema's kinds and order, and notes on what was done.

    Columns that are absent or extra are named. A column of another kind is spelled and read again; cells that then do
    not fit, and infinite numbers, become missing and are counted. `role` says in the notes which table it is.
    """
    shared = [name for name in schema.names if name in table.schema.names]
    notes = _named("lacks", [name for name in schema.names if name not in table.schema.names], role)
    notes += _named("has", [name for name in table.schema.names if name not in schema.names], role, "extra ")
    notes += _respelled(table.reading, shared, role)
    columns: dict[str, pd.Series[Any]] = {}
    for column in schema.select(shared).columns:
        cells, misfits = _cells(table, column)
        misfits += table.reading.unparsed.get(column.name, 0)
        if misfits:
            cells_are = "cell of {} is" if misfits == 1 else "cells of {} are"
            said = cells_are.format(repr(column.name))
            notes.append(f"In the {role}, {misfits:,} {said} no {column.kind}: taken as missing.")
        columns[column.name] = cells
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(table)), copy=False)
    return Table(frame, schema.select(shared), table.reading), notes


def _cells(table: Table, column: Column) -> tuple[pd.Series[Any], int]:
    """One column under the real table's schema, and how many cells did not fit it."""
    misfits = 0
    cells = table.frame[column.name]
    if table.schema[column.name].kind != column.kind:
        table, misfits = _read_again(table.select([column.name]), column)
        cells = table.frame[column.name]
    if column.kind == "number":
        infinite = np.isinf(cells.to_numpy())
        misfits += int(infinite.sum())
        cells = cells.mask(infinite) if infinite.any() else cells
    return cells, misfits


def _read_again(table: Table, column: Column) -> tuple[Table, int]:
    spelled = spell_cells(table).mask(table.frame.isna(), column.nulls[0] if column.nulls else "")
    again = type_cells(Text(spelled, Reading()), Schema(columns=(column,)))
    return again, sum(again.reading.unparsed.values())


def _named(verb: str, names: Sequence[str], role: str, which: str = "") -> list[str]:
    if not names:
        return []
    some = ", ".join(repr(name) for name in names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    columns, they = ("column", "It is") if len(names) == 1 else ("columns", "They are")
    return [f"The {role} {verb} {len(names)} {which}{columns}: {some}. {they} left out of the comparison."]


def _respelled(reading: Reading, shared: Sequence[str], role: str) -> list[str]:
    counts = {name: reading.respelled[name] for name in shared if reading.respelled.get(name)}
    if not counts:
        return []
    some = ", ".join(repr(name) for name in list(counts)[:_NAMED]) + (", …" if len(counts) > _NAMED else "")
    cells = "1 cell" if sum(counts.values()) == 1 else f"{sum(counts.values()):,} cells"
    return [
        f"In the {role}, {cells} of {some} {'is' if cells == '1 cell' else 'are'} spelled in another way than in the "
        "real table, and read as it spells them."
    ]


def without_provenance(table: Table, column: str | None) -> tuple[Table, NDArray[Any] | None]:
    """The table without the column that says where each row comes from, and that column: its words are `MARKS`."""
    if column is None:
        return table, None
    if column not in table.schema.names:
        raise ReportError(f"The synthetic table has no column {column!r} to say which of its rows are real.")
    marks = table.frame[column].astype(object).to_numpy()
    unknown = set(marks.tolist()) - set(MARKS)
    if unknown:
        raise ReportError(f"The column {column!r} says {sorted(map(str, unknown))[0]!r} of a row: it knows {MARKS}.")
    return table.select([name for name in table.schema.names if name != column]), marks


def without_holdout(real: Table, holdout: Table | None) -> tuple[Rows, Table | None, list[str]]:
    """Positions of the training rows in the first table, the holdout under its schema, and notes on what was done.

    Where every row of the holdout is in the first table, as often at least, that table is the whole: the holdout's rows
    are taken out of it. A holdout that lacks columns of the first table is given them empty.
    """
    everything = np.arange(len(real))
    if holdout is None:
        return everything, None, []
    held, notes = align(holdout, real.schema, "holdout")
    if not held.schema.names:
        raise ReportError("The holdout shares no column with the real table. Check that it has the same header.")
    columns = _coded(real, held)
    if columns is None:
        return _overlapping(real, held, everything, notes)
    codes = number_rows(columns)
    spare = np.bincount(codes[len(real) :], minlength=len(codes))
    order = np.argsort(codes[: len(real)], kind="stable")
    numbers = codes[order]
    nth = np.arange(len(numbers)) - np.searchsorted(numbers, numbers)
    taken = nth < spare[numbers]
    if taken.sum() < len(held):
        return _overlapping(real, held, everything, notes)
    notes.append(
        f"All {len(held):,} rows of the holdout are in the first table: it was taken as the whole, and they were taken "
        "out of it to leave the training rows."
    )
    return np.sort(order[~taken]), _complete(held, real.schema), notes


def _overlapping(real: Table, held: Table, everything: Rows, notes: list[str]) -> tuple[Rows, Table | None, list[str]]:
    """All rows of the first table as training rows, and the holdout without those that it should not have."""
    left, more = _without_overlap(real, held)
    return everything, None if left is None else _complete(left, real.schema), notes + more


def _without_overlap(real: Table, held: Table) -> tuple[Table | None, list[str]]:
    """The holdout without rows of the first table, where more of them are in it than nature makes; and what was done.

    By nature a holdout row equals a training row as often as a training row equals another. None if no two are left.
    """
    names = held.schema.names
    training, aside = (_row_hashes(table.frame[names]) for table in (real, held))
    inside = np.isin(aside, training)
    counts = np.unique(training, return_counts=True)[1]
    twins = int(counts[counts > 1].sum())
    if not inside.any() or chance(int(inside.sum()), len(held), twins, len(real)) > OVERLAP_P:
        return held, []
    left = held.take(~inside)
    said = (
        f"{int(inside.sum()):,} of the {len(held):,} holdout rows are in the first table too, more than chance makes "
        "equal: they were taken out of the holdout. Check that the generator never saw the others."
    )
    return (left, [said]) if len(left) > 1 else (None, [f"{said} None is left, so there is no holdout."])


def _row_hashes(frame: pd.DataFrame) -> NDArray[Any]:
    """A number for each row; equal rows have the same."""
    numbers: NDArray[Any] = np.zeros(len(frame), dtype=np.uint64)
    for name in frame.columns:
        hashes = pd.util.hash_pandas_object(frame[name], index=False).to_numpy(dtype=np.uint64)
        numbers = numbers * np.uint64(1_000_003) + hashes
    return numbers


def _coded(real: Table, held: Table) -> list[NDArray[np.intp]] | None:
    """The codes of the real rows and then of the holdout's in each column; None if the holdout has a value of its own.

    Codes are given in the order in which values appear, so that a value of the holdout alone has a greater one.
    """
    columns = []
    for name in held.schema.names:
        pooled = pd.concat([real.frame[name], held.frame[name]], ignore_index=True)
        codes = pd.factorize(pooled, use_na_sentinel=False)[0]
        if codes[len(real) :].max(initial=-1) > codes[: len(real)].max(initial=-1):
            return None
        columns.append(codes)
    return columns


def _complete(table: Table, schema: Schema) -> Table:
    """The table with the columns it lacks, all missing."""
    kinds = {"number": "float64", "boolean": "boolean", "datetime": "datetime64[us]"}
    rows = pd.RangeIndex(len(table))
    absent = {
        column.name: pd.Series(None, index=rows, dtype=kinds.get(column.kind, "object"))
        for column in schema.columns
        if column.name not in table.schema.names
    }
    if not absent:
        return table
    frame = table.frame.assign(**absent)[schema.names]
    return replace(table, frame=frame, schema=schema)
