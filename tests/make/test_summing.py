"""Numbers that others nearly add up to are found, and nothing else is taken for a sum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.make.grain import Floats
from synth.make.summing import bits, find

ROWS = 400


def found(*columns: Floats, decimals: int = 0) -> dict[int, dict[int, int]]:
    """The sums among these columns: each with its parts and their signs."""
    return {one.column: dict(one.signs) for one in find(np.column_stack(columns), [decimals] * len(columns))}


def dice(seed: int, most: int = 1_000) -> Floats:
    """Whole numbers drawn by chance."""
    return np.random.default_rng(seed).integers(0, most, ROWS).astype(float)


def test_entropy_is_known() -> None:
    assert bits(np.zeros(8)) == 0
    assert bits(np.arange(8.0)) == 3
    assert bits(np.array([0.0, 0.0, 1.0, 1.0])) == 1
    assert bits(np.empty(0)) == 0


@pytest.mark.parametrize("parts", [1, 2, 3, 4])
def test_a_sum_of_up_to_four_parts_is_found_wherever_it_stands(parts: int) -> None:
    columns = [dice(seed) for seed in range(parts)]
    total = np.sum(columns, axis=0)
    assert found(*columns, total) == {parts: dict.fromkeys(range(parts), 1)}
    assert found(total, *columns) == {0: dict.fromkeys(range(1, parts + 1), 1)} or parts == 1


def test_a_few_remainders_are_allowed_and_wide_ones_are_not() -> None:
    fee = np.random.default_rng(9).choice([0.3, 0.8, 3.3], ROWS)
    fare, tip = dice(1) / 100, dice(2) / 100
    assert found(fare, tip, fare + tip + fee, decimals=2) == {2: {0: 1, 1: 1}}
    assert found(fare, tip, fare + tip + dice(3) / 100, decimals=2) == {}


def test_the_column_that_varies_most_is_the_sum_of_the_others() -> None:
    due = np.sort(dice(1, 9_000))
    paid = due // 10 + dice(2, 50)
    assert found(due + paid, paid, due) == {0: {1: 1, 2: 1}}
    assert found(due, paid, due + paid) == {2: {0: 1, 1: 1}}
    assert found(due - paid, paid, due) == {2: {0: 1, 1: 1}}


def test_a_difference_is_found() -> None:
    high = np.sort(dice(1))
    low = high[::-1] + dice(2, 50)
    assert found(high, low, high - low) == {2: {0: 1, 1: -1}}


def test_of_equal_columns_the_later_one_is_learned_from_the_earlier() -> None:
    one = dice(1)
    assert found(one, dice(2), one) == {2: {0: 1}}


def test_one_sum_is_a_part_of_the_next() -> None:
    one, two, three = dice(1), dice(2), dice(3)
    assert found(one + two + three, one + two, one, two, three) == {1: {2: 1, 3: 1}, 0: {1: 1, 4: 1}}


def test_a_missing_part_adds_nothing_and_a_missing_sum_says_nothing() -> None:
    fare, tip = dice(1), dice(2)
    total = fare + tip
    tip[:200], total[:200], total[200:220] = np.nan, fare[:200], np.nan
    assert found(fare, tip, total) == {2: {0: 1, 1: 1}}


def test_a_sum_that_would_lose_its_lumps_is_left_alone() -> None:
    amount = 1_000 * dice(1, 40) + 1_000
    paid = np.round(amount * np.random.default_rng(2).random(ROWS))
    paid[:40] = amount[:40]
    assert np.mean(amount - paid == 0) >= 0.1
    assert found(amount, paid, amount - paid) == {}


@pytest.mark.parametrize("alike", [0.5, 0.1, 0.03])
def test_numbers_that_are_only_alike_are_no_sums(alike: float) -> None:
    one = dice(1, 10_000)
    other = np.round(one + alike * 3_000 * np.random.default_rng(2).normal(size=ROWS))
    assert found(one, other) == {}


@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(2, 12), st.sampled_from([2, 3, 10, 1_000, 10**9]))
def test_nothing_is_found_by_accident(seed: int, rows: int, columns: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    cells = rng.integers(-most, most, (rows, columns)).astype(float)
    cells[rng.random(cells.shape) < 0.1 * (seed % 5)] = np.nan
    assert list(find(cells, [0] * columns)) == []


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_few_rows_tell_nothing(rows: int) -> None:
    assert list(find(np.ones((rows, 3)), [0, 0, 0])) == []
    assert list(find(np.ones((rows, 0)), [])) == []
