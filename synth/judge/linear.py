"""The plain learner beside boosted trees: logistic or ridge regression on scaled numbers and levels in columns.

What even a straight line predicts as well from synthetic as from real rows holds for simple analyses too.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge

from synth.judge.learner import MOST_CLASSES, Floats, Predict

MOST_LEVELS = 20
MOST_COLUMNS = 300
TAIL = 0.001
STEPS = 20


@dataclass(frozen=True, eq=False)
class Encoder:
    """Turns features (rows, columns) into a matrix that a linear model takes, without gaps and far-off numbers.

    Numbers are cut at their 0.1 % and 99.9 % quantiles, brought to mean 0 and standard deviation 1, gaps filled with
    the mean and marked in a column of their own. The commonest levels have a column each, the others one, and so has
    what is missing. `kept` are the columns that vary in the rows that the encoder was made from.
    """

    categorical: NDArray[np.bool_]
    levels: int
    low: Floats
    high: Floats
    mean: Floats
    spread: Floats
    kept: NDArray[np.bool_]

    @classmethod
    def of(cls, cells: Floats, categorical: Sequence[bool]) -> Encoder:
        """Learn limits, scales and which columns vary; levels have at most some 300 columns in all."""
        sorts = np.array(categorical, dtype=bool)
        low, high, mean, spread = np.array([_scale(column) for column in cells[:, ~sorts].T]).reshape(-1, 4).T
        levels = int(np.clip(MOST_COLUMNS // max(int(sorts.sum()), 1), 2, MOST_LEVELS))
        width = 2 * int((~sorts).sum()) + (levels + 2) * int(sorts.sum())
        encoder = cls(sorts, levels, low, high, mean, spread, np.ones(width, dtype=bool))
        varies = np.ptp(encoder(cells), axis=0) > 0
        return cls(sorts, levels, low, high, mean, spread, varies)

    def __call__(self, cells: Floats) -> Floats:
        """The matrix of some rows: (rows, kept columns)."""
        numbers = cells[:, ~self.categorical]
        gaps = np.isnan(numbers)
        scaled = (_within(numbers, self.low, self.high) - self.mean) / self.spread
        codes = np.where(
            np.isnan(cells[:, self.categorical]),
            self.levels + 1,
            np.minimum(cells[:, self.categorical], self.levels),
        )
        places = codes[:, :, None] == np.arange(self.levels + 2)
        return np.column_stack([np.where(gaps, 0.0, scaled), gaps, places.reshape(len(cells), -1)])[:, self.kept]


def _scale(column: Floats) -> tuple[float, float, float, float]:
    """Where a column's numbers are cut (as they are), and their mean and spread (as parts of the farther cut)."""
    known = column[np.isfinite(column)]
    if not len(known):
        return 0.0, 0.0, 0.0, 1.0
    low, high = np.quantile(known, [TAIL, 1 - TAIL], method="nearest")
    cut = _within(known[:, None], np.array([low]), np.array([high]))
    return float(low), float(high), float(cut.mean()), float(cut.std() or 1.0)


def _within(numbers: Floats, low: Floats, high: Floats) -> Floats:
    """Numbers cut at both ends, as parts of the farther end, so that no sum of theirs overflows."""
    farther = np.maximum(np.abs(low), np.abs(high))
    return np.asarray(np.clip(numbers, low, high) / np.where(farther > 0, farther, 1.0))


def fit_linear(cells: Floats, target: Floats, *, categorical: Sequence[bool], classes: bool) -> Predict:
    """Fit logistic regression to classes, ridge regression to numbers; the same call as `learner.fit`, without chance.

    Of a single class nothing is learned: that model always gives the same.
    """
    encode = Encoder.of(cells, categorical)
    if not classes:
        ridge = Ridge().fit(encode(cells), target)
        return lambda cells: np.asarray(ridge.predict(encode(cells)))[:, None]
    counts = np.bincount(target.astype(int), minlength=MOST_CLASSES)
    if np.count_nonzero(counts) < 2:
        return lambda cells: np.tile(counts / counts.sum(), (len(cells), 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # after 20 steps it is near enough
        logistic = LogisticRegression(max_iter=STEPS).fit(encode(cells), target)

    def chances(cells: Floats) -> Floats:
        found = np.zeros((len(cells), MOST_CLASSES))
        found[:, logistic.classes_.astype(int)] = logistic.predict_proba(encode(cells))
        return found

    return chances
