from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.judge.comparison import Comparison
from synth.judge.fairness.groups import MOST_GROUPS, group, holders
from synth.prepare.table import Table
from tests.prepare.tables import column, table


def of(real: Table, *subject: str, k: int = 5) -> tuple[tuple[str, ...], list[int]]:
    """The labels of a table's groups, and how many real rows are in each."""
    found = group(Comparison.of(real, real, k=k), subject)
    return found.labels, np.bincount(found.real, minlength=len(found.labels)).tolist()


def test_levels_are_groups_and_the_rare_ones_are_one() -> None:
    made = table(category={"town": ["a"] * 9 + ["b"] * 6 + ["c"] * 3 + ["d"] * 2})
    assert of(made, "town") == (("a", "b", "other"), [9, 6, 5])


def test_what_is_rarer_than_k_takes_a_larger_group_with_it() -> None:
    made = table(category={"town": ["a"] * 9 + ["b"] * 6 + ["c"] * 3})
    assert of(made, "town") == (("a", "other"), [9, 9])


def test_numbers_are_cut_near_their_quartiles_and_missing_is_a_group() -> None:
    made = table(number={"age": [*range(20, 100), *[None] * 8]})
    made = made.with_schema(made.schema.with_column("age", decimals=0))
    labels, rows = of(made, "age")
    assert labels == ("under 40", "40 to under 60", "60 to under 79", "79 and over", "missing")
    assert rows == [20, 20, 19, 21, 8]


def test_few_numbers_are_levels_and_dates_are_cut_by_day() -> None:
    made = table(
        number={"sex": [1, 2] * 20},
        datetime={"born": np.datetime64("2000-01-01") + np.arange(40).astype("timedelta64[D]")},
    )
    assert of(made, "sex") == (("1", "2"), [20, 20])
    assert of(made, "born")[0][0].startswith("under 2000-01-1")


def test_two_columns_are_crossed_and_small_cells_merged() -> None:
    made = table(category={"sex": ["f"] * 20 + ["m"] * 20, "smoker": ["y"] * 8 + ["n"] * 12 + ["y"] * 3 + ["n"] * 17})
    assert of(made, "sex", "smoker") == (("f, n", "m, n", "other"), [12, 17, 11])


def test_units_are_counted_not_rows() -> None:
    made = table(category={"town": ["a"] * 20 + ["b"] * 20}, key={"who": [*range(20), *["one"] * 20]}, unit="who")
    assert of(made, "town") == (("other",), [40])
    assert holders(np.array([0, 0, 1, 1]), np.array([7, 7, 7, 8]), 3).tolist() == [1, 2, 0]


@given(counts=st.lists(st.integers(1, 12), min_size=1, max_size=30), k=st.integers(2, 8))
@settings(max_examples=30, deadline=None)
def test_no_group_is_smaller_than_k_but_the_whole_table(counts: list[int], k: int) -> None:
    names = [f"level {place}" for place, count in enumerate(counts) for _ in range(count)]
    labels, rows = of(table(category={"a": [*names, "z"], "b": ["x"] * (len(names) + 1)}), "a", k=k)
    assert sum(rows) == len(names) + 1
    assert len(labels) <= MOST_GROUPS + 1
    assert len(rows) == 1 or min(count for count in rows if count) >= k


@pytest.mark.parametrize("secret", [123456.789, -98765.4321])
def test_cuts_tell_no_single_value(secret: float) -> None:
    made = table(number={"income": [*np.linspace(10, 20, 30), secret]})
    assert not any(str(secret)[:6] in label for label in of(made, "income")[0])
    assert column("x", "number").kind == "number"
