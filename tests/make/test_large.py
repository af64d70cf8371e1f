"""Whether every generator that can overfit says so where its model is large for the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from synth.make import forecast, generator
from synth.make.large import few_rows, long_regression, small_leaf
from tests.make.test_odd_tables import odd, plain

SMALL = odd(plain(60))
WIDE = odd({f"c{at}": np.random.default_rng(at).normal(size=40) for at in range(50)})


def test_what_is_too_few() -> None:
    assert [*few_rows(200, 200), *small_leaf(5), *long_regression(20, 200)] == []
    assert len([*few_rows(199, 200), *small_leaf(4), *long_regression(21, 200)]) == 4


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("trees", {"min_leaf": 2}, "Leaves of 2 rows"),
        ("forest", {"min_leaf": 2}, "Leaves of 2 rows"),
        ("boost", {"min_leaf": 2}, "Leaves of 2 rows"),
        ("trees", {}, "With 60 rows"),
        ("boost", {}, "With 60 rows"),
        ("forest", {}, "With 60 rows"),
        ("regression", {}, "With 60 rows"),
        ("copula", {}, "With 60 rows"),
        ("hybrid", {}, "With 60 rows"),
        ("ctgan", {}, "they may learn rows by heart"),
        ("tvae", {}, "they may learn rows by heart"),
        ("vaegan", {}, "they may learn rows by heart"),
    ],
)
def test_a_model_that_is_large_for_its_rows_is_warned_of(name: str, settings: Mapping[str, Any], said: str) -> None:
    assert sum(said in one for one in forecast(SMALL, name, settings).warnings) == 1


@pytest.mark.parametrize("name", ["trees", "boost", "forest", "regression", "hybrid", "copula"])
def test_more_columns_than_rows_are_warned_of(name: str) -> None:
    assert any("50 columns are many for 40 rows" in one for one in forecast(WIDE, name).warnings)


def test_a_regression_on_many_columns_is_warned_of() -> None:
    assert any("The longest regression has" in one for one in forecast(WIDE, "regression").warnings)


@pytest.mark.parametrize("name", ["trees", "boost", "forest", "regression", "hybrid"])
def test_a_card_says_that_closeness_is_not_followed_while_columns_are_learned(name: str) -> None:
    assert "No row is held back from all columns" in generator(name).card.not_for
