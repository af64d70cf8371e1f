"""Rows made between neighbours: which rows are looked at, how many are made of them, and that units do not count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from synth.make import fit, smote_blocks
from synth.make.smote_blocks import blocks, made_at_once, pairs
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
