"""Split: units stay whole, the share is met as nearly as they allow, and row numbers are enough to rebuild it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.errors import SettingsError, TableError
from synth.prepare.split import Split, split
from tests.prepare.tables import table


def test_every_row_stands_on_one_side_in_its_own_order() -> None:
    whole = table(number={"x": range(100)})
    parts = split(whole, holdout=0.2, seed=1)
    assert (len(parts.train), len(parts.holdout)) == (80, 20)
    train, holdout = parts.rows
    assert parts.train.frame["x"].tolist() == train.tolist()
    assert parts.holdout.frame["x"].tolist() == holdout.tolist()
    assert sorted([*train, *holdout]) == list(range(100))


def test_the_seed_decides() -> None:
    whole = table(number={"x": range(50)})
    first, again, other = (split(whole, seed=seed).rows[1].tolist() for seed in (3, 3, 4))
    assert first == again != other


@settings(max_examples=60, deadline=None)
@given(units=st.lists(st.sampled_from([*"abcdefg", None]), min_size=2, max_size=60), seed=st.integers(0, 5))
def test_no_unit_is_on_both_sides(units: list[str | None], seed: int) -> None:
    whole = table(key={"who": units}, unit="who")
    if len(set(units) - {None}) + units.count(None) < 2:
        with pytest.raises(TableError, match="at least two"):
            split(whole, seed=seed)
        return
    parts = split(whole, holdout=0.3, seed=seed)
    train, holdout = (set(side.frame["who"]) - {None} for side in (parts.train, parts.holdout))
    assert not train & holdout
    assert len(parts.train) >= 1 and len(parts.holdout) >= 1
    assert len(parts.train) + len(parts.holdout) == len(units)


def test_the_share_counts_rows_even_where_units_differ_in_size() -> None:
    whole = table(key={"who": [f"u{min(row, 400)}" for row in range(500)]}, unit="who")
    parts = split(whole, holdout=0.4, seed=0)
    assert 0.2 <= len(parts.holdout) / 500 <= 0.6


def test_two_rows_are_enough_and_one_is_not() -> None:
    parts = split(table(number={"x": [1, 2]}), holdout=0.01)
    assert (len(parts.train), len(parts.holdout)) == (1, 1)
    for rows, many in (([1], "has one row"), ([], "has no row")):
        with pytest.raises(TableError, match=f"{many}: a holdout needs at least two"):
            split(table(number={"x": rows}))
    with pytest.raises(TableError, match="unit column 'who'"):
        split(table(key={"who": ["a", "a"]}, unit="who"))


@pytest.mark.parametrize("share", [0, 1, -0.1, 2, float("nan")])
def test_a_share_outside_its_bounds_is_refused(share: float) -> None:
    with pytest.raises(SettingsError, match="between 0 and 1"):
        split(table(number={"x": [1, 2, 3]}), holdout=share)


def test_row_numbers_rebuild_the_split() -> None:
    whole = table(number={"x": range(30)})
    drawn = split(whole, holdout=0.3, seed=7)
    kept = Split.from_rows(whole, drawn.rows[0].tolist(), drawn.rows[1].tolist(), drawn.seed, drawn.share)
    assert kept.train.frame.equals(drawn.train.frame)
    assert kept.holdout.frame.equals(drawn.holdout.frame)


@pytest.mark.parametrize(("train", "holdout"), [([0, 1], [1]), ([0], [2]), ([0, 1, 2, 3], []), ([-1, 0], [1])])
def test_row_numbers_of_another_table_are_refused(train: list[int], holdout: list[int]) -> None:
    with pytest.raises(TableError, match="does not fit"):
        Split.from_rows(table(number={"x": range(3)}), np.array(train), np.array(holdout, dtype=int), 0, 0.2)
