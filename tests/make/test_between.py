"""Dates that lie near an earlier one keep their order and the time between, and no rare time shows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from synth.make import fit
from synth.make.anchors import MOST_EARLIER, find_anchor
from synth.make.numbers import Numbers
from synth.make.protect import Shield
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table

DAY = np.timedelta64(1, "D")


def stays(admitted: list[int], days: list[int], written: str = "%Y-%m-%d") -> Table:
    """Stays of so many days, admitted on so many days after the new year."""
    start = np.datetime64("2024-01-01", "us") + np.array(admitted) * DAY
    kinds = [Column(name=name, kind="datetime", format=written) for name in ("admitted", "discharged")]
    return table({"admitted": start, "discharged": start + np.array(days) * DAY}, Schema(columns=tuple(kinds)))


def length(frame: pd.DataFrame) -> NDArray[np.float64]:
    return np.asarray((frame["discharged"] - frame["admitted"]).dt.total_seconds() / 86_400)


def spread_out(rows: int = 300) -> tuple[list[int], list[int]]:
    """Admissions over ten years, so that none shares its day with four others, and stays of 1 to 20 days."""
    rng = np.random.default_rng(1)
    return rng.integers(0, 3650, rows).tolist(), rng.integers(1, 21, rows).tolist()


@pytest.mark.parametrize("name", ["trees", "boost"])
def test_nobody_is_discharged_before_admission(name: str) -> None:
    made = fit(stays(*spread_out()), name).sample(1000, seed=1)
    assert length(made.frame).min() >= 0
    assert length(made.frame).max() < 30


def test_covered_stays_last_as_long_as_before_while_days_are_redrawn() -> None:
    real = stays(*spread_out())
    covered = Shield.learn(real, 5).cover(real, np.random.default_rng(0))
    assert (length(covered.frame) == length(real.frame)).mean() > 0.9
    assert (covered.frame["admitted"] == real.frame["admitted"]).mean() < 0.2


def test_the_longest_stay_does_not_show() -> None:
    admitted, days = spread_out()
    real = stays(admitted, [*days[:-1], 600])
    model = fit(real, "trees")
    assert length(model.sample(2000, seed=0).frame).max() < 30


def test_a_rare_date_is_moved_though_both_that_lead_to_it_are_common() -> None:
    """60 come on day 0 and 60 on day 100; 60 stay one day and 60 nine: only one leaves on day 9, and one on day 101."""
    real = stays([0] * 60 + [100] * 60, [1] * 59 + [9] + [9] * 59 + [1])
    shield = Shield.learn(real, 5)
    rare = real.frame["discharged"][59]
    kept = 0
    for seed in range(50):
        covered = shield.cover(real, np.random.default_rng(seed)).frame
        assert (length(covered) == length(real.frame)).all()
        assert covered["admitted"][:59].eq(real.frame["admitted"][0]).all()
        kept += int(covered["discharged"][59] == rare)
    assert kept < 25


def test_without_protection_nothing_lies_between() -> None:
    assert not Shield.learn(stays(*spread_out()), 1).between


def test_a_date_whose_anchor_was_set_aside_is_guarded_by_itself() -> None:
    real = stays(*spread_out())
    made = Shield.learn(real, 5).release(real.frame[["discharged"]], np.random.default_rng(0))
    assert list(made) == ["discharged"]
    assert made["discharged"].notna().all()


def test_a_missing_discharge_stays_missing() -> None:
    real = stays(*spread_out())
    real.frame.loc[:99, "discharged"] = pd.NaT
    covered = Shield.learn(real, 5).cover(real, np.random.default_rng(0)).frame
    assert covered["discharged"].isna().tolist() == [True] * 100 + [False] * 200


def test_dates_of_their_own_have_no_anchor() -> None:
    rng = np.random.default_rng(0)
    real = stays(*spread_out())
    frame = real.frame.assign(discharged=rng.permutation(real.frame["discharged"]))
    assert find_anchor(frame, real.schema, "discharged", ["admitted"]) is None


def test_only_the_last_dates_before_one_are_looked_at() -> None:
    real = stays(*spread_out())
    between = [f"other {number}" for number in range(MOST_EARLIER)]
    dates = {name: np.random.default_rng(0).permutation(real.frame["admitted"]) for name in between}
    columns = [Column(name=name, kind="datetime", format="%Y-%m-%d") for name in ("admitted", *between, "discharged")]
    schema = Schema(columns=tuple(columns))
    frame = real.frame.assign(**dates)
    assert find_anchor(frame, schema, "discharged", ["admitted", *between]) is None
    assert find_anchor(frame, schema, "discharged", ["admitted", *between[1:]]) == "admitted"


@given(
    values=st.lists(st.integers(-50, 150), min_size=1, max_size=20),
    start=st.integers(-50, 150),
)
def test_bounded_values_lie_within_and_on_their_side(values: list[int], start: int) -> None:
    column = Column(name="x", kind="number", decimals=0)
    guard = Numbers.learn(pd.Series(np.arange(100.0)), np.arange(100), 5, column)
    lowest, highest = guard.spell(np.array([guard.edges[0], guard.edges[-1]])) if guard.edges else (0, 0)
    starts = np.full(len(values), float(start))
    bounded = guard.bounded(np.array(values, dtype=float), starts)
    assert ((bounded >= lowest) & (bounded <= highest)).all()
    for before, now in zip(values, bounded, strict=True):
        assert now == before or not lowest <= before <= highest
        if lowest <= start <= highest:
            assert (now >= start) if before >= start else (now <= start)
