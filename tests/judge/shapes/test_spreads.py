"""Known answers of the shapes that measure by how much values are off: in real standard deviations, bits, or shares."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import wasserstein_distance

from synth.judge.comparison import Comparison
from synth.judge.score import Score
from synth.judge.shapes import coverage, jensen_shannon, mean_shift, quantile_gap, spread_ratio, wasserstein
from synth.prepare.table import Table
from tests.prepare.tables import table

MEASURES = (
    wasserstein.measure,
    jensen_shannon.measure,
    coverage.measure,
    mean_shift.measure,
    spread_ratio.measure,
    quantile_gap.measure,
)


def scores(real: Table, synthetic: Table, holdout: Table | None = None, k: int = 5) -> dict[str, Score]:
    """The scores of the one column of these tables, by measure."""
    comparison = Comparison.of(real, synthetic, holdout=holdout, k=k)
    return {score.measure: score for measure in MEASURES for score in measure(comparison)}


def numbers(values: list[float] | np.ndarray[tuple[int], np.dtype[np.float64]]) -> Table:
    return table(number={"x": values})


def levels(**counts: int) -> Table:
    return table(category={"x": [level for level, count in counts.items() for _ in range(count)]})


def test_the_same_numbers_are_no_way_apart() -> None:
    real = numbers([*range(40)])
    found = {measure: score.value for measure, score in scores(real, real).items()}
    assert found == pytest.approx(
        {"wasserstein": 0, "jensen_shannon": 0, "coverage": 1, "mean_shift": 0, "spread_ratio": 1, "quantile_gap": 0}
    )


def test_a_shift_by_one_standard_deviation_is_one_in_every_unit() -> None:
    found = scores(numbers([-1, 1] * 20), numbers([0, 2] * 20))
    assert found["wasserstein"].value == pytest.approx(1)
    assert found["mean_shift"].value == pytest.approx(1)
    assert found["quantile_gap"].value == pytest.approx(1)
    assert found["spread_ratio"].value == pytest.approx(1)
    assert found["jensen_shannon"].value == pytest.approx(1)


def test_half_the_spread_and_half_the_range() -> None:
    found = scores(numbers([-2, 2] * 20), numbers([-1, 1] * 20))
    assert found["spread_ratio"].value == pytest.approx(0.5)
    assert found["coverage"].value == pytest.approx(0.5)
    assert found["mean_shift"].value == pytest.approx(0)
    assert found["wasserstein"].value == pytest.approx(0.5)


def test_wasserstein_and_jensen_shannon_are_scipys() -> None:
    rng = np.random.default_rng(0)
    real, made = rng.normal(5, 2, 300), rng.normal(4, 3, 200)
    found = scores(numbers(real), numbers(made))
    assert found["wasserstein"].value == pytest.approx(wasserstein_distance(real, made) / real.std())
    assert found["spread_ratio"].value == pytest.approx(made.std() / real.std())
    found = scores(levels(a=5, b=3, c=2), levels(a=2, b=2, d=1))
    assert found["jensen_shannon"].value == pytest.approx(jensenshannon([5, 3, 2, 0], [4, 4, 0, 2], base=2))


def test_missing_is_a_state_of_jensen_shannon_alone() -> None:
    found = scores(numbers([*range(20), *[np.nan] * 20]), numbers([*range(20), *range(20)]))
    assert found["jensen_shannon"].value == pytest.approx(jensenshannon([0.5, 0.5], [1, 0], base=2))
    assert {found[measure].value for measure in ("wasserstein", "mean_shift", "quantile_gap")} == {0.0}


def test_a_constant_column_has_no_spread_to_measure_by() -> None:
    found = scores(numbers([7] * 20), numbers([8] * 20))
    for measure in ("wasserstein", "mean_shift", "spread_ratio", "quantile_gap"):
        assert found[measure].status == "not measured"
        assert "do not vary" in found[measure].note
    assert "no range to cover" in found["coverage"].note


def test_large_offsets_lose_no_digits() -> None:
    real, made = np.arange(40.0), np.arange(40.0) + 10
    near, far = scores(numbers(real), numbers(made)), scores(numbers(real + 1e9), numbers(made + 1e9))
    for measure, score in near.items():
        assert far[measure].value == pytest.approx(score.value, rel=1e-5)


def test_the_floor_is_an_even_spread_over_the_real_range() -> None:
    real = np.array([0.0] * 90 + [100.0] * 10)
    found = scores(numbers(real), numbers(np.linspace(0, 100, 100)))
    gap = (0.9 * 90 + 0.1 * 10) / 2 / real.std()
    assert found["wasserstein"].floor is not None
    assert found["wasserstein"].floor.value == pytest.approx(gap)
    assert found["jensen_shannon"].floor is not None
    assert found["jensen_shannon"].floor.value == pytest.approx(jensenshannon([0.9, 0.1], [0.5, 0.5], base=2), abs=0.02)


def test_coverage_counts_levels_that_k_units_hold_and_names_those_missed() -> None:
    found = scores(levels(a=20, b=10, c=5, secret=2), levels(a=30, b=7))["coverage"]
    assert found.value == pytest.approx(2 / 3)
    assert "(1 in no synthetic row: 'c')" in found.note
    assert "secret" not in found.note
    assert scores(levels(a=3, b=3), levels(a=3))["coverage"].note == "Not measured: no level is held by 5 real units."


def test_coverage_counts_units_and_not_their_rows() -> None:
    real = table(
        category={"x": ["a"] * 10 + ["b"] * 10}, key={"who": [*map(str, range(10)), *["one"] * 10]}, unit="who"
    )
    found = scores(real, table(category={"x": ["a"] * 20}, key={"who": map(str, range(20))}))["coverage"]
    assert found.value == 1
    assert "'b'" not in found.note


def test_coverage_of_a_range_leaves_the_ends_of_few_holders_out() -> None:
    real = numbers([*range(101), -1000, 5000])
    found = scores(real, numbers([*range(3, 98)]))["coverage"]
    assert found.value == 1
    assert "5000" not in found.note
    assert scores(real, numbers([3, 97] * 10), k=1)["coverage"].value == pytest.approx(94 / 6000)


def test_draws_without_a_value_are_said_and_nothing_fails() -> None:
    sparse = [1.0, 2.0, *[np.nan] * 200]
    found = scores(numbers([*range(200)]), numbers(sparse), numbers([*range(20)]))
    assert "holds none" in found["wasserstein"].note
    assert found["jensen_shannon"].status == "ok"


def test_fresh_rows_lie_inside_their_bands_and_shifted_ones_outside() -> None:
    rng = np.random.default_rng(0)
    real, holdout, fresh = (numbers(rng.normal(size=400)) for _ in range(3))
    for score in scores(real, fresh, holdout).values():
        assert score.reference is not None
        assert score.value is not None
        assert score.better == "lower" or score.value >= score.reference.low, score.measure
        assert score.better == "higher" or score.value <= score.reference.high, score.measure
        assert "Nothing to do" in score.note
    off = scores(real, numbers(rng.normal(1, 2, size=400)), holdout)
    for measure in ("wasserstein", "jensen_shannon", "mean_shift", "spread_ratio", "quantile_gap"):
        assert "Nothing to do" not in off[measure].note, measure
