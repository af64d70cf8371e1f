"""Which columns are most related, and that wide tables are looked at in linear time."""

from __future__ import annotations

import numpy as np

from synth.make.sequential import related
from synth.make.sequential.related import most_related
from synth.make.sequential.trees_cost import relating


def test_the_most_related_of_the_last_thousand_are_found() -> None:
    rng = np.random.default_rng(0)
    own = rng.integers(0, 3, 300).astype(np.int32)
    noise = [rng.integers(0, 3, 300).astype(np.int32) for _ in range(1_020)]
    others = [own, *noise[:500], own, *noise[500:]]
    assert 501 in most_related(own, others, 5)
    assert min(most_related(own, others, 5)) >= len(others) - related.MOST_OTHERS


def test_few_are_all_taken() -> None:
    own = np.arange(4, dtype=np.int32)
    assert most_related(own, [own] * 3, 5) == [0, 1, 2]


def test_the_time_to_relate_columns_grows_in_a_straight_line() -> None:
    assert relating(30, 30) == 0
    assert relating(40_000, 30) < 2.1 * relating(20_000, 30)
