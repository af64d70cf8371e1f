from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from synth.judge.rows import number_rows


def test_equal_rows_bear_the_same_number() -> None:
    first, second = np.array([0, 0, 1, 0]), np.array([5, 6, 5, 5])
    numbers = number_rows([first, second])
    assert numbers[0] == numbers[3]
    assert len(set(numbers)) == 3


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_numbers_are_equal_just_where_rows_are(rows: list[tuple[int, int, int]]) -> None:
    numbers = number_rows(np.array(rows).T)
    for one, row in zip(numbers, rows, strict=True):
        assert [one == other for other in numbers] == [row == other for other in rows]
