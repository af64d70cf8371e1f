"""Bins: every row in one of them, whole numbers in whole bins, calendar steps for dates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.prepare.bins import FEWEST, MOST, bin_dates, bin_numbers


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40, unique=True),
    whole=st.booleans(),
    cut=st.integers(0, 3),
)
def test_each_row_falls_in_one_bin(values: list[int], whole: bool, cut: int) -> None:
    levels = np.sort(np.array(values, dtype=float))
    rows = np.arange(1, len(levels) + 1)
    ends = float(levels[min(cut, len(levels) - 1)]), float(levels[-1])
    bins = bin_numbers(levels, rows, ends=ends, whole=whole)
    assert bins.rows.sum() == rows.sum()
    assert len(bins.rows) <= MOST + 2
    assert len(bins.middles) == len(bins.widths) == len(bins.spans)


def test_few_whole_numbers_have_a_bin_each() -> None:
    bins = bin_numbers(np.array([1.0, 2, 5]), np.array([3, 4, 5]), ends=(1, 5), whole=True)
    assert bins.middles.tolist() == [1, 2, 3, 4, 5]
    assert bins.rows.tolist() == [3, 4, 0, 0, 5]
    assert bins.spans[0] == (1, 1)


def test_equal_steps_between_powers_of_ten() -> None:
    bins = bin_numbers(np.array([1.0, 10, 100, 1000]), np.ones(4, dtype=int), ends=(1, 1000), log=True)
    assert bins.rows.sum() == 4
    assert np.allclose(bins.widths, bins.widths[0])
    assert bins.spans[0][0] == pytest.approx(1) and bins.spans[-1][1] == pytest.approx(1000)


def test_one_value_and_none() -> None:
    assert bin_numbers(np.array([3.7]), np.array([9]), ends=(3.7, 3.7)).rows.tolist() == [9]
    assert len(bin_numbers(np.array([]), np.array([], dtype=int), ends=(0, 1)).rows) == 0


@pytest.mark.parametrize(
    ("first", "last", "step", "count"),
    [
        ("2001-05-01", "2020-01-01", "year", 20),
        ("2023-01-15", "2023-12-02", "month", 12),
        ("2024-01-01", "2024-01-31", "day", 31),
        ("2024-01-01", "2024-01-03", "day", 3),
        ("2024-01-01T06:30", "2024-01-01T18:10", "hour", 13),
        ("2024-01-01T06:30:10", "2024-01-01T06:33:10", "minute", 4),
    ],
)
def test_dates_fall_in_calendar_steps(first: str, last: str, step: str, count: int) -> None:
    levels = np.array([first, last], dtype="datetime64[us]")
    bins = bin_dates(levels, np.array([2, 3]), ends=(levels[0], levels[1]))
    assert (bins.step, len(bins.rows)) == (step, count)
    assert (bins.rows[0], bins.rows[-1], bins.rows.sum()) == (2, 3, 5)


def test_centuries_do_not_make_thousands_of_bars() -> None:
    levels = np.array(["1000-01-01", "9999-12-31"], dtype="datetime64[us]")
    bins = bin_dates(levels, np.array([1, 1]), ends=(levels[0], levels[1]))
    assert FEWEST <= len(bins.rows) <= 400
