"""The table of models: each learner, trained on each kind of rows, by each figure, tested on the holdout."""

from __future__ import annotations

from synth.judge.comparison import Comparison
from synth.judge.drawn import clipped, within
from synth.judge.score import Band, Score
from synth.judge.usefulness.cells import HEADLINES, LEARNERS, Arm, Cell, Figure, Learner
from synth.judge.usefulness.study import Fits, Study, study
from synth.judge.usefulness.trial import band
from synth.judge.usefulness.usefulness import not_measured

SOURCE = {
    "boosted": "Train on synthetic, test on real (Esteban et al. 2017), by gradient boosting, beside train on real",
    "linear": "Train on synthetic, test on real (Esteban et al. 2017), by logistic or ridge regression, beside real",
}


def measure(comparison: Comparison) -> list[Score]:
    """One score for each cell that is not a headline, with 95 % intervals over resampled test rows (whole units).

    The reference is the same learner trained on real rows, with the band in which two such models differ; where the
    synthetic rows stand beside the real ones, what as many more real rows would bring it to. The floor is a model
    trained on rows whose columns were shuffled, each by itself.
    """
    found = study(comparison)
    if isinstance(found, str):
        return [not_measured(comparison, "models", found)]
    return [score for learner in LEARNERS for figure in found.trial.figures for score in _row(found, learner, figure)]


def _row(found: Study, learner: Learner, figure: Figure) -> list[Score]:
    """One figure of one learner, trained on each kind of rows."""
    fits = found.fits(learner)
    real = found.trial.on_all(figure, fits.predicted["real"])
    chance = fits.chance(figure)
    usual, more = within(real, chance, figure.range)[0], _with_more(found, fits, figure)
    floor = band(found.trial.taken(figure, fits.unrelated))
    scores = []
    for cell in (Cell(learner, arm, figure.name) for arm in fits.predicted):
        if learner == "boosted" and figure.name in HEADLINES and cell.arm in ("real", "synthetic"):
            continue
        value = band(found.trial.taken(figure, fits.predicted[cell.arm]))
        reference = usual if cell.arm == "synthetic" else more
        scores.append(
            Score(
                group="usefulness",
                measure=cell.measure,
                subject=(found.target,),
                **value.model_dump(),
                range=figure.range,
                better=figure.better,
                ideal=figure.ideal,
                reference=None if cell.arm == "real" else reference,
                floor=floor,
                rows=len(found.trial.test),
                note=_said(cell, figure, fits) + _meaning(cell, figure, value.value, reference),
                source=SOURCE[learner],
            )
        )
    return scores


def _said(cell: Cell, figure: Figure, fits: Fits) -> str:
    return f"{figure.title} on the holdout of {_model(cell.learner)} trained on {_rows(cell.arm, fits)}"


def _with_more(found: Study, fits: Fits, figure: Figure) -> Band:
    """The figure of all real rows with as many more as the synthetic ones."""
    whole, gained = found.trial.on_all(figure, fits.whole), fits.gained(figure)
    more = Band(value=whole + gained.value, low=whole + gained.low, high=whole + gained.high)
    return clipped(more, figure.range)


def _meaning(cell: Cell, figure: Figure, value: float, reference: Band) -> str:
    if cell.arm == "real":
        return ": what the other models are held against."
    if value >= reference.low if figure.better == "higher" else value <= reference.high:
        return ": no worse than another sample of real rows would teach it."
    return ": worse than another sample of real rows would teach it. Try more rows or another generator."


def _model(learner: Learner) -> str:
    return "boosted trees" if learner == "boosted" else "a linear model"


def _rows(arm: Arm, fits: Fits) -> str:
    rows, whole = f"{fits.rows:,}", f"{fits.whole_rows:,}"
    match arm:
        case "both":
            return f"{whole} real and {rows} synthetic rows"
        case "continued":
            return f"{rows} synthetic rows, then on {whole} real ones"
        case _:
            return f"{rows} {arm} rows"
