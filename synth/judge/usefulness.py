"""Usefulness: a model is trained on synthetic rows, its twin on as many real rows; both are tested on the holdout.

The real model's figure less the synthetic one's is what is lost by using the synthetic table in place of the real one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.figures import r_squared, roc_auc
from synth.judge.learner import Floats, features, fit, is_class, labels
from synth.judge.score import Band, Score

ROWS = 50_000
TEST_ROWS = 20_000
RESAMPLES = 200
SPLITS = 4
LEAST = 20
SOURCE = "Train on synthetic, test on real (Esteban et al. 2017), by gradient boosting, beside train on real"


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows whose target is known: features (rows, columns), target (rows,), and by number whose row each is (rows,)."""

    cells: Floats
    target: Floats
    units: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.target)

    def take(self, rows: NDArray[np.intp]) -> Rows:
        """Some of the rows."""
        return Rows(self.cells[rows], self.target[rows], self.units[rows])


@dataclass(frozen=True, eq=False)
class Trial:
    """As many real as synthetic rows to train on, and real rows to test on that neither generator nor models saw."""

    real: Rows
    synthetic: Rows
    test: Rows
    categorical: tuple[bool, ...]
    classes: bool
    seed: int

    def predict(self, trainings: Sequence[Rows]) -> list[Floats]:
        """Train a model on each set of rows and have it predict the test rows.

        One after the other: scikit-learn sets the warnings of the whole process while it fits, so that fits side by
        side lose them; and two threads on one fit lose minutes on a busy machine.
        """

        def predicted(rows: Rows) -> Floats:
            model = fit(rows.cells, rows.target, categorical=self.categorical, classes=self.classes, seed=self.seed)
            return model(self.test.cells)

        with threadpool_limits(1, user_api="openmp"):
            return [predicted(rows) for rows in trainings]

    def figure(self, predicted: Floats, weights: Floats | None = None) -> Floats:
        """ROC AUC (classes) or R² (numbers) of what was predicted, for each weighting of the test rows."""
        weights = np.ones((1, len(self.test))) if weights is None else weights
        return (roc_auc if self.classes else r_squared)(self.test.target, predicted, weights)


def measure(comparison: Comparison) -> list[Score]:
    """The loss and the figures of both models, with 95 % intervals over resampled test rows (whole units)."""
    if comparison.target is None or comparison.holdout is None or len(comparison.columns) < 2:
        return [_unmeasured(comparison, _what_lacks(comparison))]
    rng = comparison.rng("usefulness")
    trial = prepare(comparison, rng)
    if min(len(trial.real), len(trial.test)) < LEAST:
        return [_unmeasured(comparison, f"Fewer than {LEAST} rows of one of the tables have a known target.")]
    predicted = trial.predict([trial.real, trial.synthetic, _unrelated(trial.real, rng)])
    if np.isnan(trial.figure(predicted[0])[0]):
        return [_unmeasured(comparison, "The target is the same in all holdout rows, so there is nothing to predict.")]
    return _scores(comparison, trial, _resampled(trial, predicted, rng), _chance(trial, rng))


def prepare(comparison: Comparison, rng: np.random.Generator) -> Trial:
    """Draw the rows of a trial: at most 50,000 of each kind to train on, and 20,000 to test on."""
    target = comparison.coded[comparison.target or ""]
    others = [column for column in comparison.coded.values() if column is not target]

    def rows(table: Callable[[Coded], Codes], units: NDArray[np.int64]) -> Rows:
        known = Rows(features(others, table), labels(target, table), units)
        return known.take(np.flatnonzero(~np.isnan(known.target)))

    real_units, test_units = np.split(comparison.units, [len(comparison.real)])
    real = rows(lambda column: column.real, real_units)
    synthetic = rows(lambda column: column.synthetic, comparison.synthetic.units())
    test = rows(lambda column: column.holdout, test_units)
    size = min(len(real), len(synthetic), ROWS)
    return Trial(
        real=_draw(real, size, rng),
        synthetic=_draw(synthetic, size, rng),
        test=_draw(test, TEST_ROWS, rng),
        categorical=tuple(not column.ordered for column in others),
        classes=is_class(target),
        seed=comparison.seed,
    )


def _draw(rows: Rows, most: int, rng: np.random.Generator) -> Rows:
    return rows.take(rng.choice(len(rows), most, replace=False)) if len(rows) > most else rows


def _unrelated(rows: Rows, rng: np.random.Generator) -> Rows:
    """The same rows with each column shuffled by itself: what is left when there is no relation at all."""
    return Rows(rng.permuted(rows.cells, axis=0), rows.target, rows.units)


def _resampled(trial: Trial, predicted: list[Floats], rng: np.random.Generator) -> Floats:
    """The figure of each model (columns): on the test rows in the first line, then on each resample of their units."""
    units = np.unique(trial.test.units, return_inverse=True)[1]
    number = int(units.max()) + 1
    weights = np.ones((1 + RESAMPLES, number))
    for resample in weights[1:]:
        resample[:] = np.bincount(rng.integers(0, number, number), minlength=number)
    return np.column_stack([trial.figure(model, weights[:, units]) for model in predicted])


def _chance(trial: Trial, rng: np.random.Generator) -> float:
    """Half the width of the band in which two models trained on fresh real rows differ, 95 % of the time.

    Taken from models trained on the two halves of the real rows; twice the rows halve the variance.
    """
    halves = [half for _ in range(SPLITS) for half in np.array_split(rng.permutation(len(trial.real)), 2)]
    figures = np.array([trial.figure(model)[0] for model in trial.predict([trial.real.take(half) for half in halves])])
    return float(student.ppf(0.975, SPLITS) * np.sqrt(np.mean((figures[::2] - figures[1::2]) ** 2) / 2))


def _scores(comparison: Comparison, trial: Trial, figures: Floats, chance: float) -> list[Score]:
    real, synthetic, unrelated = (_band(model) for model in figures.T)
    loss, worst = _band(figures[:, 0] - figures[:, 1]), _band(figures[:, 0] - figures[:, 2])
    least = 0.0 if trial.classes else None

    def score(measure: str, found: Band, note: str, **fields: Any) -> Score:
        return Score(
            group="usefulness",
            measure=measure,
            subject=(comparison.target or "",),
            **found.model_dump(),
            **({"range": (least, 1.0), "better": "higher", "ideal": 1.0, "floor": unrelated} | fields),
            rows=len(trial.test),
            note=note,
            source=SOURCE,
        )

    name = "ROC AUC" if trial.classes else "R²"
    bound = None if least is None else 1.0
    return [
        score(
            "usefulness",
            loss,
            _meaning(comparison.target or "", name, (real, synthetic, loss), len(trial.test))
            + _bounds(comparison, trial),
            range=(None if bound is None else -bound, bound),
            better="lower",
            ideal=0.0,
            reference=Band(value=0, low=-chance, high=chance),
            floor=worst,
        ),
        score("usefulness_real", real, f"{name} on the holdout of a model trained on {len(trial.real):,} real rows."),
        score(
            "usefulness_synthetic",
            synthetic,
            f"{name} on the holdout of a model trained on {len(trial.synthetic):,} synthetic rows.",
            reference=Band(value=real.value, low=real.value - chance, high=real.value + chance),
        ),
    ]


def _band(figures: Floats) -> Band:
    """The figure on all test rows, and the interval over the resamples."""
    low, high = np.nanpercentile(figures[1:], [2.5, 97.5])
    return Band(value=figures[0], low=low, high=high)


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


def _bounds(comparison: Comparison, trial: Trial) -> str:
    tested = len(comparison.holdout) if comparison.holdout else 0
    if len(trial.real) < ROWS and len(trial.test) < TEST_ROWS:
        return ""
    return (
        f" Taken on {len(trial.real):,} training rows of each kind and {len(trial.test):,} of {tested:,} holdout rows."
    )


def _what_lacks(comparison: Comparison) -> str:
    if comparison.target is None:
        return "No target is chosen: say on the Profile page which column a model would predict."
    if comparison.holdout is None:
        return "Without a holdout no model can be tested on rows never seen: hold rows out before generating."
    return "The target is the only modelled column, so there is nothing to predict it from."


def _unmeasured(comparison: Comparison, reason: str) -> Score:
    return Score(
        group="usefulness",
        measure="usefulness",
        subject=() if comparison.target is None else (comparison.target,),
        status="not measured",
        better="lower",
        note=reason,
        source=SOURCE,
    )
