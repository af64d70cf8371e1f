"""A trial: gradient boosting learns to tell two samples of rows apart, and is tested on rows that it did not see.

The area under the ROC curve is the chance that, of a synthetic and a real row of one fold, the synthetic one is held
the likelier to be synthetic, ties counting half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded
from synth.judge.drawn import NORMAL
from synth.judge.joint.sides import FOLDS, Sample, cells, deal
from synth.judge.learner import Floats, Predict, fit
from synth.judge.rows import number_rows, shared
from synth.judge.score import Band

CROSSED = np.sqrt(2)
"""How much wider chance spreads the area of a cross-validated learner than that of a fixed one.

Whatever sets two folds apart by chance is learned from either and found or missed in the other, so that each such
chance counts twice: the variance is up to twice that of a single test.
"""


@dataclass(frozen=True, eq=False)
class Trial:
    """Rows of two samples, real (`made` false) and other, with the learner's opinion of each that it was not fitted on.

    - `cells` (rows, columns); `made`, `units`, `folds`, `suspicion` (rows,); units of the two samples do not mix.
    - `models`: one for each fold, fitted on the other folds.
    - `twins`: how many of the other rows equal a real row of the trial; `natural`: how many of the real ones equal a
      real row of another unit, as a fresh sample's would.
    """

    cells: Floats
    made: NDArray[np.bool_]
    units: NDArray[np.int64]
    folds: NDArray[np.intp]
    suspicion: Floats
    models: tuple[Predict, ...]
    twins: int
    natural: int

    @property
    def rows(self) -> int:
        """Rows of the other sample."""
        return int(self.made.sum())

    def area(self) -> Band:
        """The area under the ROC curve, with its 95 % interval over resampled other rows (whole units).

        The reach is that of DeLong et al. (1988) for the one sample, times what learning from the same rows adds.
        """
        above, tested = self._above()
        value = float(above[tested].mean())
        error = mean_error(above[tested] - value, self.units[tested])
        return _within(value, error)

    def chance(self) -> Band:
        """The band around .5 in which the area of two samples from one source lies with 95 %."""
        standing = np.zeros(len(self.made))
        for fold in range(FOLDS):
            rows = self.folds == fold
            standing[rows] = (rankdata(self.suspicion[rows]) - 0.5) / max(int(rows.sum()), 1) - 0.5
        other, real = (mean_error(standing[side], self.units[side]) for side in (self.made, ~self.made))
        return _within(0.5, float(np.hypot(other, real)))

    def _above(self) -> tuple[Floats, NDArray[np.bool_]]:
        """For each row of the other sample the share of its fold's real rows held less suspect; which were tested."""
        above, tested = np.zeros(len(self.made)), np.zeros(len(self.made), dtype=bool)
        for fold in range(FOLDS):
            other, real = ((self.folds == fold) & side for side in (self.made, ~self.made))
            if other.any() and real.any():
                above[other], tested[other] = share_below(self.suspicion[other], self.suspicion[real]), True
        return above, tested


def share_below(values: Floats, others: Floats) -> Floats:
    """For each value the share of the others below it, ties counting half."""
    ordered = np.sort(others)
    ends = [np.searchsorted(ordered, values, side=side) for side in ("left", "right")]
    return np.asarray((ends[0] + ends[1]) / 2 / len(others))


def tell_apart(columns: Sequence[Coded], real: Sample, other: Sample, rng: np.random.Generator, seed: int) -> Trial:
    """Hold a trial. Equal rows, and whole units as far as they can be, are in one fold: no row is met again.

    One fit after the other, on one core: scikit-learn sets the warnings of the whole process while it fits.
    """
    codes = np.concatenate([real.codes, other.codes], axis=1)
    made = np.arange(codes.shape[1]) >= len(real)
    units = np.concatenate([real.units, real.units.max() + 1 + other.units])
    numbers = number_rows(codes)
    folds, rows = deal(numbers, units, rng), cells(list(columns), codes)
    suspicion, models = np.zeros(len(made)), []
    with threadpool_limits(1, user_api="openmp"):
        for fold in range(FOLDS):
            test = folds == fold
            models.append(_learned(rows[~test], made[~test], columns, seed))
            if test.any():
                suspicion[test] = models[-1](rows[test])[:, 1]
    twins = int(np.isin(numbers[made], numbers[~made]).sum())
    natural = shared(numbers[~made], units[~made])
    return Trial(rows, made, units, folds, suspicion, tuple(models), twins, natural)


def _learned(rows: Floats, made: NDArray[np.bool_], columns: Sequence[Coded], seed: int) -> Predict:
    if not len(rows):  # all rows are equal, and lie in the one fold that is tested
        return lambda cells: np.full((len(cells), 2), 0.5)
    categorical = [not column.ordered for column in columns]
    return fit(rows, made.astype(np.float64), categorical=categorical, classes=True, seed=seed)


def mean_error(apart: Floats, units: NDArray[np.int64]) -> float:
    """The standard error of a mean whose terms, less it, are `apart`, where whole units are drawn."""
    return float(np.sqrt((np.bincount(units, apart) ** 2).sum()) / len(apart))


def _within(value: float, error: float) -> Band:
    reach = NORMAL * CROSSED * error
    return Band(value=value, low=max(value - reach, 0.0), high=min(value + reach, 1.0))
