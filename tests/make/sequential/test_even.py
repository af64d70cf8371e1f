"""Lots drawn evenly: each row keeps its chance, and rows that are alike come to their chances together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
