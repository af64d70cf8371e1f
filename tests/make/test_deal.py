"""Units dealt to rows that are alike: sizes kept, levels kept apart, numbers near, every value as likely as before."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from synth.make.agreed import share_out
from synth.make.alike import Alike
from synth.make.deal import deal

WORDS = st.sampled_from(["a", "b", "c", None])
NUMBERS = st.one_of(st.none(), st.floats(-1e9, 1e9))


def words(*levels: str | None) -> pd.Series[Any]:
    return pd.Series(levels, dtype=object)


def dealt(frame: pd.DataFrame, alike: Alike, sizes: list[int], seed: int = 0) -> np.ndarray:
    return deal(frame, alike, np.array(sizes, dtype=np.int64), np.random.default_rng(seed))


@given(
    rows=st.lists(st.tuples(WORDS, st.sampled_from([True, False, None]), NUMBERS, NUMBERS), min_size=1, max_size=40),
    cuts=st.sets(st.integers(1, 39)),
    gaps=st.sets(st.sampled_from(["word", "flag", "number"])),
    seed=st.integers(0, 5),
)
def test_whatever_the_rows_sizes_are_kept_and_units_share_what_one_row_has(
    rows: list[tuple[Any, ...]], cuts: set[int], gaps: set[str], seed: int
) -> None:
    frame = pd.DataFrame(rows, columns=["word", "flag", "number", "near"])
    frame = frame.astype({"word": object, "flag": "boolean", "number": "float64", "near": "float64"})
    frame["word"] = frame["word"].where(frame["word"].notna(), None)
    ends = sorted(cut for cut in cuts if cut < len(frame))
    sizes = np.diff([0, *ends, len(frame)])
    alike = Alike(same=("word", "flag", "number"), gaps=tuple(sorted(gaps)), near={"near": 0.0})
    rng = np.random.default_rng(seed)
    owners = deal(frame, alike, sizes, rng)
    assert np.bincount(owners).tolist() == sizes.tolist()
    shared = share_out(frame, alike, owners, rng, {})
    assert shared.dtypes.equals(frame.dtypes)
    assert shared["near"].equals(frame["near"])
    for name in alike.same:
        assert (shared[name].groupby(owners).nunique() <= 1).all()
        if name in gaps:
            assert (shared[name].isna().groupby(owners).nunique() == 1).all()
        else:
            assert (shared[name].isna() == frame[name].isna()).all()
        for unit, cells in shared[name].dropna().groupby(owners[shared[name].notna()]):
            assert cells.iloc[0] in frame[name][owners == unit].dropna().tolist()


@pytest.mark.parametrize("seed", range(20))
def test_units_fill_levels_whole_where_they_can(seed: int) -> None:
    level = words(*"aabbaababa")
    owners = dealt(pd.DataFrame({"c": level}), Alike(same=("c",), gaps=("c",)), [3, 2, 3, 2], seed)
    assert (level.groupby(owners).nunique() == 1).all()


def test_few_units_reach_over_levels() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"c": rng.choice(list("abcdefgh"), 400), "d": rng.choice([True, False], 400)})
    sizes = np.array([1, 2, 3, 4] * 40)
    owners = dealt(frame, Alike(same=("c", "d"), gaps=("c", "d")), sizes.tolist())
    mixed = frame.groupby(owners).nunique().max(axis=1) > 1
    assert mixed.sum() <= 2


def test_a_unit_takes_numbers_that_follow_one_another() -> None:
    numbers = pd.Series(np.random.default_rng(0).permutation(100).astype(float))
    owners = dealt(pd.DataFrame({"c": numbers}), Alike(near={"c": 1.0}), [5] * 20)
    assert (numbers.groupby(owners).agg(np.ptp) == 4).all()


def test_rows_of_a_unit_are_near_in_two_numbers_at_once() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"c": rng.random(1000), "d": rng.random(1000)})
    owners = dealt(frame, Alike(same=("c",), gaps=("c",), near={"d": 0.1}), [4] * 250)
    assert frame.groupby(owners).std().mean().max() < 0.25 * frame.std().min()


def test_the_gaps_of_a_column_come_to_any_unit() -> None:
    numbers = pd.Series(np.random.default_rng(0).permutation(200).astype(float)).mask(np.arange(200) % 4 == 0)
    owners = dealt(pd.DataFrame({"c": numbers}), Alike(same=("c",)), [4] * 50)
    assert numbers.isna().groupby(owners).sum().max() < 4
    assert numbers.isna().groupby(owners).any().sum() > 25


def test_a_level_stays_as_likely_where_one_unit_takes_all() -> None:
    frame, alike = pd.DataFrame({"c": words(*"abbb")}), Alike(same=("c",), gaps=("c",))
    owners = dealt(frame, alike, [4])
    drawn = [share_out(frame, alike, owners, np.random.default_rng(seed), {})["c"].tolist() for seed in range(400)]
    assert {cells[0] for cells in drawn} == {"a", "b"}
    assert all(len(set(cells)) == 1 for cells in drawn)
    assert np.mean([cells[0] == "b" for cells in drawn]) == pytest.approx(0.75, abs=0.06)


def test_columns_that_are_the_same_come_from_one_row() -> None:
    frame = pd.DataFrame({"town": words("Aa", "Bb", "Cc"), "zip": words("1", "2", "3")})
    alike = Alike(same=("town", "zip"), gaps=("town", "zip"))
    for seed in range(10):
        shared = share_out(frame, alike, np.zeros(3, dtype=np.int64), np.random.default_rng(seed), {})
        assert ("Aa", "1") in {*zip(shared["town"], shared["zip"], strict=True)} or set(shared["zip"]) <= {"2", "3"}
        assert {*zip(shared["town"], shared["zip"], strict=True)} <= {("Aa", "1"), ("Bb", "2"), ("Cc", "3")}
