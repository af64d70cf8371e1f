"""Counts: rows and holders of each value, and the ends that may be shown."""

from __future__ import annotations

import numpy as np

from synth.prepare.counts import count
from tests.prepare.tables import table


def test_rows_of_each_value_commonest_first() -> None:
    counts = count(table(category={"c": [*"aabbbc", None]}), "c")
    assert counts.levels.tolist() == ["b", "a", "c"]
    assert counts.rows.tolist() == counts.holders.tolist() == [3, 2, 1]
    assert counts.commonest == ("b", 0.5)
    assert (counts.present, counts.total, counts.ends) == (6, 7, None)
    assert counts.missing == 1 - 6 / 7


def test_holders_are_units_not_rows() -> None:
    whole = table(category={"c": list("aaaaab")}, key={"who": [*"pppqq", None]}, unit="who")
    counts = count(whole, "c")
    assert counts.rows.tolist() == [5, 1]
    assert counts.holders.tolist() == [2, 1]


def test_rare_ends_give_way_to_the_fifth() -> None:
    counts = count(table(number={"x": [*range(100), 1_000_000]}), "x")
    assert (counts.ends, counts.cut) == ((4, 96), True)
    held = count(table(number={"x": [0] * 5 + list(range(1, 90)) + [99] * 5}), "x")
    assert (held.ends, held.cut) == ((0, 99), False)


def test_the_fifth_unit_counts_where_there_are_units() -> None:
    values = [*range(20), *[50] * 20]
    whole = table(number={"x": values}, key={"who": ["p"] * 10 + [f"u{n}" for n in range(30)]}, unit="who")
    counts = count(whole, "x")
    assert counts.ends == (13, 50)  # one patient holds 0 to 9; 10 to 13 are the next four
    assert counts.cut


def test_too_few_to_show_any_end() -> None:
    assert count(table(number={"x": [1, 2, 3, 4]}), "x").ends is None
    assert count(table(number={"x": [None, None]}), "x").ends is None
    assert count(table(number={"x": []}), "x").present == 0
    crossed = count(table(number={"x": range(7)}), "x")  # the fifth from below lies above the fifth from above
    assert crossed.ends is None


def test_dates_and_booleans() -> None:
    days = count(table(datetime={"d": ["2024-01-02"] * 5 + ["2024-01-01"] * 6 + [None]}), "d")
    assert days.ends == (np.datetime64("2024-01-01", "us"), np.datetime64("2024-01-02", "us"))
    flags = count(table(boolean={"b": [True, True, None, False]}), "b")
    assert flags.levels.tolist() == [True, False]
    assert flags.rows.tolist() == [2, 1]
