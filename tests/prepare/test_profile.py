"""Profile: ranges, levels and histograms with known answers, JSON both ways, nothing rare shown, any table at all."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.prepare.profile import ColumnProfile, Profile, profile
from synth.prepare.read import read_table
from tests.prepare.tables import table
from tests.shared_files import shared


def one(**columns: Any) -> ColumnProfile:
    return profile(table(**columns)).columns[0]


def test_a_number_at_a_glance() -> None:
    found = one(number={"x": [*range(100), None]})
    assert found.summary == "about 4 to 95, half of them up to 49"
    assert found.distinct == 100
    assert found.missing == pytest.approx(1 / 101, abs=1e-6)
    assert len(found.histogram) == 12
    assert sum(found.histogram) == pytest.approx(1, abs=1e-3)


def test_ends_that_enough_rows_hold_are_exact() -> None:
    assert one(number={"x": [1] * 10 + [2] * 30 + [3] * 10}).summary == "1 to 3, half of them up to 2"
    assert one(number={"x": [1] * 10 + [2] * 30 + [9] * 10}).histogram == (0.2, 0.6, 0.2)
    assert one(number={"x": [7] * 50}).summary == "7"
    assert one(number={"x": [1, 2, 3]}).summary == "held by fewer than 5"
    assert one(number={"x": [None]}).summary == "no values"


def test_dates() -> None:
    days = [f"2024-01-{day:02}" for day in range(1, 31)]
    assert one(datetime={"d": days}).summary == "about 2024-01-05 to 2024-01-26, half of them up to 2024-01-15"


def test_levels_held_by_enough_are_named() -> None:
    found = one(category={"c": ["a"] * 70 + ["b"] * 20 + ["c"] * 5 + list("defgh")})
    assert found.summary == "a (70%), b (20%), c (5%) and 5 others"
    assert found.histogram == (0.7, 0.2, 0.05)
    assert one(boolean={"b": [True] * 3 + [False] * 9}).summary == "false (75%) and 1 other"
    assert one(category={"c": list("abc")}).summary == "3 different values, each held by fewer than 5"


def test_keys_and_texts_show_no_value() -> None:
    assert one(key={"k": list("abcdef")}).summary == "6 different values, each in one row"
    assert one(key={"k": ["a"] * 6 + ["b"]}).summary == "2 different values, in up to 6 rows"
    found = one(text={"t": ["four"] * 6})
    assert found.summary == "1 different text, 4 characters on average"
    assert found.histogram == ()


def test_what_is_faked_shows_no_value() -> None:
    whole = table(category={"name": ["Anna"] * 50})
    marked = whole.with_schema(whole.schema.with_column("name", treatment="fake", personal="first_name"))
    assert "Anna" not in profile(marked).model_dump_json()


def test_the_headline_counts() -> None:
    whole = table(number={"a": range(9), "b": [1] * 9}, category={"c": list("xyz") * 3})
    assert profile(whole).headline == "3 columns, none look personal, 1 holds nothing to learn"
    marked = whole.with_schema(whole.schema.with_column("c", personal="city"))
    assert profile(marked).headline == "3 columns, 1 looks personal, 1 holds nothing to learn"


def test_associations_are_those_of_the_modelled_columns() -> None:
    found = profile(table(number={"x": [1, 2, 3], "flat": [1, 1, 1]}, text={"t": list("abc")})).associations
    assert found.names == ("x", "flat")
    assert found.values == ((1.0, None), (None, None))
    assert np.array_equal(found.matrix, [[1, np.nan], [np.nan, np.nan]], equal_nan=True)
    assert profile(table(text={"t": ["a"]})).associations.matrix.shape == (0, 0)


def test_it_suggests_unit_and_target() -> None:
    found = profile(table(key={"patient": [f"p{row // 2}" for row in range(40)]}, boolean={"died": [True, False] * 20}))
    assert (found.unit, found.target) == ("patient", "died")
    assert "'patient'" in found.unit_why and "'died'" in found.target_why
    none = profile(table(number={"x": [1.0]}))
    assert (none.unit, none.unit_why, none.target, none.target_why) == (None, "", None, "")


CELLS = st.one_of(st.none(), st.sampled_from(["", "<b>x</b>", "a", "=1+1", "ü" * 99, "1", "nan"]), st.text(max_size=5))


@settings(max_examples=40, deadline=None)
@given(
    numbers=st.lists(st.one_of(st.none(), st.floats(allow_nan=False)), max_size=15),
    cells=st.lists(CELLS, min_size=15, max_size=15),
)
def test_any_table_has_a_profile_that_survives_json(numbers: list[float | None], cells: list[str | None]) -> None:
    rows = len(numbers)
    whole = table(number={"<i>n</i>": numbers}, category={"c": cells[:rows]}, text={"t": cells[:rows]})
    found = profile(whole)
    assert Profile.model_validate_json(found.model_dump_json()) == found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("abcdefgh", min_size=6, max_size=6), min_size=1, max_size=30))
def test_nothing_held_by_fewer_than_five_is_in_it(cells: list[str]) -> None:
    found = profile(table(category={"K": cells}, text={"T": cells})).model_dump_json()
    shown = set(re.findall(r"[a-h]{6}", found))
    assert all(cells.count(cell) >= 5 for cell in shown & set(cells))


def test_no_columns_at_all() -> None:
    assert profile(table()).headline == "0 columns, none look personal"


@pytest.mark.shared
@pytest.mark.parametrize(("file", "header"), [("nonvoters_wide.csv", 1), ("heart303.csv", 1)])
def test_real_tables_are_profiled_and_kept_as_small_json(file: str, header: int) -> None:
    whole = read_table(shared("data", file), header=header)
    found = profile(whole)
    text = found.model_dump_json()
    assert Profile.model_validate_json(text) == found
    assert len(text) < 300_000
    assert len(found.columns) == len(whole.schema.columns)
