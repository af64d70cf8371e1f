"""Gaps that another row of the same unit can fill."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from synth.make.from_units import from_units
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Kind, Schema
from synth.prepare.table import Table
from tests.make.tables import table

DAYS = [np.datetime64("2024-01-01", "us"), np.datetime64("2024-01-02", "us")]


def visits(cells: list[Any], kind: Kind = "category", rules: tuple[Rule, ...] = ()) -> Table:
    """Visits of patients 1, 1, 2, 2, 3, 3 and of one who is not known."""
    columns = (
        Column(name="patient", kind="key", treatment="key"),
        Column(name="c", kind=kind, format="%Y-%m-%d" if kind == "datetime" else None),
        Column(name="d", kind="category"),
    )
    patients = ["1", "1", "2", "2", "3", "3", None]
    return table(
        {"patient": patients, "c": cells, "d": list("vwxyzuv")}, Schema(columns=columns, unit="patient", rules=rules)
    )


@pytest.mark.parametrize(
    ("kind", "one", "two"),
    [("category", "a", "b"), ("number", 1.0, 2.0), ("boolean", True, False), ("datetime", *DAYS)],
)
def test_a_gap_gets_what_its_unit_has_once(kind: Kind, one: Any, two: Any) -> None:
    real = visits([one, None, None, two, None, None, None], kind)
    filled = from_units(real, ["c"]).frame["c"]
    assert filled[:4].tolist() == real.frame["c"].iloc[[0, 0, 3, 3]].tolist()
    assert filled[4:].isna().all()
    assert filled.dtype == real.frame["c"].dtype


def test_known_cells_stay_and_two_values_fill_nothing() -> None:
    real = visits(["a", "b", "b", "b", None, "a", None])
    assert from_units(real, ["c"]).frame["c"].tolist() == ["a", "b", "b", "b", "a", "a", None]
    torn = visits(["a", None, "b", "b", None, "a", None])
    torn = Table(torn.frame.assign(patient=["1"] * 7), torn.schema)
    assert from_units(torn, ["c"]).frame.equals(torn.frame)
    assert from_units(real, []).frame.equals(real.frame)


def test_a_gap_that_a_rule_asks_for_stays() -> None:
    rule = Rule(kind="null_when", columns=("c", "d"), op="=", value="w")
    real = visits(["a", None, "b", None, None, None, None], rules=(rule,))
    assert from_units(real, ["c"]).frame["c"].tolist() == ["a", None, "b", "b", None, None, None]
