"""A table → a CSV file, whole or not at all, with cells that a spreadsheet would run as formulas made harmless."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import TableError, WorkspaceError
from synth.prepare.cells import spell_cells
from synth.prepare.numbers import looks_like_number
from synth.prepare.table import Table

APOSTROPHE = "'"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula, full-width forms included."""


def starts_formula(cell: str) -> bool:
    """Whether a spreadsheet may run this text as a formula; a plain number such as -5 is none."""
    return cell.startswith(FORMULA_STARTS) and not looks_like_number(cell)


def neutral(cell: str) -> str:
    """The cell with an apostrophe before it if it may be run as a formula; one that has some already gets one more."""
    return f"{APOSTROPHE}{cell}" if starts_formula(cell.lstrip(APOSTROPHE)) else cell


def restored(cell: str) -> str:
    """The inverse of `neutral`."""
    return cell[1:] if cell.startswith(APOSTROPHE) and starts_formula(cell.lstrip(APOSTROPHE)) else cell


def write_table(table: Table, path: Path | str, *, neutralise: bool = True) -> dict[str, int]:
    """Write the table as UTF-8 CSV in the order and spelling of its schema; what was neutralised, by column.

    A header, or a text-like cell, that starts a formula gets an apostrophe before it. What is returned counts such
    cells for each column that has any, its header among them: all that is needed to undo it. The file appears whole or
    not at all. Raises `WorkspaceError` when it cannot be written.
    """
    frame = spell_cells(table)
    counts = _neutralise(frame, table) if neutralise else {}
    _write(frame, Path(path))
    return counts


def _neutralise(frame: pd.DataFrame, table: Table) -> dict[str, int]:
    """Put an apostrophe before headers and text-like cells that start a formula, in place; how many, by column."""
    counts = {}
    for column in table.schema.columns:
        header, cells = neutral(column.name) != column.name, 0
        if column.kind not in ("number", "datetime"):
            codes, levels = pd.factorize(frame[column.name].to_numpy())
            safe = np.array([level if level in column.nulls else neutral(level) for level in levels], dtype=object)
            cells = int((safe != levels)[codes].sum())
            frame[column.name] = safe[codes]
        if header or cells:
            counts[column.name] = header + cells
    frame.columns = frame.columns.map(neutral)
    return counts


def _write(frame: pd.DataFrame, path: Path) -> None:
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as stream:
            temporary = Path(stream.name)
            _write_rows(frame, stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WorkspaceError(
            f"{path.name!r} cannot be written: {reason}. Nothing was left behind; choose another place or make room."
        ) from error
    except UnicodeEncodeError as error:
        raise TableError(f"{path.name!r} cannot be written: a cell holds half a character.") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _write_rows(frame: pd.DataFrame, stream: Any) -> None:
    """Header and rows; a row of nothing but empty cells is quoted, so that it is not read as a blank line."""
    writer = csv.writer(_Lines(stream), lineterminator="\r\n")
    writer.writerow(frame.columns)
    columns = [frame.iloc[:, place].to_numpy() for place in range(frame.shape[1])]
    start = 0
    for empty in _empty_rows(columns, len(frame)).tolist():
        writer.writerows(zip(*(column[start:empty] for column in columns), strict=True))
        stream.write('""' + "," * (len(columns) - 1) + "\n")
        start = empty + 1
    writer.writerows(zip(*(column[start:] for column in columns), strict=True))


def _empty_rows(columns: list[NDArray[Any]], rows: int) -> NDArray[np.int64]:
    empty = np.arange(rows)
    for column in columns:
        empty = empty[column[empty] == ""]
    return empty


class _Lines:
    """Ends rows with a line feed. The writer is told to add a carriage return, so that it quotes both in a cell."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, row: str) -> int:
        return self._stream.write(row.removesuffix("\r\n") + "\n")
