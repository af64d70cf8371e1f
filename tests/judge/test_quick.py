from __future__ import annotations

import pandas as pd
import pytest

from synth.judge.quick import quick_quality
from synth.prepare import read_table

REAL = read_table(
    b"size,letter\n" + b"".join(b"%d,%s\n" % (row % 10, b"ab"[row % 2 : row % 2 + 1]) for row in range(100))
)


def test_the_same_rows_are_perfect() -> None:
    assert quick_quality(REAL, REAL.frame) == 1


def test_half_right_is_a_half() -> None:
    made = REAL.frame.assign(letter="c")
    assert quick_quality(REAL, made) == pytest.approx(0.5)
    assert quick_quality(REAL, made[["letter"]]) == 0


def test_nothing_to_compare_is_zero() -> None:
    assert quick_quality(REAL, pd.DataFrame({"other": [1.0]})) == 0
