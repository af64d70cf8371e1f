"""Usefulness: a model is trained on synthetic rows, its twin on as many real rows; both are tested on the holdout.

The real model's figure less the synthetic one's is what is lost by using the synthetic table in place of the real one.
"""

from __future__ import annotations

from typing import Any

from synth.judge.comparison import Comparison
from synth.judge.drawn import within
from synth.judge.learner import Floats
from synth.judge.score import Band, Score
from synth.judge.usefulness.study import Study, study
from synth.judge.usefulness.trial import ROWS, TEST_ROWS, band

SOURCE = "Train on synthetic, test on real (Esteban et al. 2017), by gradient boosting, beside train on real"


def measure(comparison: Comparison) -> list[Score]:
    """The loss and the figures of both models, with 95 % intervals over resampled test rows (whole units).

    The figure is the ROC AUC of classes, or R² of numbers; the loss lies between −1 and 1, or has no bounds.
    """
    found = study(comparison)
    if isinstance(found, str):
        return [not_measured(comparison, "usefulness", found)]
    fits = found.boosted
    figure = found.trial.figures[0]
    predicted = (fits.predicted["real"], fits.predicted["synthetic"], fits.unrelated)
    figures = [found.trial.taken(figure, each) for each in predicted]
    return _scores(found, figures, fits.chance(figure))


def _scores(found: Study, figures: list[Floats], chance: float) -> list[Score]:
    trial = found.trial
    real, synthetic, unrelated = (band(model) for model in figures)
    loss, worst = band(figures[0] - figures[1]), band(figures[0] - figures[2])
    figure, bound = trial.figures[0], 1.0 if trial.classes else None

    def score(measure: str, value: Band, note: str, **fields: Any) -> Score:
        return Score(
            group="usefulness",
            measure=measure,
            subject=(found.target,),
            **value.model_dump(),
            **({"range": figure.range, "better": "higher", "ideal": 1.0, "floor": unrelated} | fields),
            rows=len(trial.test),
            note=note,
            source=SOURCE,
        )

    said = _meaning(found.target, figure.title, (real, synthetic, loss), len(trial.test))
    if loss.high < -chance:
        said += " It does better than real rows teach it to, by more than chance: were the test rows held out from it?"
    return [
        score(
            "usefulness",
            loss,
            said + _bounds(found) + suggested(found),
            range=(None if bound is None else -bound, bound),
            better="lower",
            ideal=0.0,
            reference=within(0.0, chance, (None if bound is None else -bound, bound))[0],
            floor=worst,
        ),
        score(
            "usefulness_real",
            real,
            f"{figure.title} on the holdout of a model trained on {len(trial.real):,} real rows.",
        ),
        score(
            "usefulness_synthetic",
            synthetic,
            f"{figure.title} on the holdout of a model trained on {len(trial.synthetic):,} synthetic rows.",
            reference=within(real.value, chance, figure.range)[0],
        ),
    ]


def _meaning(target: str, name: str, figures: tuple[Band, Band, Band], rows: int) -> str:
    real, synthetic, loss = figures
    said = (
        f"A model for {target} trained on synthetic rows scores {synthetic.value:.3f} on rows never seen, one trained "
        f"on as many real rows {real.value:.3f} ({name})"
    )
    if loss.value <= 0:
        return f"{said}: nothing is lost."
    if loss.low <= 0:
        return f"{said}: no clear loss, but {rows:,} test rows cannot tell one of up to {loss.high:.3f} from none."
    return f"{said}: {loss.value:.3f} is lost. If that is too much for its use, try more rows or another generator."


def _bounds(found: Study) -> str:
    trial, holdout = found.trial, found.comparison.holdout
    if len(trial.real) < ROWS and len(trial.test) < TEST_ROWS:
        return ""
    return (
        f" Taken on {len(trial.real):,} training rows of each kind and {len(trial.test):,} of "
        f"{len(holdout) if holdout else 0:,} holdout rows."
    )


def suggested(found: Study) -> str:
    """A sentence to add where nobody chose the target."""
    if not found.why:
        return ""
    return f" The target was suggested ({found.why.rstrip('.')}); choose another on the Profile page."


def not_measured(comparison: Comparison, measure: str, reason: str) -> Score:
    """A score that was not taken, and why."""
    return Score(
        group="usefulness",
        measure=measure,
        subject=() if comparison.target is None else (comparison.target,),
        status="not measured",
        better="lower" if measure == "usefulness" else "higher",
        note=reason,
        source=SOURCE,
    )
