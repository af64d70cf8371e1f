"""Lots drawn evenly: each row keeps its chance, and rows that are alike come to their chances together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.make.sequential.alone import Alone
from synth.make.sequential.cart import Cart
from synth.make.sequential.even import chosen, lots

KEYS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.floats(0, 1)), min_size=1, max_size=60)


@given(groups=st.lists(st.integers(0, 5), max_size=60), seed=st.integers(0, 99))
def test_of_the_rows_of_a_group_one_lot_lies_in_each_part(groups: list[int], seed: int) -> None:
    drawn = lots(np.array(groups, dtype=np.int32), np.random.default_rng(seed))
    for group in set(groups):
        own = np.sort(drawn[np.array(groups) == group])
        assert np.floor(own * len(own) + 1e-9).tolist() == list(range(len(own)))


def test_lots_do_not_follow_the_order_of_rows() -> None:
    rng = np.random.default_rng(0)
    drawn = np.array([lots(np.zeros(5, dtype=np.int32), rng) for _ in range(4_000)])
    assert drawn.mean(axis=0) == pytest.approx(0.5, abs=0.02)
    assert np.quantile(drawn[:, 0], [0.1, 0.9]) == pytest.approx([0.1, 0.9], abs=0.02)


@given(rows=KEYS, seed=st.integers(0, 99))
def test_neighbours_come_to_their_chances_to_within_one(rows: list[tuple[int, int, float]], seed: int) -> None:
    near, chances = np.array([row[:2] for row in rows]), np.array([row[2] for row in rows])
    found = chosen(chances, near, np.random.default_rng(seed))
    same = [near[:, 0] == key for key in range(3)]
    same += [one & (near[:, 1] == key) for one in same for key in range(3)]
    for alike in (np.ones(len(rows), dtype=bool), *same):
        assert abs(found[alike].sum() - chances[alike].sum()) < 1 + 1e-6


def test_each_row_is_chosen_by_its_chance() -> None:
    rng = np.random.default_rng(0)
    chances, near = np.array([0.0, 0.1, 0.5, 0.5, 0.9, 1.0]), np.array([[0], [1], [0], [1], [0], [1]])
    found = np.mean([chosen(chances, near, rng) for _ in range(6_000)], axis=0)
    assert found == pytest.approx(chances, abs=0.02)
    assert (found[0], found[-1]) == (0, 1)


def test_a_column_by_itself_has_each_value_as_often_as_its_count_says() -> None:
    alone, nothing = Alone(np.array([3, 7], np.int32), np.array([30, 40])), np.zeros((80, 0), np.float32)
    for seed in range(5):
        drawn = alone.draw(nothing, np.random.default_rng(seed))
        assert [(drawn == value).sum() for value in (3, 7)] == [60, 20]


def test_each_leaf_deals_its_values_as_often_as_its_rows_say() -> None:
    """One question: rows up to 0 come to a leaf of three to one, all others to a leaf of one to one."""
    tree = Cart(
        roots=np.array([0], np.int32),
        feature=np.array([0, -2, -2], np.int32),
        threshold=np.array([0.5, -2.0, -2.0]),
        left=np.array([1, -1, -1], np.int32),
        right=np.array([2, -1, -1], np.int32),
        stay=np.array([0.0, 1.0, 1.0]),
        low=np.array([0, 0, 4]),
        high=np.array([6, 4, 6]),
        values=np.array([0, 1, 0, 1], np.int32),
        ends=np.array([3, 4, 5, 6]),
    )
    features = np.repeat(np.array([[0.0], [1.0]], np.float32), 40, axis=0)
    drawn = tree.draw(features, np.zeros(80, np.int32), np.random.default_rng(0))
    assert [drawn[:40].sum(), drawn[40:].sum()] == [10, 20]
