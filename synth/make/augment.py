"""Add synthetic rows to the real ones; a balance that is asked for is that of all rows together."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from synth.errors import ControlError
from synth.make.contract import Progress, silent
from synth.make.model import Model
from synth.make.protect import Shield
from synth.make.provenance import REAL, SYNTHETIC, marked
from synth.make.quota import Plan, apportion
from synth.prepare.control import Control
from synth.prepare.schema import Schema
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

    Columns that are dropped are left out of both. Raises `ControlError` where so few rows cannot give the balance.
    """
    asked = added(control or Control(), model.envelope.trained_on, model.envelope.shield, real, rows)
    made = model.sample(rows, seed=seed, control=asked, progress=progress)
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


def added(control: Control, schema: Schema, shield: Shield, real: Table, rows: int) -> Control:
    """What must be asked of the added rows, so that all rows together have the balance; `ControlError` if none does."""
    if not control.balance:
        return Control()
    [(name, levels)] = control.balance.items()
    [cut] = Plan.make(Control(balance=control.balance), schema, shield).cuts
    held = np.bincount(cut.codes(real.frame), minlength=len(cut.shares))
    wanted = np.array(apportion(len(real) + rows, cut.shares)) - held
    if (wanted < 0).any():
        raise ControlError(_too_few(name, [*levels, "all others"], cut.shares, held.tolist(), len(real), rows))
    return Control(balance={name: dict(zip(levels, (wanted / rows).tolist(), strict=False))})


def _too_few(name: str, levels: list[str], shares: tuple[float, ...], held: list[int], real: int, rows: int) -> str:
    """Why a balance cannot be had by adding rows, and what to ask for."""
    over = [level for level, share, count in zip(levels, shares, held, strict=True) if count and share <= 1e-9]
    if over:
        return f"The real rows that have {over[0]!r} in {name!r} stay, so its share cannot be 0. Give it a share."
    need = max(math.ceil(count / share) for share, count in zip(shares, held, strict=True) if count) - real
    return (
        f"Adding {rows:,} rows to {real:,} real ones cannot give {name!r} this balance. "
        f"Ask for {need + 1:,} rows or more, or for shares nearer to the real ones."
    )


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
