from __future__ import annotations

import pytest

from synth.errors import Cancelled, ReportError
from synth.judge.comparison import Comparison
from synth.judge.exhibits import LearningCurve, Step
from synth.judge.score import Band, Score
from synth.judge.usefulness.curve import finding, learning_curve
from synth.prepare.table import Table
from tests.judge.test_compare import check
from tests.judge.usefulness.patients import patients, shuffled


def curve(real: Table, synthetic: Table, holdout: Table, **options: object) -> tuple[Score, LearningCurve]:
    score, found = learning_curve(
        Comparison.of(real, synthetic, holdout=holdout, target="back"),
        **{"repeats": 3} | options,  # type: ignore[arg-type]
    )
    assert isinstance(score, Score)
    assert isinstance(found, LearningCurve)
    check(score)
    return score, found


def test_good_rows_beside_few_poor_ones_pay() -> None:
    poor = shuffled(patients(60, 0), "back")
    score, found = curve(poor, patients(300, 1), patients(150, 2), learner="linear")
    assert [step.added for step in found.steps] == [15, 30, 60, 120, 240]
    assert (found.real_rows, found.test_rows, found.learner) == (60, 150, "Linear model")
    assert score.low is not None
    assert score.low > 0
    assert "Adding synthetic rows pays: 240 beside 60 real ones" in score.note
    gains = [step.gain.value for step in found.steps]
    assert gains[-1] > gains[0]


def test_rows_without_relation_never_pay() -> None:
    score, found = curve(patients(80, 0), shuffled(patients(320, 1), "back"), patients(150, 2))
    assert "does not clearly pay" in score.note or "costs" in score.note
    assert found.steps[-1].gain.value < 0.02


def test_no_more_rows_are_added_than_there_are() -> None:
    found = curve(patients(80, 0), patients(100, 1), patients(60, 2), learner="linear")[1]
    assert [step.added for step in found.steps] == [20, 40, 80, 100]


def test_progress_hears_of_each_model_and_can_stop() -> None:
    heard: list[tuple[int, int]] = []
    options = {"parts": (1.0,), "learner": "linear", "repeats": 2}
    curve(patients(60, 0), patients(60, 1), patients(40, 2), **options, progress=lambda *step: heard.append(step))
    assert heard == [(done, 6) for done in range(1, 7)]

    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        curve(patients(60, 0), patients(60, 1), patients(40, 2), **options, progress=stop)


def test_without_a_holdout_there_is_no_curve() -> None:
    with pytest.raises(ReportError, match="Without a holdout"):
        learning_curve(Comparison.of(patients(40, 0), patients(40, 1), target="back"))


def test_the_same_seed_gives_the_same_curve() -> None:
    tables = patients(60, 0), patients(60, 1), patients(40, 2)
    assert curve(*tables) == curve(*tables)


def at(value: float, reach: float) -> Band:
    return Band(value=value, low=value - reach, high=value + reach)


@pytest.mark.parametrize(
    ("gains", "said"),
    [((0.02, 0.05), "pays: 20 beside"), ((-0.05, 0.0), "does not clearly pay"), ((-0.05, -0.04), "costs")],
)
def test_the_finding_is_that_of_the_best_step(gains: tuple[float, float], said: str) -> None:
    steps = tuple(
        Step(added=10 * (1 + place), figure=at(0.8, 0.1), gain=at(gain, 0.03)) for place, gain in enumerate(gains)
    )
    found = LearningCurve(
        target="back",
        figure="ROC AUC",
        learner="Linear model",
        real_rows=40,
        test_rows=20,
        alone=at(0.8, 0.1),
        steps=steps,
    )
    assert said in finding(found)
