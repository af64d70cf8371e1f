"""Add synthetic rows to the real ones; shares that are asked for are those of all rows together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from synth.make.contract import Progress, silent
from synth.make.model import Model
from synth.make.provenance import REAL, SYNTHETIC, marked
from synth.prepare.control import Control
from synth.prepare.table import Table


def augment(
    model: Model,
    real: Table,
    rows: int,
    *,
    seed: int = 0,
    control: Control | None = None,
    progress: Progress = silent,
) -> Table:
    """The real rows, as they are, and after them `rows` synthetic ones; a column says which is which.

    Columns that are dropped are left out of both. Raises `ControlError` where so few rows cannot give the shares.
    """
    made = model.sample(rows, seed=seed, control=control and control.of_values, beside=real, progress=progress)
    schema = model.schema
    columns = {
        column.name: pd.concat(
            [
                real.frame[column.name],
                _apart(made.frame[column.name], real.frame[column.name])
                if column.treatment == "key"
                else made.frame[column.name],
            ],
            ignore_index=True,
        )
        for column in schema.columns
    }
    marks = np.repeat(np.array([REAL, SYNTHETIC], dtype=object), [len(real), len(made)])
    return marked(pd.DataFrame(columns), schema, marks, model.generator, made.reading.notes)


def _apart(made: pd.Series[Any], real: pd.Series[Any]) -> pd.Series[Any]:
    """Remade keys that are none of the real ones: row numbers go on where those end."""
    known = real.dropna()
    if not made.isin(known).any():
        return made
    if pd.api.types.is_numeric_dtype(made):
        return made + float(known.max())
    if not pd.concat([made.dropna(), known]).str.fullmatch(r"\d{1,15}").all():
        return made
    last = int(known.astype("int64").max())
    return made.map(lambda key: str(last + int(key)) if isinstance(key, str) else key)
