"""The headline figures of a table alone, in seconds: for whoever scores many tables, and reads no report of them.

Each is what the measure of that name says, from the same rows by the same random numbers, but without what takes time
and a steward needs: floors, the second trial of detection, the models that tell how much usefulness differs by chance.
Nor is anything refused: where a table is too small for a measure to tell, its report says so, and this does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from threadpoolctl import threadpool_limits

from synth.errors import ReportError
from synth.judge.comparison import Comparison
from synth.judge.joint import detection
from synth.judge.pairs import pair
from synth.judge.privacy import copies, dcr_share
from synth.judge.rates import Rate, rates
from synth.judge.score import Band, Score
from synth.judge.shapes import shape
from synth.judge.usefulness.study import learned, study


class Likeness(NamedTuple):
    """A score that is best at 1, what a fresh real sample has, and the error ratio: 1 as good as that, 2 twice as far.

    `ratio` is None where the reference is too near 1 to tell.
    """

    value: float
    reference: float
    ratio: float | None


@dataclass(frozen=True)
class Headlines:
    """What a table is known by.

    - `shape`, `pair`: the means over columns and pairs; the pairs without allowing for chance. None: not measured.
    - `detection`: the AUC against training rows, .5 best. `dcr_share`: .5 best, 1 for a copy, with the band of fresh
      rows as `dcr_reference`. `copies`, `twins`: the shares of synthetic and of holdout rows equal to a training row.
    - `trained_on_real`, `trained_on_synthetic`: ROC AUC (R² of numbers) on the holdout; None without a target.
    - `rates`: how often cells are missing or zero.
    """

    shape: Likeness | None
    pair: Likeness | None
    detection: float
    dcr_share: Band
    dcr_reference: Band
    copies: Band
    twins: Band
    trained_on_real: float | None
    trained_on_synthetic: float | None
    rates: tuple[Rate, ...]

    @property
    def lost(self) -> float | None:
        """What is lost by training on synthetic rows in place of real ones."""
        if self.trained_on_real is None or self.trained_on_synthetic is None:
            return None
        return self.trained_on_real - self.trained_on_synthetic


def headlines(comparison: Comparison) -> Headlines:
    """The figures of one comparison with a holdout. Raises `ReportError` for tables that cannot be compared."""
    with threadpool_limits(1, user_api="blas"):
        shared, copied = dcr_share.measure(comparison)[0], copies.measure(comparison)[0]
        real, synthetic = _trained(comparison)
        return Headlines(
            shape=_likeness(shape.measure(comparison), "shape"),
            pair=_likeness(pair.measure(comparison), "pair_raw"),
            detection=detection.trial(comparison).area().value,
            dcr_share=_band(shared),
            dcr_reference=_reference(shared),
            copies=_band(copied),
            twins=_reference(copied),
            trained_on_real=real,
            trained_on_synthetic=synthetic,
            rates=tuple(rates(comparison)),
        )


def _trained(comparison: Comparison) -> tuple[float | None, float | None]:
    """What models of real and of synthetic rows score on the holdout; None where there is nothing to predict."""
    found = study(comparison)
    if isinstance(found, str):
        return None, None
    trial = found.trial
    with threadpool_limits(1):
        models = [learned("boosted", rows, trial, comparison.seed) for rows in (trial.real, trial.synthetic)]
        real, synthetic = (trial.on_all(trial.figures[0], model(trial.test.cells)) for model in models)
    return real, synthetic


def _likeness(scores: list[Score], measure: str) -> Likeness | None:
    """The whole table's score of that measure."""
    found = next(score for score in scores if score.measure == measure and not score.subject)
    if found.value is None or found.reference is None:
        return None
    return Likeness(found.value, found.reference.value, found.error_ratio)


def _band(score: Score) -> Band:
    if score.value is None or score.low is None or score.high is None:
        raise ReportError(score.note)
    return Band(value=score.value, low=score.low, high=score.high)


def _reference(score: Score) -> Band:
    if score.reference is None:
        raise ReportError(score.note)
    return score.reference
