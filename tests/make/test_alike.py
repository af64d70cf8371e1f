"""What is alike within units: found where units say so, not where one level is common anyway, nor from too few."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from synth.make.alike import Alike, apart
from synth.prepare.schema import Column, Kind
from synth.prepare.table import DTYPES


def learn(cells: list[Any], units: Any, kind: Kind = "category", k: int = 5) -> Alike:
    """What is learned of one column, called `c`."""
    written = "%Y-%m-%d" if kind == "datetime" else None
    frame = pd.DataFrame({"c": pd.Series(cells, dtype=DTYPES[kind])})
    return Alike.learn(frame, [Column(name="c", kind=kind, format=written)], np.asarray(units), k)


SAME = Alike(same=("c",), gaps=("c",))
PAIRS = np.repeat(np.arange(20), 2)


def test_what_every_unit_has_once_is_the_same() -> None:
    days = [np.datetime64("2024-01-01", "us") + np.timedelta64(int(unit), "D") for unit in PAIRS]
    assert learn([f"level {unit % 4}" for unit in PAIRS], PAIRS) == SAME
    assert learn([unit % 2 == 0 for unit in PAIRS], PAIRS, "boolean") == SAME
    assert learn([float(unit) for unit in PAIRS], PAIRS, "number") == SAME
    assert learn(days, PAIRS, "datetime") == SAME


def test_rows_of_a_unit_need_not_stand_together() -> None:
    scattered = np.random.default_rng(0).permutation(PAIRS)
    assert learn([f"level {unit % 4}" for unit in scattered], scattered) == SAME


def test_one_unit_in_twenty_may_differ_but_not_two() -> None:
    cells = [f"level {unit % 4}" for unit in PAIRS]
    assert learn(["other", *cells[1:]], PAIRS) == SAME
    assert not learn(["other", cells[1], "other", *cells[3:]], PAIRS)


def test_a_common_level_alone_does_not_make_units_alike() -> None:
    units = np.repeat(np.arange(400), 2)
    frauds = np.random.default_rng(0).random(800) < 0.02
    assert not learn(frauds.tolist(), units, "boolean")
    mixed = [*np.repeat([True] * 6 + [False] * 394, 2)]
    mixed[100:112] = [True, False] * 6
    assert not learn(mixed, units, "boolean")


def test_a_unit_of_many_rows_that_changes_once_is_not_the_same() -> None:
    units = np.repeat(np.arange(20), 30)
    moved = [f"town {unit % 5 + (row % 30 > 14)}" for row, unit in enumerate(units)]
    assert not learn(moved, units)


def test_nothing_is_learned_from_fewer_than_k_units() -> None:
    cells = [f"level {unit % 4}" for unit in PAIRS[:10]]
    assert not learn(cells, PAIRS[:10])
    twelve = [f"level {unit % 4}" for unit in PAIRS[:24]]
    assert learn(twelve, PAIRS[:24]) == SAME
    assert not learn(twelve, PAIRS[:24], k=10)
    assert not learn(["a", "b"] * 10, np.arange(20))
    assert not learn(["a", "b"] * 10, np.zeros(20, dtype=np.int64))


def test_gaps_anywhere_do_not_hide_what_is_the_same() -> None:
    units = np.repeat(np.arange(20), 4)
    cells = [None if row % 4 == unit % 4 else float(unit) for row, unit in enumerate(units)]
    assert learn(cells, units, "number") == Alike(same=("c",))
    levels = [None if row == 0 else f"level {unit % 4}" for row, unit in enumerate(units)]
    assert learn(levels, units) == Alike(same=("c",))


def test_gaps_of_whole_units_are_kept_so() -> None:
    cells = [None if unit % 3 == 0 else f"level {unit % 4}" for unit in PAIRS]
    assert learn(cells, PAIRS) == SAME
    assert learn([True if unit % 2 else None for unit in PAIRS], PAIRS, "boolean") == SAME


def test_numbers_that_hardly_change_are_near() -> None:
    ages = [20.0 + 3 * unit + row % 2 for row, unit in enumerate(PAIRS)]
    assert learn(ages, PAIRS, "number") == Alike(near={"c": 0.5})
    assert not learn(ages, np.random.default_rng(0).permutation(PAIRS), "number")
    assert not learn(ages[:8], PAIRS[:8], "number")


def test_numbers_too_large_to_be_added_up_are_not_near() -> None:
    huge = [(-1.0) ** unit * 1.5e308 + 1e300 * (row % 2) for row, unit in enumerate(PAIRS)]
    assert not learn(huge, PAIRS, "number")


def test_how_far_rows_lie_apart_is_not_told_by_fewer_than_k_units() -> None:
    values = pd.Series([0.0, 2.0, 0.0, 4.0, 0.0, 600.0, 7.0])
    units = np.array([0, 0, 1, 1, 2, 2, 3])
    assert apart(values, units) == (1 + 2 + 300) / 3
    assert apart(values, units, 2) == (1 + 2 + 2) / 3
    assert apart(values, units, 9) == 1
    assert apart(values.tail(1), units[-1:]) == 0


def test_a_sentence_names_the_columns() -> None:
    assert Alike().told("card") == ()
    assert (
        "Rows of one 'card' share the value of 'sex', 'age', as real ones do"
        in Alike(same=("sex", "age")).told("card")[0]
    )
    assert "'h' and 1 more columns" in Alike(same=tuple("abcdefghi")).told("card")[0]
