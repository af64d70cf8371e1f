"""Which cells are missing together: the patterns that enough rows have, told apart from rarer ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from synth.make.gaps import MISSING, PRESENT, UNTOLD, Gaps

X = None
ROWS = [("a", 1, X)] * 5 + [(X, X, 2)] * 3 + [("a", X, 2)] * 2 + [(X, 1, X)]
FRAME = pd.DataFrame(ROWS, columns=["word", "number", "other"]).assign(whole=1)


def test_common_patterns_have_a_place_each_and_rare_ones_share_the_last() -> None:
    found = Gaps.learn(FRAME, least=3, most=10)
    assert found is not None
    gaps, codes = found
    assert gaps.columns == ("word", "number", "other")
    assert gaps.patterns == (("other",), ("word", "number"))
    assert gaps.counts == (5, 3, 3)
    assert codes.tolist() == [0] * 5 + [1] * 3 + [2] * 3
    assert gaps.told(np.array([0, 1, 2]), "word").tolist() == [PRESENT, MISSING, UNTOLD]
    assert gaps.told(np.array([0, 1, 2]), "whole").tolist() == [UNTOLD] * 3


def test_at_most_so_many_patterns_are_kept_the_commonest_first() -> None:
    found = Gaps.learn(FRAME, least=1, most=2)
    assert found is not None
    assert found[0].patterns == (("other",), ("word", "number"))
    assert len(Gaps.learn(FRAME, least=1, most=4)[0].counts) == 4  # type: ignore[index]


def test_there_is_nothing_to_tell_of_a_single_column_with_gaps_or_a_single_pattern() -> None:
    assert Gaps.learn(FRAME[["word", "whole"]], 1, 10) is None
    assert Gaps.learn(FRAME, least=9, most=10) is None
    assert Gaps.learn(FRAME.head(0), 1, 10) is None


@given(st.lists(st.lists(st.booleans(), min_size=19, max_size=19), min_size=1, max_size=40))
def test_every_pattern_comes_back_where_none_is_rare(rows: list[list[bool]]) -> None:
    gone = np.array(rows)
    found = Gaps.learn(pd.DataFrame(np.where(gone, np.nan, 1.0), columns=[f"c{at}" for at in range(19)]), 1, 1000)
    if found is None:
        assert gone.any(axis=0).sum() < 2 or len(np.unique(gone, axis=0)) == 1
        return
    gaps, codes = found
    told = np.column_stack([gaps.told(codes, f"c{at}") == MISSING for at in range(19)])
    np.testing.assert_array_equal(told, gone)
    assert np.bincount(codes).tolist() == list(gaps.counts)
