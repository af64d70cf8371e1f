"""Gaps filled, and nothing else touched."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from synth.errors import ControlError
from synth.make import GENERATORS, Generator, fit, hide, impute
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table, visits
from tests.make.test_contract import QUICK

COLUMNS = (
    Column(name="id", kind="key", treatment="key"),
    Column(name="sex", kind="category"),
    Column(name="ward", kind="category"),
    Column(name="height", kind="number", decimals=0),
    Column(name="price", kind="number", decimals=0),
    Column(name="vat", kind="number", decimals=0),
    Column(name="total", kind="number", decimals=0),
    Column(name="left", kind="datetime", format="%Y-%m-%d"),
    Column(name="empty", kind="number"),
)


def people(rows: int = 400, rules: tuple[Rule, ...] = ()) -> Table:
    """The ward says the sex, and the height is 30 more for men; total = price + vat; those in the yard never left."""
    rng = np.random.default_rng(0)
    man = rng.random(rows) < 0.5
    price, vat = rng.integers(10, 30, rows).astype(float), rng.integers(1, 9, rows).astype(float)
    yard = rng.random(rows) < 0.2
    cells = {
        "id": [f"K{row:05d}" for row in range(rows)],
        "sex": pd.Series(np.where(man, "M", "F"), dtype=object).mask(rng.random(rows) < 0.2),
        "ward": np.where(man, "north", "south"),
        "height": pd.Series(150.0 + 30 * man + rng.integers(0, 4, rows)).mask(rng.random(rows) < 0.2),
        "price": price,
        "vat": vat,
        "total": pd.Series(price + vat).mask(rng.random(rows) < 0.2),
        "left": pd.Series(np.datetime64("2024-01-01", "us") + rng.integers(0, 90, rows) * np.timedelta64(1, "D")).mask(
            yard
        ),
        "empty": [np.nan] * rows,
    }
    return table(cells, Schema(columns=COLUMNS, rules=rules))


def test_gaps_are_filled_by_what_is_known_and_known_cells_stay() -> None:
    real = people()
    made = impute(fit(real, "trees"), real, seed=1)
    assert made.schema.names == [*real.schema.names, "provenance"]
    for name in real.schema.names:
        known = real.frame[name].notna()
        assert made.frame[name][known].equals(real.frame[name][known])
        assert made.frame[name].isna().any() == (name == "empty")
        assert made.frame[name].dtype == real.frame[name].dtype
    gone = real.frame["sex"].isna()
    right = made.frame["sex"][gone] == np.where(real.frame["ward"][gone] == "north", "M", "F")
    assert right.mean() > 0.9
    gaps = real.frame.drop(columns="empty").isna().any(axis=1)
    assert made.frame["provenance"].tolist() == np.where(gaps, "filled", "real").tolist()
    assert made.frame.equals(impute(fit(real, "trees"), real, seed=1).frame)


def test_rules_hold_for_what_is_filled_in_and_a_gap_that_must_be_one_stays() -> None:
    rules = (
        Rule(kind="sum", columns=("total", "price", "vat")),
        Rule(kind="null_when", columns=("left", "ward"), op="=", value="north"),
    )
    real = people(rules=rules)
    left = real.frame["left"].mask(real.frame["ward"] == "north")
    real = Table(real.frame.assign(left=left), real.schema)
    made = impute(fit(real, "trees"), real)
    assert all(rule.holds(made.frame).all() for rule in rules)
    assert made.frame["total"].notna().mean() > 0.97  # but for sums beyond what so many people share
    assert made.frame["left"][made.frame["ward"] == "north"].isna().all()
    assert made.frame["left"][made.frame["ward"] == "south"].notna().all()
    assert any("gaps were left" in note for note in made.reading.notes)


def test_a_tenth_of_the_known_cells_is_hidden() -> None:
    real = people()
    known, hidden = hide(real, seed=2)
    assert set(hidden) == {"sex", "height", "total", "left"}
    for name, mask in hidden.items():
        assert mask.sum() == int(0.1 * real.frame[name].notna().sum())
        assert known.frame[name][mask].isna().all()
        assert known.frame[name][~mask].equals(real.frame[name][~mask])
        assert known.frame[name].dtype == real.frame[name].dtype


def test_a_table_without_gaps_is_refused() -> None:
    real = people()
    whole = Table(real.frame.assign(**real.frame.ffill().bfill().drop(columns="empty")), real.schema)
    with pytest.raises(ControlError, match="nothing to fill"):
        impute(fit(whole, "trees"), whole)


@pytest.mark.parametrize("one", GENERATORS, ids=lambda one: one.card.name)
def test_every_generator_serves(one: Generator) -> None:
    real = visits(150)
    made = impute(fit(real, one.card.name, settings=QUICK.get(one.card.name, {})), real)
    for name in ("weight", "smoker"):
        known = real.frame[name].notna()
        assert made.frame[name][known].equals(real.frame[name][known])
        assert made.frame[name].notna().all()
