from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.score import Band, Score
from synth.judge.usefulness.trial import prepare
from synth.judge.usefulness.usefulness import _meaning, measure
from synth.prepare.table import Table
from tests.judge.usefulness.patients import patients, shuffled
from tests.prepare.tables import table


def scores(real: Table, synthetic: Table, holdout: Table | None, target: str | None) -> dict[str, Score]:
    found = measure(Comparison.of(real, synthetic, holdout=holdout, target=target))
    return {score.measure: score for score in found}


@pytest.mark.parametrize("target", ["back", "cost", "flag"])
def test_a_fresh_sample_loses_nothing_beyond_chance(target: str) -> None:
    found = scores(patients(600, 3), patients(600, 4), patients(500, 5), target)
    loss, real = found["usefulness"], found["usefulness_real"]
    assert loss.subject == (target,)
    assert loss.value is not None
    assert loss.reference is not None
    assert loss.floor is not None
    assert abs(loss.value) <= 2 * loss.reference.high  # twice: one sample in twenty is outside by chance
    assert real.value is not None
    assert real.value > 0.8
    assert loss.floor.value > 0.1


def test_a_copy_of_the_training_rows_loses_exactly_nothing() -> None:
    real = patients(300, 0)
    found = scores(real, real, patients(300, 1), "back")["usefulness"]
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)
    assert "nothing is lost" in found.note


def test_a_loss_that_few_test_rows_cannot_tell_from_none_says_so() -> None:
    real, synthetic = Band(value=0.85, low=0.75, high=0.95), Band(value=0.753, low=0.65, high=0.85)
    loss = Band(value=0.097, low=-0.02, high=0.21)
    said = _meaning("back", "ROC AUC", (real, synthetic, loss), 61)
    assert said.endswith("no clear loss, but 61 test rows cannot tell one of up to 0.210 from none.")


def test_rows_without_any_relation_lose_all_that_there_is() -> None:
    real = patients(600, 0)
    unrelated = shuffled(patients(600, 1), "age", "cost", "flag", "ward")
    found = scores(real, unrelated, patients(500, 2), "back")
    synthetic, loss = found["usefulness_synthetic"], found["usefulness"]
    assert synthetic.value == pytest.approx(0.5, abs=0.2)
    assert synthetic.reference is not None
    assert synthetic.reference.value == found["usefulness_real"].value
    assert loss.low is not None
    assert loss.low > 0.1
    assert "is lost" in loss.note


def test_a_single_class_teaches_nothing() -> None:
    made = patients(200, 1)
    made = replace(made, frame=made.frame.assign(back="yes"))
    assert scores(patients(200, 0), made, patients(200, 2), "back")["usefulness_synthetic"].value == 0.5


def test_synthetic_values_between_two_numbers_count_as_the_nearer() -> None:
    made = patients(400, 1)
    noise = np.random.default_rng(0).uniform(-0.4, 0.4, 400)
    blurred = replace(made, frame=made.frame.assign(flag=made.frame["flag"] + noise))
    real, holdout = patients(400, 0), patients(300, 2)
    assert scores(real, blurred, holdout, "flag") == scores(real, made, holdout, "flag")


def test_both_models_get_equally_many_rows_with_a_known_target() -> None:
    real, synthetic, holdout = patients(300, 0), patients(200, 1), patients(100, 2)
    gone = replace(
        synthetic, frame=synthetic.frame.assign(back=synthetic.frame["back"].where(synthetic.frame.index >= 50))
    )
    comparison = Comparison.of(real, gone, holdout=holdout, target="back")
    trial = prepare(comparison, "back")
    assert (len(trial.real), len(trial.synthetic), len(trial.test)) == (150, 150, 100)


@pytest.mark.parametrize(
    ("holdout", "target", "reason"),
    [
        (None, "back", "Without a holdout"),
        (patients(50, 2).take(np.arange(10)), "back", "Fewer than 20 rows"),
        (
            replace(patients(50, 2), frame=patients(50, 2).frame.assign(back="yes")),
            "back",
            "the same in all holdout rows",
        ),
    ],
)
def test_what_cannot_be_measured_says_why(holdout: Table | None, target: Any, reason: str) -> None:
    found = scores(patients(50, 0), patients(50, 1), holdout, target)
    assert list(found) == ["usefulness"]
    assert found["usefulness"].status == "not measured"
    assert reason in found["usefulness"].note


def test_a_target_is_suggested_where_none_is_chosen_and_the_note_says_so() -> None:
    found = scores(patients(300, 0), patients(300, 1), patients(100, 2), None)["usefulness"]
    assert found.subject == ("back",)
    assert "The target was suggested ('back' is the last column" in found.note
    assert "suggested" not in scores(patients(300, 0), patients(300, 1), patients(100, 2), "back")["usefulness"].note


def test_where_no_target_can_be_suggested_none_is_made_up() -> None:
    numbers = table(number={"x": range(100), "z": range(100)})
    found = scores(numbers, numbers, numbers.take(np.arange(30)), None)
    assert "No target is chosen" in found["usefulness"].note


def test_infinite_and_huge_targets_are_left_out() -> None:
    real, synthetic, holdout = patients(200, 0), patients(200, 1), patients(100, 2)
    costs = synthetic.frame["cost"].to_numpy().copy()
    costs[:4] = [np.inf, -np.inf, 1e308, -1e308]
    wild = replace(synthetic, frame=synthetic.frame.assign(cost=costs))
    assert len(prepare(Comparison.of(real, wild, holdout=holdout), "cost").synthetic) == 196
    assert scores(real, wild, holdout, "cost")["usefulness"].status == "ok"


def test_the_target_alone_predicts_nothing() -> None:
    alone = table(category={"a": ["x", "y"] * 20})
    assert "the only modelled column" in scores(alone, alone, alone.take(np.arange(20)), "a")["usefulness"].note


def test_columns_of_many_levels_and_empty_columns_will_do() -> None:
    rng = np.random.default_rng(0)

    def wide(rows: int) -> Table:
        return table(
            number={"empty": [None] * rows, "x": rng.normal(size=rows)},
            category={
                "tail": [f"N{number}" for number in rng.integers(0, 600, rows)],
                "many": rng.choice(list("abcdefghijklmnop"), rows),
            },
        )

    found = scores(wide(1_000), wide(1_000), wide(300), "many")
    assert found["usefulness_real"].value == pytest.approx(0.5, abs=0.1)
