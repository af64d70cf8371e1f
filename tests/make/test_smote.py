"""Rows made between neighbours: which rows are looked at, how many are made of them, and that units do not count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from synth.make import fit, smote_blocks
from synth.make.smote_blocks import blocks, made_at_once, pairs, patterns
from tests.make.test_odd_tables import odd

CLASSES = np.array(["a"] * 7 + ["b"] * 3, dtype=object)


def test_a_class_that_fits_into_a_block_is_looked_at_whole() -> None:
    (one,) = blocks(CLASSES, {"a": 4}, most=7, made=10, rng=np.random.default_rng(0))
    assert sorted(one.rows) == list(range(7))
    assert sorted(one.others) == [7, 8, 9]
    assert one.made == 4


def test_a_larger_class_is_dealt_into_parts_that_are_used_equally_often() -> None:
    found = list(blocks(CLASSES, {"a": 12}, most=4, made=5, rng=np.random.default_rng(0)))
    assert [one.made for one in found] == [3, 3, 3, 3]
    assert sorted(np.concatenate([one.rows for one in found[:2]])) == list(range(7))
    assert [sorted(one.rows) for one in found[2:]] == [sorted(one.rows) for one in found[:2]]


def test_no_more_parts_are_looked_at_than_rows_are_made() -> None:
    found = list(blocks(CLASSES, {"a": 3, "b": 1}, most=2, made=2, rng=np.random.default_rng(0)))
    assert [(one.name, one.made) for one in found] == [("a", 1), ("a", 2), ("b", 1)]


def test_rows_that_lack_the_same_cells_are_kept_apart_where_there_are_two_or_more() -> None:
    gone = np.zeros((10, 3), dtype=bool)
    gone[[1, 2], 0] = gone[[5, 8], 1] = True
    groups, found = patterns(CLASSES, gone)
    assert groups[1] == groups[2] != groups[0]
    assert groups[5] == groups[0] == "a"
    assert set(groups[7:]) == {"b"}
    assert sorted(found["a"].values()) == [2, 5]
    assert found["b"] == {"b": 3}


def test_where_no_cell_is_missing_a_group_is_a_class() -> None:
    groups, found = patterns(CLASSES, np.zeros((10, 2), dtype=bool))
    assert groups.tolist() == CLASSES.tolist()
    assert found == {"a": {"a": 7}, "b": {"b": 3}}


def test_patterns_beyond_the_commonest_share_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smote_blocks, "MOST_PATTERNS", 2)
    gone = np.repeat(np.eye(5, dtype=bool), [6, 5, 4, 3, 2], axis=0)
    _, found = patterns(np.full(20, "a", dtype=object), gone)
    assert sorted(found["a"].values()) == [5, 6, 9]


def test_as_much_is_missing_and_together_though_few_neighbours_lack_it() -> None:
    rng = np.random.default_rng(0)
    frame = {name: rng.normal(size=400) for name in ("height", "weight", "pulse")}
    gone = rng.random(400) < 0.05
    frame["height"][gone] = frame["weight"][gone] = np.nan
    frame["ward"] = rng.choice(np.array(["x", "y"], dtype=object), 400)
    frame["sex"] = rng.choice(np.array(["F", "M", None], dtype=object), 400, p=[0.5, 0.47, 0.03])
    real = odd(frame)
    made = fit(real, "smote", settings={"target": "ward"}, seed=0).sample(2000, seed=0).frame.isna()
    assert (made["height"] == made["weight"]).all()
    for name in ("height", "sex"):
        assert made[name].mean() == pytest.approx(real.frame[name].isna().mean(), abs=0.01)
    assert not made["pulse"].any()


@pytest.mark.parametrize(("rows", "looked_at"), [(10, 100), (20, 200), (200, 2000)])
def test_pairs_grow_with_the_rows(rows: int, looked_at: int) -> None:
    assert pairs({"a": rows}, {"a": rows}, most=10) == looked_at


def test_many_neighbours_are_held_a_few_rows_at_a_time() -> None:
    assert made_at_once(100, 5, 10_000) == 10_000
    assert made_at_once(100_000, 5, 10_000) == smote_blocks.LEAST_MADE


def test_a_column_of_large_numbers_does_not_drown_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smote_blocks, "BLOCK", 100)
    rng = np.random.default_rng(0)
    low = np.arange(100) % 2
    frame = {"wealth": rng.random(100) * 1e9, "near": low * 10.0 + rng.random(100), "kind": np.full(100, "x")}
    frame["kind"] = np.where(rng.random(100) < 0.5, "x", "y").astype(object)
    made = fit(odd(frame), "smote", settings={"k": 1}, seed=0).sample(200, seed=0).frame
    assert not made["near"].between(1.5, 9.5).any()


def test_levels_alone_need_the_other_classes() -> None:
    rng = np.random.default_rng(0)
    kind = rng.integers(0, 2, 60)
    words = np.array(["p", "q"], dtype=object)
    frame = {"kind": words[kind], "same": words[kind], "other": words[rng.integers(0, 2, 60)]}
    made = fit(odd(frame), "smote", settings={"k": 1, "target": "kind"}, seed=0).sample(60, seed=0).frame
    assert (made["kind"] == made["same"]).all()
    pd.testing.assert_series_equal(
        made["kind"].value_counts(), pd.Series(words[kind]).value_counts(), check_names=False
    )
