"""What a change would break is as it was: rules, shares that were asked for, and what is never repeated."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from synth.make.alike import Alike
from synth.make.kept_sums import keep_sums
from synth.make.protect import Shield
from synth.make.quota import Plan
from synth.make.settle import settle
from synth.make.sums import Sum
from synth.prepare.control import Control
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Schema
from tests.make.tables import table

SCHEMA = Schema(
    columns=(
        Column(name="a", kind="number", decimals=0),
        Column(name="b", kind="number", decimals=0),
        Column(name="c", kind="category"),
    )
)
REAL = table({"a": [1, 2, 3, 4] * 5, "b": [5, 6, 7, 8] * 5, "c": ["x", "y"] * 10}, SCHEMA)
SHIELD = Shield.learn(REAL, 5)
BEFORE = REAL.frame.head(4)
DATES = Schema(columns=tuple(Column(name=name, kind="datetime", format="%Y-%m-%d") for name in ("came", "left")))


def changed(rules: tuple[Rule, ...] = (), plan: Plan = Plan(), **cells: list[Any]) -> pd.DataFrame:  # noqa: B008
    after, kept = settle(BEFORE, BEFORE.assign(**cells).astype(BEFORE.dtypes), plan, rules, SHIELD)
    assert after[~kept].equals(BEFORE[~kept])
    return after


def test_a_row_that_breaks_a_rule_is_as_it_was() -> None:
    rule = Rule(kind="range", columns=("a",), value=(1, 3))
    found = changed((rule,), a=[4.0, 3.0, 2.0, 1.0], c=["y"] * 4)
    assert found["a"].tolist() == [1, 3, 2, 1]
    assert found["c"].tolist() == ["x", "y", "y", "y"]
    assert found.dtypes.equals(BEFORE.dtypes)


def test_a_row_that_would_leave_its_share_is_as_it_was() -> None:
    plan = Plan.make(Control(balance={"c": {"x": 0.5}}), SCHEMA, SHIELD)
    found = changed(plan=plan, a=[4, 3, 2, 1], c=["x", "x", "y", "y"])
    assert found["c"].tolist() == BEFORE["c"].tolist()
    assert found["a"].tolist() == [4, 2, 3, 1]


def test_what_is_never_repeated_stays() -> None:
    found = changed((Rule(kind="unique", columns=("a",)),), a=[1] * 4, b=[6] * 4)
    assert found["a"].tolist() == [1, 2, 3, 4]
    assert found["b"].tolist() == [6, 6, 6, 6]


def test_a_change_that_breaks_nothing_stands() -> None:
    assert np.array_equal(changed((Rule(kind="range", columns=("a",), value=(0, 9)),), a=[3] * 4)["a"], [3] * 4)


def test_no_number_goes_beyond_its_kth_extremes() -> None:
    assert changed(a=[5.0, 4.0, 3.0, 0.0])["a"].tolist() == [1, 4, 3, 4]


def test_no_time_between_dates_goes_beyond_its_kth_extremes() -> None:
    came = np.datetime64("2024-01-01", "us") + np.arange(100) * np.timedelta64(7, "D")
    stay = np.arange(100) % 4 * np.timedelta64(1, "D")
    real = table({"came": came, "left": came + stay}, DATES)
    shield = Shield.learn(real, 5)
    assert list(shield.between) == ["left"]
    before = real.frame.iloc[20:24].reset_index(drop=True)
    days = pd.Series(np.array([1, 9, -1, 0]) * np.timedelta64(1, "D").astype("timedelta64[us]"))
    after, kept = settle(before, before.assign(left=before["came"] + days), Plan(), (), shield)
    assert kept.tolist() == [True, False, False, True]
    assert after["left"].tolist() == [before["came"][0] + days[0], *before["left"][1:3], before["came"][3]]


def test_sums_still_add_up_after_a_part_or_the_sum_was_changed() -> None:
    schema = Schema(columns=tuple(Column(name=name, kind="number", decimals=0) for name in ("total", "fee", "fare")))
    fee, fare = np.arange(60) % 5, np.arange(60) % 7
    real = table({"total": fee + fare, "fee": fee, "fare": fare}, schema)
    one, shield = Sum.learn(real, "total", {"fee": 1, "fare": 1}, 5), Shield.learn(real, 5)
    before = table({"total": [3, 4, np.nan], "fee": [1, 1, 1], "fare": [2, 2, 2]}, schema).frame
    found = keep_sums(before, before.assign(fee=4.0), [one], Alike(same=("fee",)), shield)
    assert found["total"].fillna(-1).tolist() == [6, 7, -1]
    assert found["fare"].tolist() == [2, 2, 2]
    found = keep_sums(before, before.assign(total=5.0), [one], Alike(same=("total", "fee")), shield)
    assert found["fare"].tolist() == [4, 3, 2]
    found = keep_sums(before, before.assign(fee=4.0), [one], Alike(same=("total", "fee", "fare")), shield)
    assert found["fare"].tolist() == [2, 2, 2]
    found = keep_sums(before, before.assign(total=5.0), [one], Alike(same=("total",), near={"fee": 1.0}), shield)
    assert found["fee"].tolist() == [3, 2, 1]
    assert found["fare"].tolist() == [2, 2, 2]
    found = keep_sums(before, before.assign(fare=3.0), [one], Alike(near={"fare": 1.0}), shield)
    assert found["total"].fillna(-1).tolist() == [4, 5, -1]
