"""Numbers and dates: spikes kept, the rest redrawn in blocks of at least k units, nothing beyond the k-th."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.make.numbers import Numbers
from synth.prepare.schema import Column

NUMBER = Column(name="x", kind="number", decimals=0)


def learn(values: list[float], k: int, units: list[int] | None = None, column: Column = NUMBER) -> Numbers:
    return Numbers.learn(pd.Series(values, dtype="float64"), np.array(units or range(len(values))), k, column)


def released(guard: Numbers, values: list[float], seed: int = 0) -> list[float]:
    return guard.release(pd.Series(values, dtype="float64"), np.random.default_rng(seed)).tolist()


def test_blocks_span_k_units_and_their_edges_are_no_values() -> None:
    guard = learn([float(value) for value in range(20)], 3)
    assert guard.spikes == ()
    assert guard.edges == (2.5, 5.5, 8.5, 11.5, 16.5)


def test_a_spike_is_kept_and_what_lies_beside_it_joins_it() -> None:
    guard = learn([12, 12, 17, 17, 17, 17, 18, 18, 18, 20, 21, 22, 23, 24, 25], 3)
    assert guard.spikes == (17, 18)
    assert guard.edges == (17, 17.5, 18 + 1, 22.5)
    assert released(guard, [17, 18, 12, 12]) == [17, 18, 17, 17]
    assert 19 <= released(guard, [25])[0] <= 22


def test_one_unit_with_many_rows_makes_no_spike() -> None:
    guard = learn([5, 5, 5, 5, 1, 2, 3, 7, 8, 9], 2, units=[0, 0, 0, 0, 1, 2, 3, 4, 5, 6])
    assert guard.spikes == ()


def test_too_few_units_leave_nothing() -> None:
    assert learn([1, 2, 3], 5).edges == ()
    assert all(np.isnan(released(learn([1, 2, 3], 5), [1, 2, np.nan])))
    assert learn([1, 2, 3, 4, 5, 6, 7], 3).edges == ()


def test_a_column_of_one_value_keeps_it() -> None:
    assert released(learn([4] * 9 + [float("nan")], 5), [4, np.nan, 7])[0::2] == [4, 4]


def test_k_1_only_spells() -> None:
    assert released(learn([1, 2, 900], 1), [900.4, -3]) == [900, -3]


def test_decimals_are_kept_and_none_means_any() -> None:
    cents = learn([value / 100 for value in range(100)], 5, column=NUMBER.model_copy(update={"decimals": 2}))
    assert all(round(value, 2) == value for value in released(cents, [0.331] * 50))
    free = learn([value / 7 for value in range(100)], 5, column=NUMBER.model_copy(update={"decimals": None}))
    assert len(set(released(free, [5.0] * 50))) == 50


@pytest.mark.parametrize(
    ("written", "step"),
    [("%Y-%m-%d", "D"), ("%d.%m.%Y %H:%M", "m"), ("%Y-%m-%dT%H:%M:%SZ", "s"), ("%Y-%m", "M"), ("%Y", "Y")],
)
def test_dates_are_redrawn_on_the_grain_of_their_format(written: str, step: str) -> None:
    days = np.datetime64("1995-01-01", "us") + np.arange(4000) * np.timedelta64(3, "D")
    dates = pd.Series(days.astype(f"datetime64[{step}]").astype("datetime64[us]"))
    guard = Numbers.learn(dates, np.arange(4000), 5, Column(name="day", kind="datetime", format=written))
    made = guard.release(dates, np.random.default_rng(0))
    assert str(made.dtype) == "datetime64[us]"
    assert (made == made.to_numpy().astype(f"datetime64[{step}]")).all()
    assert made.min() >= dates.iloc[4]
    assert made.max() <= dates.iloc[-5]
    assert abs((made - dates).dt.days.mean()) < 20


@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 12)), min_size=1, max_size=60),
    st.lists(st.integers(-99, 99), max_size=20),
    st.integers(2, 6),
)
def test_whatever_comes_in_only_allowed_values_come_out(held: list[tuple[int, int]], asked: list[int], k: int) -> None:
    values, units = [float(value) for value, _ in held], [unit for _, unit in held]
    guard = learn(values, k, units)
    at_most = {value: len({unit for other, unit in held if other <= value}) for value in values}
    at_least = {value: len({unit for other, unit in held if other >= value}) for value in values}
    low = min((value for value in values if at_most[value] >= k), default=np.nan)
    high = max((value for value in values if at_least[value] >= k), default=np.nan)
    for made in released(guard, [*values, *map(float, asked)]):
        assert np.isnan(made) if guard.edges == () else low <= made <= high
    assert list(guard.spikes) == sorted(
        value for value in set(values) if len({unit for other, unit in held if other == value}) >= k
    )
    assert released(guard, list(guard.spikes)) == list(guard.spikes)


def test_the_distribution_is_kept_also_when_redrawn_twice() -> None:
    rng = np.random.default_rng(0)
    values = rng.lognormal(3, 1, 5000).round().tolist()
    twice = released(learn(values, 5), released(learn(values, 5), values), seed=1)
    for share in (0.01, 0.1, 0.5, 0.9, 0.99):
        assert np.quantile(twice, share) == pytest.approx(np.quantile(values, share), rel=0.03)
