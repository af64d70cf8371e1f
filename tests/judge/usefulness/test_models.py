from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.score import Band, Score
from synth.judge.usefulness import augmenting, importance, models, usefulness
from synth.judge.usefulness.cells import CELLS, TITLES
from synth.judge.usefulness.study import study
from synth.judge.words import TITLES as ALL_TITLES
from synth.prepare.table import Table
from tests.judge.usefulness.patients import patients, shuffled
from tests.prepare.tables import table


def scores(real: Table, synthetic: Table, holdout: Table, target: str) -> dict[str, Score]:
    found = models.measure(Comparison.of(real, synthetic, holdout=holdout, target=target))
    return {score.measure: score for score in found}


def reversed_relation(rows: int, seed: int) -> Table:
    """Half of the levels tell the outcome; here they tell the other one."""
    made = told(rows, seed).frame["sign"].to_numpy()
    return table(category={"sign": made, "outcome": np.where(made == "up", "no", "yes")})


def told(rows: int, seed: int) -> Table:
    """An outcome that a sign tells for certain."""
    sign = np.random.default_rng(seed).choice(["up", "down"], rows)
    return table(category={"sign": sign, "outcome": np.where(sign == "up", "yes", "no")})


def test_each_cell_has_a_name_of_its_own_and_a_title() -> None:
    names = [cell.measure for cell in CELLS]
    assert {"boosted_real_f1", "linear_both_rmse", "usefulness_real", "boosted_continued_roc_auc"} <= set(names)
    assert not any(name.startswith("linear_continued") for name in names)
    assert set(names) <= set(ALL_TITLES)
    assert TITLES["linear_synthetic_accuracy"] == "Accuracy, linear model, synthetic"


@pytest.mark.parametrize(
    ("target", "figures"),
    [("back", {"roc_auc", "accuracy", "precision", "recall", "f1"}), ("cost", {"r_squared", "rmse", "mae"})],
)
def test_the_table_is_full(target: str, figures: set[str]) -> None:
    found = scores(patients(200, 0), patients(150, 1), patients(80, 2), target)
    cells = {cell.measure for cell in CELLS if cell.figure in figures and not cell.measure.startswith("usefulness")}
    assert set(found) == cells
    assert "150 real rows" in found[f"linear_real_{sorted(figures)[0]}"].note
    assert "200 real and 150 synthetic rows" in found[f"linear_both_{sorted(figures)[0]}"].note


def test_what_is_certain_is_predicted_without_a_fault() -> None:
    found = scores(told(200, 0), told(200, 1), told(80, 2), "outcome")
    assert {score.value for score in found.values()} == {1.0}


def test_a_relation_turned_round_teaches_what_is_wrong() -> None:
    found = scores(told(200, 0), reversed_relation(200, 1), told(80, 2), "outcome")
    assert found["boosted_synthetic_accuracy"].value == found["linear_synthetic_accuracy"].value == 0.0
    assert "worse than" in found["linear_synthetic_f1"].note
    assert found["boosted_continued_accuracy"].value == 1.0


def test_a_sum_is_a_straight_line_and_the_error_is_in_its_unit() -> None:
    found = scores(patients(300, 0), patients(300, 1), patients(200, 2), "cost")
    rmse, r_squared = found["linear_real_rmse"], found["linear_real_r_squared"]
    assert rmse.value is not None
    assert 300 < rmse.value < 1_000
    assert rmse.better == "lower"
    assert r_squared.value is not None
    assert r_squared.value > 0.8
    assert rmse.floor is not None
    assert rmse.floor.value > 1_000


def test_errors_of_dates_are_in_days() -> None:
    def visits(seed: int) -> Table:
        days = np.random.default_rng(seed).integers(0, 1_000, 200)
        dates = np.datetime64("2020-01-01") + days.astype("timedelta64[D]")
        return table(number={"day": days}, category={"c": ["x", "y"] * 100}, datetime={"seen": dates})

    found = scores(visits(0), visits(1), visits(2), "seen")["linear_real_mae"]
    assert found.value is not None
    assert found.value < 5


def test_adding_copies_of_the_real_rows_gains_nothing_that_can_be_told() -> None:
    real = patients(200, 0)
    found = augmenting.measure(Comparison.of(real, real, holdout=patients(100, 2), target="back"))
    assert [score.measure for score in found] == ["gain_both", "gain_continued"]
    assert "no clear change" in found[0].note


def test_adding_rows_pays_where_they_know_more_than_the_real_ones() -> None:
    blind = shuffled(patients(200, 0), "back", "cost", "flag")
    gain = augmenting.measure(Comparison.of(blind, patients(600, 1), holdout=patients(200, 2), target="back"))[0]
    assert gain.low is not None
    assert gain.low > 0.1


def test_a_gain_pays_and_a_loss_costs_only_beyond_chance() -> None:
    assert "it pays, by 0.100" in augmenting.meaning(Band(value=0.1, low=0.05, high=0.2), 0.05)
    assert "would change it by up to 0.150 too" in augmenting.meaning(Band(value=0.1, low=0.05, high=0.2), 0.15)
    assert "no clear change" in augmenting.meaning(Band(value=0.1, low=-0.05, high=0.2), 0.05)
    assert "it costs 0.100" in augmenting.meaning(Band(value=-0.1, low=-0.2, high=-0.05), 0.05)


def test_few_synthetic_rows_stand_beside_all_real_ones() -> None:
    found = study(Comparison.of(patients(200, 0), patients(50, 1), holdout=patients(80, 2), target="back"))
    assert not isinstance(found, str)
    assert (found.boosted.rows, found.boosted.whole_rows) == (50, 200)
    assert not np.array_equal(found.boosted.whole, found.boosted.predicted["real"])


def test_importance_agrees_for_a_fresh_sample_and_not_for_other_relations() -> None:
    real, holdout = patients(400, 0), patients(200, 2)
    fresh, exhibit = importance.measure(Comparison.of(real, patients(400, 1), holdout=holdout, target="back"))
    assert isinstance(fresh, Score)
    assert fresh.value is not None
    assert fresh.value > 0
    assert not isinstance(exhibit, Score)
    assert exhibit.model_dump()["columns"][0] in ("age", "cost")
    wrong = shuffled(patients(400, 1), "back", "cost", "flag")
    other, _ = importance.measure(Comparison.of(real, wrong, holdout=holdout, target="back"))
    assert isinstance(other, Score)
    assert other.value is not None
    assert other.value < fresh.value


def test_ranks_agree_from_one_to_minus_one() -> None:
    first = np.array([[1.0, 2, 3], [1, 2, 3], [1, 2, 3]])
    second = np.array([[10.0, 20, 30], [3, 2, 1], [5, 5, 5]])
    np.testing.assert_allclose(importance.agreement(first, second), [1, -1, 0])


@pytest.mark.parametrize(
    ("value", "least", "said"),
    [(0.02, -0.1, "cannot be told"), (0.9, -0.1, "as models trained"), (0.8, 0.75, "as models"), (0.6, 0.75, "other")],
    ids=["chance makes as much", "more than chance makes", "apart from chance", "below parts of the real rows"],
)
def test_an_agreement_that_chance_may_make_is_none(value: float, least: float, said: str) -> None:
    reference, floor = Band(value=0.85, low=least, high=1), Band(value=0, low=-0.7, high=0.7)
    assert said in importance.meaning(value, reference, floor, "back")


def test_two_columns_cannot_be_ranked() -> None:
    (found,) = importance.measure(Comparison.of(told(60, 0), told(60, 1), holdout=told(40, 2), target="outcome"))
    assert isinstance(found, Score)
    assert "Fewer than three columns" in found.note


@pytest.mark.parametrize(("rows", "made"), [(60, 60), (240, 60), (240, 240)])
def test_bands_hold_fresh_rows_however_few_there_are(rows: int, made: int) -> None:
    inside = []
    for seed in range(4):
        real, fresh, holdout = (patients(size, 3 * seed + part) for part, size in enumerate((rows, made, 150)))
        comparison = Comparison.of(real, fresh, holdout=holdout, target="back")
        found = [*usefulness.measure(comparison), *models.measure(comparison), *augmenting.measure(comparison)]
        inside += [
            score.reference.low <= score.value <= score.reference.high
            for score in found
            if score.reference is not None and score.value is not None
        ]
    assert len(inside) == 4 * 28
    assert np.mean(inside) >= 0.85
