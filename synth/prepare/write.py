"""A table → a CSV file, whole or not at all, with cells that a spreadsheet would run as formulas made harmless."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path

import pandas as pd

from synth.errors import TableError, WorkspaceError
from synth.prepare.cells import spell_cells
from synth.prepare.numbers import looks_like_number
from synth.prepare.table import Table

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula, full-width forms included."""


def starts_formula(cell: str) -> bool:
    """Whether a spreadsheet may run this text as a formula; a plain number such as -5 is none."""
    return cell.startswith(FORMULA_STARTS) and not looks_like_number(cell)


def write_table(table: Table, path: Path | str, *, neutralise: bool = True) -> int:
    """Write the table as UTF-8 CSV in the order and spelling of its schema; how many cells were neutralised.

    A header or a cell of a category, text or key column that starts a formula gets an apostrophe before it. The file
    appears whole or not at all. Raises `WorkspaceError` when it cannot be written.
    """
    frame = spell_cells(table)
    count = 0
    if neutralise:
        frame, count = _neutralised(
            frame, [c.name for c in table.schema.columns if c.kind in ("category", "text", "key")]
        )
    _write(frame, Path(path))
    return count


def _neutralised(frame: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, int]:
    frame, count = frame.copy(deep=False), 0
    for name in names:
        codes, levels = pd.factorize(frame[name].to_numpy())
        unsafe = [starts_formula(level) for level in levels]
        if any(unsafe):
            levels[:] = [f"'{level}" if bad else level for level, bad in zip(levels, unsafe, strict=True)]
            frame[name] = levels[codes]
            count += sum(unsafe[code] for code in codes)
    headers = [f"'{name}" if starts_formula(name) else name for name in frame.columns]
    count += sum(new != old for new, old in zip(headers, frame.columns, strict=True))
    return frame.set_axis(headers, axis=1), count


def _write(frame: pd.DataFrame, path: Path) -> None:
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as stream:
            temporary = Path(stream.name)
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(frame.columns)
            writer.writerows(zip(*(frame.iloc[:, place] for place in range(frame.shape[1])), strict=True))
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise WorkspaceError(f"{path.name!r} cannot be written: {reason}. Nothing was left behind.") from error
    except UnicodeEncodeError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise TableError(f"{path.name!r} cannot be written: a cell holds half a character.") from error
