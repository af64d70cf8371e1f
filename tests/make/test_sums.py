"""A table is taken apart into parts and what is left, and made tables add up as the real one does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.make import fit
from synth.make.model import Model
from synth.make.numbers import Numbers
from synth.make.protect import Shield
from synth.make.steps import Steps
from synth.make.sums import Sum, add_up, find_sums, guards_apart, take_apart
from synth.prepare.control import Control
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.make.tables import table

ROWS = 300
NO_RNG = np.random.default_rng(0)
NOTE = "Column 'total' was learned as 'fare' + 'tip' and what is left, so that nearly all rows add up as real ones do."


def rides(rows: int = ROWS, seed: int = 0) -> Table:
    """Total = fare + tip + one of three fees; in one ride of ten the tip is missing, and the total stands first."""
    rng = np.random.default_rng(seed)
    fare, fee = rng.integers(10, 120, rows) / 2, rng.choice([0.3, 0.8, 3.3], rows)
    tip = np.where(rng.random(rows) < 0.4, 0.0, np.round(fare * rng.choice([0.1, 0.2], rows), 2))
    tip[rng.random(rows) < 0.1] = np.nan
    total = np.round(fare + np.nan_to_num(tip) + fee, 2)
    names = {"total": total, "fare": fare, "tip": tip}
    kind = pd.Series(rng.choice(["cash", "card"], rows), dtype=object)
    columns = (*(Column(name=name, kind="number", decimals=2) for name in names), Column(name="paid", kind="category"))
    return table(names | {"paid": kind}, Schema(columns=columns))


def fees(frame: pd.DataFrame) -> pd.Series:
    """What is left of each total."""
    return (frame["total"] - frame["fare"].fillna(0) - frame["tip"].fillna(0)).round(2)


def guard_of(shield: Shield) -> Numbers:
    """What guards the totals."""
    guard = shield.columns["total"]
    assert isinstance(guard, Numbers)
    return guard


def whole(frame: dict[str, list[float]], guard: Numbers) -> list[float]:
    """The totals of these parts and remainders, where 0, 5 and 45 may be left."""
    one = Sum(name="total", parts={"a": 1, "b": -1}, guard=Numbers(spikes=(0.0, 5.0, 45.0), edges=(0.0, 45.0)))
    made = add_up(pd.DataFrame(frame), [one], Shield(k=5, columns={"total": guard}), NO_RNG)
    return [float(value) for value in made["total"]]


def test_the_parts_stand_before_what_is_left() -> None:
    real = rides()
    (one,) = find_sums(real, Shield.learn(real, 5))
    apart = take_apart(real, [one])
    assert (one.name, one.parts) == ("total", {"fare": 1, "tip": 1})
    assert apart.schema.names == ["fare", "tip", "total", "paid"]
    assert set(apart.frame["total"].round(2)) == {0.3, 0.8, 3.3}
    assert one.guard.spikes == (0.3, 0.8, 3.3)
    assert one.told() == NOTE


def test_a_table_without_sums_stays_as_it_is() -> None:
    real, shield = rides(), Shield.learn(rides(), 5)
    assert take_apart(real, ()) is real
    assert guards_apart(shield, ()) == shield
    assert add_up(real.frame, (), shield, NO_RNG) is real.frame


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1_000), st.integers(1, 30))
def test_what_is_taken_apart_is_put_together_again(seed: int, k: int) -> None:
    real = rides(seed=seed)
    shield = Shield.learn(real, k)
    sums = find_sums(real, shield)
    again = add_up(take_apart(real, sums).frame, sums, shield, NO_RNG)[real.schema.names]
    inside = guard_of(shield).within(real.frame["total"])
    assert [one.name for one in sums] == ["total"]
    pd.testing.assert_frame_equal(again[inside], real.frame[inside])


def test_signs_and_missing_cells() -> None:
    free, nan = Numbers(edges=None), np.nan
    made = whole({"a": [7, 7, nan, 7], "b": [2, nan, 2, 2], "total": [5, 5, 5, nan]}, free)
    assert made[:3] == [10, 12, 3]
    assert np.isnan(made[3])


def test_a_sum_beyond_the_extremes_is_drawn_anew_within_them() -> None:
    guard = Numbers(spikes=(10.0,), edges=(0.0, 10.0, 20.0))
    made = whole({"a": [10, 30, 0], "b": [0, 0, 8], "total": [0, 5, 0]}, guard)
    assert made[0] == 10
    assert 10 < made[1] <= 20
    assert 0 <= made[2] < 10


def test_a_clock_shows_no_minute_that_there_is_not() -> None:
    clock = Numbers(edges=None, steps=Steps(decimals=0, times=True))
    made = whole({"a": [1355, 1355, 1355, 1355], "b": [0, -4, -6, -40], "total": [0, 0, 0, 5]}, clock)
    assert made == [1355, 1359, 1406, 1400]


@pytest.fixture(scope="module", params=["trees", "boost"])
def model(request: pytest.FixtureRequest) -> Model:
    return fit(rides(), request.param, seed=0)


def test_made_totals_add_up(model: Model) -> None:
    made = model.sample(200, seed=1).frame
    assert list(made.columns) == ["total", "fare", "tip", "paid"]
    assert fees(made).isin([0.3, 0.8, 3.3]).mean() >= 0.95
    assert model.notes == (NOTE,)


def test_a_made_total_stays_within_the_k_th_extremes(model: Model) -> None:
    total = model.sample(500, seed=2).frame["total"]
    assert guard_of(model.envelope.shield).within(total).all()
    assert total.max() < rides().frame["total"].max()


def test_a_saved_model_makes_the_same(model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    again = Model.load(tmp_path / "model")
    pd.testing.assert_frame_equal(again.sample(50, seed=3).frame, model.sample(50, seed=3).frame)


def test_a_total_or_a_part_can_be_asked_for(model: Model) -> None:
    wanted = float(rides().frame["total"].mode()[0])
    for name, value in (("total", wanted), ("tip", 0.0)):
        made = model.sample(5, seed=4, control=Control(given={name: value})).frame
        assert (made[name] == value).all()
        assert fees(made).isin([0.3, 0.8, 3.3]).all()


def test_a_total_that_is_always_the_sum_is_always_the_sum() -> None:
    real = rides()
    exact = real.frame.assign(total=(real.frame["fare"] + real.frame["tip"].fillna(0)).round(2))
    made = fit(Table(exact, real.schema), "trees", seed=0).sample(200, seed=0).frame
    assert (fees(made) == 0).mean() >= 0.95


def test_generators_that_learn_no_sums_are_shown_the_column_itself() -> None:
    assert fit(rides(), "copula", seed=0).envelope.sums == ()
