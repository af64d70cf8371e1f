from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ks_2samp

from synth.judge.comparison import Comparison
from synth.judge.score import Score
from synth.judge.shapes import chi_squared, ks, missing_rate, shape, total_variation
from synth.prepare.table import Table
from tests.prepare.tables import table

MEASURES = (shape.measure, ks.measure, total_variation.measure, chi_squared.measure, missing_rate.measure)


def scores(real: Table, synthetic: Table, holdout: Table | None = None) -> dict[tuple[str, ...], Score]:
    comparison = Comparison.of(real, synthetic, holdout=holdout)
    found = [score for measure in MEASURES for score in measure(comparison)]
    return {(score.measure, *score.subject): score for score in found}


def test_identical_tables_are_wholly_alike() -> None:
    real = table(number={"n": [*range(40)]}, category={"c": ["a", "b"] * 20}, boolean={"b": [True, None] * 20})
    found = scores(real, real)
    assert {found[key].value for key in found if key[0] == "shape"} == {1.0}
    assert {found[key].value for key in found if key[0] in ("ks", "total_variation", "missing_rate")} == {0.0}
    assert found["cramers_v", "c"].value == 0.0
    assert found["chi_squared", "c"].value == 1.0


def test_disjoint_tables_have_nothing_alike() -> None:
    found = scores(
        table(number={"n": [1.0] * 40}, category={"c": ["a"] * 40}),
        table(number={"n": [2.0] * 40}, category={"c": ["b"] * 40}),
    )
    assert {found[key].value for key in found if key[0] == "shape"} == {0.0}
    assert (found["ks", "n"].value, found["total_variation", "c"].value) == (1.0, 1.0)
    assert found["cramers_v", "c"].value == 1.0
    assert found["chi_squared", "c"].value < 1e-15  # type: ignore[operator]


def test_half_alike() -> None:
    found = scores(
        table(number={"n": [1, 2] * 20}, category={"c": ["a", "b"] * 20}),
        table(number={"n": [1] * 40}, category={"c": ["a"] * 40}),
    )
    assert (found["shape",].value, found["ks", "n"].value, found["total_variation", "c"].value) == (0.5, 0.5, 0.5)


def test_ks_is_scipys() -> None:
    rng = np.random.default_rng(0)
    real, synthetic = rng.normal(size=300).round(1), rng.normal(0.4, 1.5, size=200).round(1)
    found = scores(table(number={"x": real}), table(number={"x": synthetic}))["ks", "x"]
    assert found.value == pytest.approx(ks_2samp(real, synthetic).statistic)


def test_missing_is_a_state_of_a_shape_but_not_of_ks_and_total_variation() -> None:
    found = scores(
        table(number={"n": [1, 2, None, None] * 10}, category={"c": ["a", "b", None, None] * 10}),
        table(number={"n": [1, 2] * 20}, category={"c": ["a", "b"] * 20}),
    )
    assert (found["shape", "n"].value, found["shape", "c"].value) == (0.5, 0.5)
    assert (found["ks", "n"].value, found["total_variation", "c"].value) == (0.0, 0.0)
    assert found["missing_rate", "n"].value == -0.5
    assert "0.0% of the synthetic cells are missing, 50.0% of the real ones" in found["missing_rate", "n"].note


def test_columns_without_a_value_are_not_measured_and_say_why() -> None:
    found = scores(
        table(number={"n": [None] * 10}, category={"c": ["a"] * 10}),
        table(number={"n": [None] * 10}, category={"c": [None] * 10}),
    )
    assert found["ks", "n"].status == "not measured"
    assert "every real and every synthetic cell" in found["ks", "n"].note
    assert "every synthetic cell" in found["cramers_v", "c"].note
    assert found["chi_squared", "c"].value is None
    assert (found["shape", "n"].value, found["shape", "c"].value) == (1.0, 0.0)


def counts(**levels: int) -> Table:
    return table(category={"x": [level for level, count in levels.items() for _ in range(count)]})


def test_chi_squared_is_taken_on_counts() -> None:
    found = scores(counts(a=5000, b=3000, c=2000), counts(a=6000, b=2500, c=1500))
    p, size = found["chi_squared", "x"], found["cramers_v", "x"]
    assert p.value == pytest.approx(7.6e-46, rel=0.01)
    assert size.value == pytest.approx(0.1020, abs=0.001)
    assert list(found).index(("cramers_v", "x")) < list(found).index(("chi_squared", "x"))
    assert "go by its size" in p.note


def test_levels_expected_fewer_than_five_times_are_pooled() -> None:
    both = np.array([[900, 50, 4, 3, 2], [900, 50, 2, 4, 3]])
    assert chi_squared.pool(both).tolist() == [[900, 50, 9], [900, 50, 9]]
    lonely = np.array([[900, 40, 1], [900, 40, 1]])
    assert chi_squared.pool(lonely).tolist() == [[900, 41], [900, 41]]
    assert chi_squared.pool(np.array([[8, 7, 0], [8, 7, 0]])).tolist() == [[8, 7], [8, 7]]


def test_a_level_too_rare_to_test_leaves_p_unmeasured() -> None:
    found = scores(counts(a=50, b=1), counts(a=51))
    assert found["chi_squared", "x"].status == "not measured"
    assert "expected count of 5" in found["chi_squared", "x"].note


def test_holm_corrects_from_the_smallest_p_on() -> None:
    assert chi_squared.holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert chi_squared.holm([0.9, 0.8]) == [1.0, 1.0]
    assert chi_squared.holm([]) == []


def test_holm_is_noted_with_the_number_of_columns() -> None:
    real = table(category={"x": ["a", "b"] * 50, "y": ["a", "b"] * 50})
    assert "Holm's correction for 2 columns" in scores(real, real)["chi_squared", "x"].note


def test_the_floor_is_an_even_spread() -> None:
    found = scores(table(number={"n": [0] * 90 + [100] * 10}, category={"c": ["a"] * 90 + ["b"] * 10}), counts_like())
    assert found["ks", "n"].floor.value == pytest.approx(0.9)  # type: ignore[union-attr]
    assert found["total_variation", "c"].floor.value == pytest.approx(0.4)  # type: ignore[union-attr]
    assert found["shape",].floor.value == pytest.approx((0.1 + 0.6) / 2)  # type: ignore[union-attr]


def counts_like() -> Table:
    return table(number={"n": [0] * 100}, category={"c": ["a"] * 100})


def test_the_worst_column_is_named_to_start_with() -> None:
    rng = np.random.default_rng(0)
    good = [rng.normal(size=400) for _ in range(2)]
    found = scores(table(number={"good": good[0], "bad": good[0]}), table(number={"good": good[1], "bad": good[1] + 9}))
    assert "'bad'" in found["shape",].note
    assert "Nothing to do" in found["shape", "good"].note


def test_a_failing_sum_is_one_noted_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(coded: object, rows: int) -> None:
        raise FloatingPointError("Smith overflows")

    monkeypatch.setattr(ks, "uniform", fail)
    real = table(number={"n": [*range(40)]}, category={"c": ["a", "b"] * 20})
    found = scores(real, real)
    assert found["ks", "n"].status == "not measured"
    assert "FloatingPointError" in found["ks", "n"].note
    assert "Smith" not in found["ks", "n"].note
    assert found["total_variation", "c"].status == "ok"
    assert found["shape",].value == 1.0


def test_a_holdout_from_elsewhere_is_told() -> None:
    rng = np.random.default_rng(0)
    real, synthetic = (table(number={"x": rng.normal(size=300)}) for _ in range(2))
    elsewhere, same = (table(number={"x": rng.normal(mean, 1, size=300)}) for mean in (3, 0))
    assert "not drawn from the same rows" in scores(real, synthetic, elsewhere)["shape",].note
    assert "not drawn" not in scores(real, synthetic, same)["shape",].note
