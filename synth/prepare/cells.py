"""Cells as text ↔ cells as values: what the schema says a column is decides both ways."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import TableError
from synth.prepare.booleans import truth
from synth.prepare.dates import parse_dates, spell_dates
from synth.prepare.numbers import NumberSpelling, parse_numbers, spell_numbers
from synth.prepare.schema import Column, Schema
from synth.prepare.table import DTYPES, Table
from synth.prepare.text import Text


def type_cells(text: Text, schema: Schema) -> Table:
    """Give every column the dtype of its kind. Cells that do not fit become missing and are counted in the reading.

    Raises `TableError` when the file lacks a column of the schema; columns the schema does not name are left out.
    """
    missing = [name for name in schema.names if name not in text.frame.columns]
    if missing:
        raise TableError(
            f"The file has no column {missing[0]!r}, which the schema names. Choose the schema of this file."
        )
    unparsed: dict[str, int] = {}
    columns: dict[str, Any] = {}
    for column in schema.columns:
        codes, levels = pd.factorize(text.frame[column.name].to_numpy())
        values, misfits = _typed(levels, column)
        columns[column.name] = values.take(codes).array
        if misfits.any():
            unparsed[column.name] = int(misfits[codes].sum())
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(text)))
    return Table(frame, schema, text.reading.model_copy(update={"unparsed": unparsed}))


def _typed(levels: NDArray[Any], column: Column) -> tuple[pd.Series[Any], NDArray[np.bool_]]:
    """The levels' values in the dtype of the column's kind, and which of them do not fit it."""
    null = np.isin(levels, [*column.nulls, ""])
    cells = levels.tolist()
    values: Any
    match column.kind:
        case "number":
            values = parse_numbers(cells, number_spelling(column))
            values[null] = np.nan
        case "datetime":
            values = parse_dates(cells, column.format or "")
            values[null] = np.datetime64("NaT")
        case "boolean":
            spelled = {column.true: True, column.false: False}
            values = [None if gone else spelled.get(cell, truth(cell)) for cell, gone in zip(cells, null, strict=True)]
        case _:
            values = [None if gone else cell for cell, gone in zip(cells, null, strict=True)]
    typed: pd.Series[Any] = pd.Series(values, dtype=DTYPES[column.kind])
    return typed, typed.isna().to_numpy() & ~null


def number_spelling(column: Column) -> NumberSpelling:
    """How the column's numbers are spelled."""
    return NumberSpelling(
        column.decimal_sign,
        column.thousands_sign,
        column.decimals,
        column.least_decimals,
        column.prefix,
        column.suffix,
    )


def spell_cells(table: Table) -> pd.DataFrame:
    """The table as text: each cell as the schema spells it, missing ones as the column's first null spelling."""
    spelled = {column.name: _spelled(table.frame[column.name], column) for column in table.schema.columns}
    return pd.DataFrame(spelled, index=table.frame.index)


def _spelled(values: pd.Series[Any], column: Column) -> NDArray[Any]:
    codes, levels = pd.factorize(values)
    null = column.nulls[0] if column.nulls else ""
    match column.kind:
        case "number":
            cells = spell_numbers(np.asarray(levels, dtype=float), number_spelling(column))
        case "datetime":
            cells = spell_dates(np.asarray(levels, dtype="datetime64[us]"), column.format or "", column.decimals)
        case "boolean":
            cells = [column.true if level else column.false for level in levels]
        case _:
            cells = [str(level) for level in levels]
    return np.array([*cells, null], dtype=object)[codes]
