"""A small table in which everything occurs that a generator's envelope has to deal with."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from synth.prepare.schema import Column, Schema
from synth.prepare.table import DTYPES, Table

COLUMNS = (
    Column(name="patient", kind="key", treatment="key"),
    Column(name="visit", kind="key", treatment="key"),
    Column(name="name", kind="text", treatment="fake", personal="name"),
    Column(name="age", kind="number", decimals=0),
    Column(name="weight", kind="number", decimals=1),
    Column(name="cost", kind="number", decimals=2),
    Column(name="ward", kind="category", sensitive=True),
    Column(name="smoker", kind="boolean", true="yes", false="no"),
    Column(name="admitted", kind="datetime", format="%Y-%m-%d"),
    Column(name="hospital", kind="category"),
    Column(name="fax", kind="number"),
    Column(name="country", kind="category", treatment="constant"),
    Column(name="remark", kind="text", treatment="drop"),
)
SCHEMA = Schema(columns=COLUMNS, unit="patient")


def visits(rows: int, seed: int = 0) -> Table:
    """Visits of some two thirds as many patients, whose visits stand together.

    `cost` is 0 in a third of the rows and has a long tail; one ward in twenty is one of many rare ones; every patient
    has one name, and one in ten no name.
    """
    rng = np.random.default_rng(seed)
    patient = np.repeat(np.arange(rows), rng.choice([1, 2, 3], size=rows, p=[0.6, 0.3, 0.1]))[:rows]
    names = pd.Series([f"Real{number}na Person{number}" for number in rng.permutation(rows)], dtype=object)
    age = np.clip(rng.normal(50, 18, rows), 0, 110).round()
    rare = [f"Rare ward {number}" for number in range(rows // 5)]
    ward = np.where(rng.random(rows) < 0.05, rng.choice(rare, rows), np.where(age > 60, "heart", "knee"))
    frame = {
        "patient": [f"P{number * 7 + 1000:05d}" for number in patient],
        "visit": [f"V-2024-{number:06d}" for number in rng.permutation(10 * rows)[:rows]],
        "name": names.mask(rng.random(rows) < 0.1)[patient].to_numpy(),
        "age": age,
        "weight": pd.Series((70 + age / 5 + rng.normal(0, 12, rows)).round(1)).mask(rng.random(rows) < 0.1),
        "cost": np.where(rng.random(rows) < 1 / 3, 0, rng.lognormal(5, 1.5, rows)).round(2),
        "ward": ward,
        "smoker": pd.Series(rng.random(rows) < 0.3).astype("boolean").mask(rng.random(rows) < 0.2),
        "admitted": np.datetime64("2024-01-01", "us") + rng.integers(0, 366, rows) * np.timedelta64(1, "D"),
        "hospital": ["General"] * rows,
        "fax": [np.nan] * rows,
        "country": ["NL"] * rows,
        "remark": [f"free words {number}" for number in range(rows)],
    }
    return table(frame, SCHEMA)


def table(columns: dict[str, Any], schema: Schema) -> Table:
    """A table of these columns, as the schema types them."""
    dtypes = {column.name: DTYPES[column.kind] for column in schema.columns}
    frame = pd.DataFrame(columns).astype(dtypes)
    words = [name for name, dtype in dtypes.items() if dtype == "object"]
    frame[words] = frame[words].where(frame[words].notna(), None)
    return Table(frame, schema)
