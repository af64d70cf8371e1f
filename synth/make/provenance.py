"""Tables that hold real rows or cells: a column of theirs says which, so that none of them passes for synthetic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.prepare.schema import Column, Schema
from synth.prepare.table import Reading, Table

NAME = "provenance"
SYNTHETIC, REAL, FILLED = "synthetic", "real", "filled"
WARNING = "This table holds real rows, so it is no synthetic table: for internal use only."


def column_name(names: Sequence[str]) -> str:
    """What the column is called beside columns of these names."""
    name, times = NAME, 1
    while name in names:
        times += 1
        name = f"{NAME}_{times}"
    return name


def marked(frame: pd.DataFrame, schema: Schema, marks: NDArray[Any], source: str, notes: Sequence[str]) -> Table:
    """The frame with one column more, the last: `synthetic`, `real` or `filled` for each row; and a warning."""
    name = column_name(schema.names)
    column = Column(name=name, kind="category", treatment="drop", why="It says which rows are real.")
    rows = len(frame)
    counts = [f"{int((marks == mark).sum()):,} {mark}" for mark in (REAL, FILLED, SYNTHETIC) if (marks == mark).any()]
    said = f"Of {rows:,} rows {' and '.join(counts)}, as the column {name!r} says. {WARNING}"
    reading = Reading(source=source, rows_in_file=rows, loaded=rows, notes=(*notes, said))
    whole = Schema.build(**schema.model_dump() | {"columns": (*schema.columns, column)})
    return Table(frame.assign(**{name: np.asarray(marks, dtype=object)}), whole, reading)
