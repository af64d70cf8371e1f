"""Rows held back: how many, and never of a unit that is learned from."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from synth.make.sequential.parts import deal


def test_single_rows_are_dealt_by_share_and_by_most_rows() -> None:
    units = np.arange(100)
    kept, held = deal(units, held_back=0.3, most_rows=1_000, rng=np.random.default_rng(0))
    assert (len(kept), len(held)) == (70, 30)
    kept, held = deal(units, held_back=0.3, most_rows=20, rng=np.random.default_rng(0))
    assert (len(kept), len(held)) == (20, 80)
    assert sorted([*kept, *held]) == units.tolist()
    assert kept.tolist() != sorted(kept)


@given(st.lists(st.integers(0, 9)), st.integers(0, 20), st.integers(0, 5))
def test_a_unit_is_on_one_side_and_every_row_on_one(owners: list[int], most: int, seed: int) -> None:
    units = np.array(owners, dtype=np.int64)
    kept, held = deal(units, held_back=0.5, most_rows=most, rng=np.random.default_rng(seed))
    assert sorted([*kept, *held]) == list(range(len(owners)))
    assert not set(units[kept]) & set(units[held])
    assert len(kept) <= most


@given(st.permutations(range(8)), st.integers(0, 5))
def test_rows_that_are_each_a_unit_are_dealt_by_the_turn_of_their_unit(owners: list[int], seed: int) -> None:
    units = np.array(owners, dtype=np.int64)
    turn = np.random.default_rng(seed).permutation(8)[units]
    kept, held = deal(units, held_back=0.5, most_rows=8, rng=np.random.default_rng(seed))
    assert [*kept, *held] == sorted(range(8), key=turn.__getitem__)
