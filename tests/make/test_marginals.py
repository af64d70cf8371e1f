from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.make.marginals import EMPIRICAL, Curve, Levels, cells, fit, learn


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("values", "family"),
    [
        (np.random.default_rng(1).normal(10, 2, 3000), "norm"),
        (np.random.default_rng(2).uniform(3, 4, 3000), "uniform"),
        (np.random.default_rng(3).lognormal(2, 0.8, 3000), "lognorm"),
    ],
    ids=["norm", "uniform", "lognorm"],
)
def test_the_family_that_made_the_values_fits_them(values: np.ndarray, family: str) -> None:
    assert fit(values, rng())[0] == family


def test_two_hills_fit_no_family_and_are_kept_as_quantiles() -> None:
    values = np.concatenate([rng().normal(0, 1, 500), rng().normal(20, 1, 500)])
    family, quantiles = fit(values, rng())
    assert family == EMPIRICAL
    assert quantiles[0] == 0
    assert quantiles[-1] == 1


def test_levels_keep_their_shares() -> None:
    marginal = learn(pd.Series(["a"] * 60 + ["b"] * 40 + [None] * 100, dtype=object), "category", rng())
    assert isinstance(marginal, Levels)
    assert (marginal.levels, marginal.missing) == (("a", "b"), 0.5)
    assert marginal.values(np.array([0.0, 0.59, 0.61, 0.999])).tolist() == ["a", "a", "b", "b"]


def test_a_spike_keeps_its_share_in_the_midst_of_a_curve() -> None:
    values = np.concatenate([np.zeros(300), rng().normal(0, 5, 700)])
    marginal = learn(pd.Series(values), "number", rng())
    assert isinstance(marginal, Curve)
    assert marginal.spikes == (0.0,)
    drawn = marginal.values(np.linspace(0, 1, 10_001)[:-1])
    assert (drawn == 0).mean() == pytest.approx(0.3, abs=0.001)
    assert (drawn < 0).mean() == pytest.approx((values < 0).mean(), abs=0.02)
    assert (np.diff(drawn) >= 0).all()


@given(st.lists(st.integers(-5, 5) | st.floats(-1e6, 1e6), min_size=2, max_size=80), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_a_value_comes_back_from_its_place(values: list[float], seed: int) -> None:
    series = pd.Series(values, dtype="float64")
    marginal = learn(series, "number", np.random.default_rng(seed))
    low, high = marginal.spans(series)
    assert ((low >= -1e-9) & (low <= high) & (high <= 1 + 1e-9)).all()
    drawn = marginal.values(np.linspace(0, 1, 50))
    assert drawn.min() >= series.min() - 1e-6
    assert drawn.max() <= series.max() + 1e-6


def test_cells_have_the_dtype_of_their_kind() -> None:
    flags = learn(pd.Series([True, False, None], dtype="boolean"), "boolean", rng())
    made = cells(flags, "boolean", np.array([0.1, 0.9, 0.5]), np.array([True, True, False]))
    assert str(made.dtype) == "boolean"
    assert made.isna().tolist() == [False, False, True]
    dates = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-03"])).astype("datetime64[us]")
    made = cells(learn(dates, "datetime", rng()), "datetime", np.array([0.0, 0.9]), np.array([True, True]))
    assert made.tolist() == dates.tolist()
