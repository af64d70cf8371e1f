"""The examiner's learner: scikit-learn's gradient boosting on raw types, missing cells included."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from synth.judge.coding import Coded, Codes

MOST_LEVELS = 255  # as many as the learner can tell apart in a column; the rarest beyond share the last
MOST_CLASSES = 10
_LEAST_TO_STOP_EARLY = 1_000
_LEAF = 20

Floats = NDArray[np.float64]
Predict = Callable[[Floats], Floats]


def features(columns: Sequence[Coded], table: Callable[[Coded], Codes]) -> Floats:
    """The columns of one of the tables as a matrix (rows, columns): numbers, or codes of levels; NaN is missing."""
    cells = [column.values if column.ordered else _levels(column, MOST_LEVELS) for column in columns]
    return np.column_stack(
        [np.append(cell, np.nan).astype(np.float64)[table(column)] for cell, column in zip(cells, columns, strict=True)]
    )


def labels(target: Coded, table: Callable[[Coded], Codes]) -> Floats:
    """The target of each row of one of the tables: its number, or that of its class; NaN is missing.

    The rarest of more than ten classes share one; of two numbers, each value belongs to the one it is nearer to.
    """
    known = target.values if target.ordered else _levels(target, MOST_CLASSES)
    if is_class(target) and target.ordered:
        known = known > known[_known(target)].mean()
    return np.append(known, np.nan).astype(np.float64)[table(target)]


def is_class(target: Coded) -> bool:
    """Whether a target is one of some classes (a category, a boolean, a number of two values) or else a number."""
    return not target.ordered or len(_known(target)) <= 2


def _known(target: Coded) -> Codes:
    return np.unique(target.real[target.real < len(target.values)])


def _levels(column: Coded, most: int) -> NDArray[np.intp]:
    return np.minimum(np.arange(len(column.values)), most - 1)


def fit(cells: Floats, target: Floats, *, categorical: Sequence[bool], classes: bool, seed: int) -> Predict:
    """Fit boosted trees, at most 100, fewer where a tenth of the rows held back no longer gains; 50 smaller steps where
    there are too few rows to hold any back.

    The fitted model turns features (rows, columns) into numbers (rows, 1), or into the chances of each class
    (rows, classes). Of a single class, or none twice, nothing is learned: that model always gives the same. Columns
    with fewer values than a leaf needs rows are left out of account.
    """
    known = (~np.isnan(cells)).sum(axis=0) >= _LEAF

    def filled(cells: Floats) -> Floats:
        return np.where(known, cells, 0.0)  # the learner refuses columns without any value

    many = len(target) >= _LEAST_TO_STOP_EARLY
    options = {
        "categorical_features": list(categorical),
        "early_stopping": many,
        "learning_rate": 0.2 if many else 0.1,
        "max_iter": 100 if many else 50,
        "max_leaf_nodes": 15,
        "min_samples_leaf": _LEAF,
        "random_state": seed,
    }
    if not classes:
        regressor = HistGradientBoostingRegressor(**options).fit(filled(cells), target)
        return lambda cells: regressor.predict(filled(cells))[:, None]
    counts = np.bincount(target.astype(int), minlength=MOST_CLASSES)
    enough = counts[target.astype(int)] >= 2  # the rows held back must have each class too
    if len(np.unique(target[enough])) < 2:
        return lambda cells: np.tile(counts / counts.sum(), (len(cells), 1))
    classifier = HistGradientBoostingClassifier(**options).fit(filled(cells[enough]), target[enough])

    def chances(cells: Floats) -> Floats:
        found = np.zeros((len(cells), MOST_CLASSES))
        found[:, classifier.classes_.astype(int)] = classifier.predict_proba(filled(cells))
        return found

    return chances
