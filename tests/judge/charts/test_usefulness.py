from __future__ import annotations

import pytest

from synth.judge.charts.questions import alt_answers, answers
from synth.judge.charts.usefulness import (
    alt_arms,
    alt_importance,
    alt_learning_curve,
    arms,
    importance,
    learning_curve,
)
from synth.judge.exhibits import Answer, Importance, LearningCurve, Question, Step
from synth.judge.score import Band, Score
from synth.prepare.palette import REAL, SYNTHETIC

NASTY = '<img src=x onerror="alert(1)"> & <b>bold</b>'


def at(value: float, reach: float = 0.05) -> Band:
    return Band(value=value, low=value - reach, high=value + reach)


def model(measure: str, value: float, reference: Band | None = None) -> Score:
    return Score(
        group="usefulness",
        measure=measure,
        subject=("y",),
        **at(value).model_dump(),
        reference=reference,
        floor=at(0.5),
    )


MODELS = [
    model("usefulness_real", 0.8),
    model("usefulness_synthetic", 0.75, at(0.8)),
    model("boosted_both_roc_auc", 0.81, at(0.8)),
    model("linear_real_roc_auc", 0.9),
    model("boosted_real_accuracy", 0.99),
]


def test_models_are_dots_on_the_line_of_what_they_were_trained_on() -> None:
    figure = arms(MODELS)
    boosted, linear = figure.data
    assert list(boosted.x) == [0.8, 0.75, 0.81]
    assert list(boosted.marker.color) == [REAL, SYNTHETIC, "grey"]
    assert list(boosted.error_x.array) == pytest.approx([0.05] * 3)
    assert list(linear.x) == [0.9]
    assert list(figure.layout.yaxis.ticktext) == ["real", "synthetic", "real + synthetic"]
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == pytest.approx((0.75, 0.85))
    assert figure.layout.title.text.replace("<br>", " ").startswith("ROC AUC 0.800 trained on real rows, 0.750")
    assert "Boosted trees, synthetic: 0.750 (0.700 to 0.800)" in alt_arms(MODELS)


def test_without_models_there_is_an_empty_figure() -> None:
    assert "No model was tested" in arms([]).layout.title.text
    assert "No model was tested" in alt_arms([])


def curve(*gains: float, target: str = "y") -> LearningCurve:
    return LearningCurve(
        target=target,
        figure="ROC AUC",
        learner="Linear model",
        real_rows=200,
        test_rows=60,
        alone=at(0.8),
        steps=tuple(
            Step(added=100 * (1 + place), figure=at(0.8 + gain), gain=at(gain, 0.02))
            for place, gain in enumerate(gains)
        ),
    )


@pytest.mark.parametrize(
    ("gains", "said"),
    [((0.01, 0.03), "200 synthetic rows raise"), ((0.01, 0.0), "No number"), ((-0.03, -0.04), "however many")],
)
def test_a_curve_starts_at_the_real_rows_alone_and_says_whether_it_pays(gains: tuple[float, float], said: str) -> None:
    shown = curve(*gains)
    band, line = learning_curve(shown).data
    assert list(line.x) == [0, 100, 200]
    assert list(line.y) == [0, *gains]
    assert list(band.y)[1] == pytest.approx(gains[0] + 0.02)
    assert said in alt_learning_curve(shown)
    assert said.split(maxsplit=1)[0] in learning_curve(shown).layout.title.text


def test_importance_is_a_pair_of_bars_for_each_column() -> None:
    shown = Importance(target="y", figure="R²", columns=("a", "b"), real=(0.3, 0.1), synthetic=(0.1, 0.2))
    real, synthetic = importance(shown).data
    assert (list(real.x), list(synthetic.x)) == ([0.3, 0.1], [0.1, 0.2])
    assert (real.marker.color, synthetic.marker.color) == (REAL, SYNTHETIC)
    assert "a tells most about y by real rows, b by synthetic ones" in alt_importance(shown)


def question(*shown: Answer, figure: str = "rate", by: tuple[str, ...] = ("shop",)) -> Question:
    return Question(text="rate of open = true by shop", figure=figure, column="open", by=by, answers=shown)


def test_answers_are_pairs_of_dots_and_what_is_untold_is_left_out() -> None:
    shown = question(
        Answer(group=("North",), real=0.5, synthetic=0.52, tolerance=0.1, agrees=True),
        Answer(group=("South",), real=0.5, synthetic=0.9, tolerance=0.1, agrees=False),
        Answer(group=("all other",), real=None, synthetic=0.2, tolerance=None, agrees=None),
    )
    real, synthetic = answers(shown).data
    assert list(real.x) == [0.5, 0.5, None]
    assert list(synthetic.x) == [0.52, 0.9, 0.2]
    assert list(real.error_x.array) == [0.1, 0.1, 0]
    said = alt_answers(shown)
    assert "1 of 2 groups agree; South does not" in said
    assert "all other: not told real, 20.0% synthetic" in said


def test_a_whole_table_has_one_line() -> None:
    shown = question(Answer(group=(), real=3.0, synthetic=3.1, tolerance=0.5, agrees=True), figure="mean", by=())
    assert list(answers(shown).layout.yaxis.ticktext) == ["all rows"]
    assert "agrees with the real one" in alt_answers(shown)
    assert "Too few rows" in alt_answers(question())


def test_names_and_levels_stand_as_they_are_spelled() -> None:
    nasty = Answer(group=(NASTY,), real=0.5, synthetic=0.9, tolerance=0.1, agrees=False)
    weights = {"real": (0.1,), "synthetic": (0.1,)}
    for figure in (
        answers(question(nasty, by=(NASTY,))),
        learning_curve(curve(0.1, target=NASTY)),
        importance(Importance(target=NASTY, figure="R²", columns=(NASTY,), **weights)),
    ):
        assert "<img" not in figure.to_json()
        assert "\\u003cimg" not in figure.to_json()
