"""The grain of dates: told from all of them, never from few, and kept in what is made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from synth.make import fit
from synth.make.grain import Grain
from synth.make.numbers import Numbers, as_numbers
from synth.make.registry import GENERATORS
from synth.prepare.schema import Column, Schema
from tests.make.tables import table

SECONDS = "%Y-%m-%d %H:%M:%S"


def dates(start: str, step: str, every: list[int]) -> pd.Series:
    return pd.Series(
        pd.to_datetime([pd.Timestamp(start) + each * pd.tseries.frequencies.to_offset(step) for each in every])
    )


def grain(cells: pd.Series, written: str = SECONDS) -> Grain:
    return Grain.of_format(written).widened(as_numbers(cells.astype("datetime64[us]")))


@pytest.mark.parametrize(
    ("start", "step", "found", "phase"),
    [
        ("2020-02-03", "D", "D", "0h"),
        ("1950-02-03 12:00", "D", "D", "12h"),
        ("2020-02-03 10:00", "h", "h", "0h"),
        ("2020-02-03 10:05", "15min", "15m", "5min"),
        ("2020-02-03 10:05:10", "10s", "10s", "0h"),
        ("2020-02-01", "MS", "M", "0h"),
        ("1920-02-29", "ME", "M", "-1D"),
        ("1960-01-01 06:00", "YS", "Y", "6h"),
        ("1961-02-03 10:05:17", "s", "s", "0h"),
    ],
)
def test_the_widest_step_that_all_dates_keep(start: str, step: str, found: str, phase: str) -> None:
    cells = dates(start, step, [0, 1, 3, 4, *range(7, 99)])
    assert grain(cells) == Grain(step=found, phase=pd.Timedelta(phase) / pd.Timedelta("1us"))


def test_a_single_date_off_the_step_makes_it_finer() -> None:
    cells = dates("2020-02-03", "D", list(range(90)))
    assert grain(pd.concat([cells, dates("2020-02-03 10:30", "D", [0])])).step == "30m"


def test_few_dates_tell_little() -> None:
    assert grain(dates("2020-02-01", "MS", list(range(5)))).step == "h"
    assert grain(dates("2020-02-01", "MS", list(range(6)))).step == "M"
    assert grain(dates("2020-02-01", "MS", [0, 0, 0, 0])).step == "s"
    assert grain(dates("2020-02-01", "MS", [])).step == "s"


@pytest.mark.parametrize("step", ["D", "MS", "ME", "15min"])
def test_what_is_released_lies_on_the_grain_and_within_the_kth(step: str) -> None:
    cells = dates("1970-01-31 12:00", step, list(range(400))).astype("datetime64[us]")
    guard = Numbers.learn(cells, np.arange(400), 5, Column(name="day", kind="datetime", format=SECONDS))
    made = guard.release(cells, np.random.default_rng(0))
    assert made.isin(cells).all()
    assert made.between(cells.iloc[4], cells.iloc[-5]).all()
    assert made.nunique() > 100


@pytest.mark.parametrize("name", [one.card.name for one in GENERATORS])
def test_midnights_stay_midnights(name: str) -> None:
    born = dates("1980-01-01", "D", list(range(0, 600, 3))).astype("datetime64[us]")
    columns = (Column(name="born", kind="datetime", format=SECONDS), Column(name="ward", kind="category"))
    real = table({"born": born, "ward": np.array(["a", "b"] * 100, dtype=object)}, Schema(columns=columns))
    settings = {"epochs": 1} if name in ("ctgan", "tvae", "vaegan") else {}
    made = fit(real, name, settings=settings, seed=0).sample(50, seed=0).frame["born"]
    assert (made == made.dt.normalize()).all()
