"""The steps of numbers: told from all of them, never from few, and kept in what is made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.make import fit
from synth.make.registry import GENERATORS
from synth.make.steps import Steps
from synth.prepare.schema import Column, Schema
from tests.make.tables import table

MANY = np.arange(40.0)


@pytest.mark.parametrize(
    ("values", "decimals", "width", "phase"),
    [
        (1_000 * MANY, 0, 1_000, 0),
        (25 * MANY - 500, 0, 25, 0),
        (MANY + 0.99, 2, 100, 99),
        (MANY / 4, 2, 25, 0),
        (4 * MANY + 1999, 0, 4, 3),
        (MANY, 0, 1, 0),
        (np.append(1_000 * MANY, 23_417), 0, 1, 0),
        (np.full(40, 7_000.0), 0, 1, 0),
        (np.empty(0), 0, 1, 0),
        (1e16 * MANY, 0, 1, 0),
    ],
)
def test_the_widest_step_that_all_values_keep(values: np.ndarray, decimals: int, width: int, phase: int) -> None:
    assert Steps.of(values, decimals) == Steps(decimals=decimals, width=width, phase=phase)


def test_few_values_tell_little() -> None:
    assert Steps.of(1_000 * MANY[:2], 0).width == 1
    assert Steps.of(1_000 * MANY[:3], 0).width == 1_000


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30), st.integers(0, 4))
def test_values_keep_their_own_steps(whole: list[int], decimals: int) -> None:
    values = np.round(np.array(whole) / 10.0**decimals, decimals)
    assert (Steps.of(values, decimals).spell(values) == values).all()


@pytest.mark.parametrize("name", [one.card.name for one in GENERATORS])
def test_thousands_stay_thousands(name: str) -> None:
    salary = 1_000.0 * np.random.default_rng(0).integers(20, 400, 200)
    columns = (Column(name="salary", kind="number", decimals=0), Column(name="ward", kind="category"))
    real = table({"salary": salary, "ward": np.array(["a", "b"] * 100, dtype=object)}, Schema(columns=columns))
    settings = {"epochs": 1} if name in ("ctgan", "tvae", "vaegan") else {}
    made = fit(real, name, settings=settings, seed=0).sample(50, seed=0).frame["salary"]
    assert (made % 1_000 == 0).all()


MINUTES = np.random.default_rng(0).integers(6 * 60, 22 * 60, 400)
CLOCK = (MINUTES // 60 * 100 + MINUTES % 60).astype(float)


def test_hours_and_minutes_in_one_number_are_told_by_what_they_never_end_on() -> None:
    assert Steps.of(CLOCK, 0) == Steps(decimals=0, times=True)
    quarters = CLOCK[CLOCK % 5 == 0]
    assert Steps.of(quarters, 0) == Steps(decimals=0, width=5, times=True)


@pytest.mark.parametrize(
    "values",
    [
        np.append(CLOCK, 1275.0),
        np.append(CLOCK, 2501.0),
        np.append(CLOCK, -30.0),
        CLOCK[:20],
        100 + np.arange(60.0),
        MANY,
    ],
)
def test_other_numbers_are_no_times(values: np.ndarray) -> None:
    assert not Steps.of(values, 0).times


def test_what_lies_between_two_hours_is_spelled_as_one_of_them() -> None:
    assert Steps(decimals=0, times=True).spell(np.array([959.4, 961, 979.2, 981, 999.6, 2360])).tolist() == [
        *(959, 959, 959, 1000, 1000, 2359)
    ]
    assert Steps(decimals=0, width=5, times=True).spell(np.array([970.0, 991.0])).tolist() == [955, 1000]


@pytest.mark.parametrize("name", ["trees", "boost", "copula"])
def test_no_hour_has_more_than_sixty_minutes(name: str) -> None:
    real = table({"departure": CLOCK}, Schema(columns=(Column(name="departure", kind="number", decimals=0),)))
    made = fit(real, name, seed=0).sample(500, seed=0).frame["departure"]
    assert (made % 100 < 60).all()
    assert made.between(CLOCK.min(), CLOCK.max()).all()
