from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.pairs.pair import cannot_tell, measure
from synth.judge.pairs.tables import PairTables, binned
from synth.judge.score import Band, Score
from synth.prepare.table import Table
from tests.prepare.tables import table


def scores(real: Table, synthetic: Table, holdout: Table | None = None) -> dict[tuple[str, ...], Score]:
    found = measure(Comparison.of(real, synthetic, holdout=holdout))
    return {(score.measure, *score.subject): score for score in found}


def related(rows: int, seed: int, broken: bool = False) -> Table:
    """Two columns that nearly tell each other, one that follows the second loosely, and one on its own."""
    rng = np.random.default_rng(seed)
    first = rng.normal(size=rows)
    second = np.where(first + rng.normal(0, 0.1, rows) > 0, "yes", "no")
    if broken:
        rng.shuffle(second)
    third = np.where(rng.random(rows) < 0.2, np.nan, rng.integers(0, 3, rows) + (second == "yes"))
    return table(
        number={"first": first, "third": third},
        category={"second": second.tolist(), "alone": rng.choice(list("abcd"), rows).tolist()},
    )


def test_counts_are_those_of_each_pair() -> None:
    real = table(category={"a": ["x", "x", "y"], "b": ["u", "v", "v"], "c": ["p", "p", None]})
    columns = list(Comparison.of(real, real).coded.values())
    tables = PairTables.of(columns)
    cells = tables.count(binned(columns, [column.real for column in columns]))
    by_second, by_third = [1, 1, 1, 0], [2, 0, 0, 1]  # x or y by v or u, x or y by p or missing
    assert cells.tolist() == [*by_second, *by_third, 1, 1, 1, 0]
    assert tables.count(binned(columns, [column.real for column in columns]), np.array([2])).sum() == 3


def test_identical_tables_score_one_raw_and_one_cut() -> None:
    real = related(300, 0)
    found = scores(real, real)
    assert found["pair",].value == 1.0
    assert found["pair_raw",].value == pytest.approx(1.0)
    assert found["pair", "first", "second"].value > 1  # type: ignore[operator]


def test_disjoint_tables_score_zero() -> None:
    real = table(category={"a": ["x"] * 5000, "b": ["u"] * 5000})
    synthetic = table(category={"a": ["y"] * 5000, "b": ["v"] * 5000})
    found = scores(real, synthetic)
    assert found["pair_raw",].value == 0.0
    assert found["pair",].value == pytest.approx(0.0, abs=0.02)


def test_two_halves_of_a_small_table_score_one() -> None:
    each = [scores(related(150, seed), related(150, seed + 100)) for seed in range(5)]
    means = [np.mean([found[key].value for key in found if len(key) == 3]) for found in each]
    assert np.mean(means) == pytest.approx(1, abs=0.01)
    assert min(means) >= 0.98


def test_a_broken_pair_falls_below_its_band_and_the_others_stay() -> None:
    found = scores(related(400, 11), related(400, 12, broken=True), related(400, 13))
    broken, whole = found["pair", "first", "second"], found["pair", "first", "alone"]
    assert broken.value < broken.reference.low  # type: ignore[operator, union-attr]
    assert "less faithfully" in broken.note
    assert whole.value >= whole.reference.low  # type: ignore[operator, union-attr]
    assert found["pair",].value < found["pair",].reference.low  # type: ignore[operator, union-attr]
    assert "'first' and 'second'" in found["pair",].note


def test_the_floor_is_where_shuffled_columns_lie() -> None:
    rng = np.random.default_rng(0)
    real, holdout, synthetic = related(400, 1), related(400, 2), related(400, 3)
    shuffled = table(
        number={name: rng.permutation(synthetic.frame[name]) for name in ("first", "third")},
        category={name: rng.permutation(synthetic.frame[name]) for name in ("second", "alone")},
    )
    found = scores(real, shuffled, holdout)["pair",]
    assert found.floor.low <= found.value <= found.floor.high  # type: ignore[operator, union-attr]
    assert found.floor.high < found.reference.low  # type: ignore[union-attr]


def test_where_nothing_goes_together_the_score_says_that_it_cannot_tell() -> None:
    rng = np.random.default_rng(0)
    real, synthetic = (table(number={"a": rng.normal(size=80), "b": rng.normal(size=80)}) for _ in range(2))
    found = scores(real, synthetic)
    assert (found["pair",].status, found["pair",].value) == ("not measured", None)
    assert "cannot be told from samples of 80 rows" in found["pair",].note
    assert "cannot be told" in found["pair", "a", "b"].note
    assert found["pair", "a", "b"].status == found["pair_raw",].status == "ok"


@pytest.mark.parametrize(
    ("low", "high", "unsure"),
    [(0.95, 0.98, True), (0.985, 1.0, True), (0.991, 1.0, False), (0.9, 0.969, False)],
    ids=["in both bands", "reaching down into both", "above no relation", "below fresh rows"],
)
def test_it_cannot_tell_only_where_the_score_may_lie_in_both_bands(low: float, high: float, unsure: bool) -> None:
    fresh, unrelated = Band(value=0.985, low=0.97, high=1), Band(value=0.97, low=0.95, high=0.99)
    assert cannot_tell(Band(value=(low + high) / 2, low=low, high=high), fresh, unrelated) == unsure


def test_apart_bands_always_tell() -> None:
    wide, fresh = Band(value=0.9, low=0.5, high=1), Band(value=0.98, low=0.97, high=1)
    assert not cannot_tell(wide, fresh, Band(value=0.8, low=0.7, high=0.9))


def test_words_about_a_pair_stay_within_one() -> None:
    real = related(300, 0)
    note = scores(real, real)["pair", "first", "second"].note
    assert "real rows: 1.000 (1.000 without" in note


def test_words_about_a_pair_that_cannot_be_told_name_what_chance_reaches() -> None:
    rng = np.random.default_rng(0)
    real, made, holdout = (table(number={"a": rng.normal(size=40), "b": rng.normal(size=40)}) for _ in range(3))
    score = scores(real, made, holdout=holdout)["pair", "a", "b"]
    assert score.floor is not None
    assert "cannot be told" in score.note
    assert f"up to {min(score.floor.high, 1):.3f}" in score.note


def test_one_column_has_no_pairs() -> None:
    real = table(number={"x": range(10)})
    found = scores(real, real)
    assert found["pair",].status == found["pair_raw",].status == "not measured"
    assert "two columns" in found["pair",].note
