"""Samples of one source, and tables whose verdict is known beforehand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from synth.prepare.table import Table
from tests.prepare.tables import table


def people(rows: int, seed: int) -> Table:
    """Related columns of several kinds, no row like another."""
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 90, rows)
    return table(
        number={
            "age": age,
            "income": np.where(rng.random(rows) < 0.3, 0, rng.lognormal(8 + age / 90, 1)),
            "height": rng.normal(170, 10, rows),
        },
        category={"ward": rng.choice(list("abcdefgh"), rows)},
        boolean={"member": rng.random(rows) < 0.4},
    )


def flipped(real: Table, seed: int) -> Table:
    """Each tenth cell replaced by that of another row."""
    rng, frame = np.random.default_rng(seed), real.frame.copy()
    for name in frame:
        rows = rng.random(len(frame)) < 0.1
        frame.loc[rows, name] = frame[name].sample(int(rows.sum()), random_state=rng).to_numpy()
    return replace(real, frame=frame)


def shuffled(source: Table, seed: int) -> Table:
    """The same columns, each shuffled on its own."""
    rng = np.random.default_rng(seed)
    frame = source.frame.apply(lambda column: column.take(rng.permutation(len(column))).reset_index(drop=True))
    return replace(source, frame=frame.astype(source.frame.dtypes))


def joined(*tables: Table) -> Table:
    """The rows of all of them."""
    return replace(tables[0], frame=pd.concat([each.frame for each in tables], ignore_index=True))


def repeated(source: Table, times: int, name: str) -> Table:
    """Each row that often, the rows of one being of one unit; `name` sets these units apart from others."""
    once = source.take(np.repeat(np.arange(len(source)), times))
    keyed = table(key={"patient": [f"{name}-{row // times}" for row in range(len(once))]}, unit="patient")
    columns = [column.model_dump() for column in (*keyed.schema.columns, *once.schema.columns)]
    return Table(keyed.frame.join(once.frame), once.schema.build(columns=columns, unit="patient"))
