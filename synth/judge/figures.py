"""Figures of how well a target is predicted, under several weightings of the rows at once: one for each resample.

All take the `target` (rows,), what was `predicted` and `weights` (weightings, rows), and give one figure for each
weighting. Of classes, the target holds numbers and the prediction chances (rows, classes); the class of the greatest
chance is the one that is chosen. Of numbers, the prediction is (rows, 1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def roc_auc(target: Floats, chances: Floats, weights: Floats) -> Floats:
    """Area under the ROC curve, each class against the rest, the mean over classes (Provost and Domingos 2001).

    0.5 is no better than chance, 1 perfect. A class that no row has, or every row, is left out; NaN if none is left.
    """
    numbers = np.unique(target).astype(int)
    one_will_do = len(numbers) == 2 and not chances[:, np.setdiff1d(np.arange(chances.shape[1]), numbers)].any()
    areas = np.array(
        [_area(target == number, chances[:, number], weights) for number in numbers[: 1 if one_will_do else None]]
    )
    known = np.isfinite(areas)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, areas, 0).sum(axis=0) / known.sum(axis=0))


def _area(is_class: NDArray[np.bool_], chance: Floats, weights: Floats) -> Floats:
    """The chance that a row of the class is given a higher value than one of the rest, ties counting half."""
    order = np.argsort(chance, kind="stable")
    starts = np.flatnonzero(np.diff(chance[order], prepend=-np.inf))
    ordered, mine = weights[:, order], is_class[order]
    of_class = np.add.reduceat(ordered * mine, starts, axis=1)
    of_rest = np.add.reduceat(ordered * ~mine, starts, axis=1)
    above = (of_class * (np.cumsum(of_rest, axis=1) - of_rest / 2)).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(above / (of_class.sum(axis=1) * of_rest.sum(axis=1)))


def accuracy(target: Floats, chances: Floats, weights: Floats) -> Floats:
    """Share of the rows whose class is the one that was chosen."""
    return np.asarray(weights @ (target == chances.argmax(axis=1)) / weights.sum(axis=1))


def precision(target: Floats, chances: Floats, weights: Floats) -> Floats:
    """Of the rows that a class was chosen for, the share that have it; the mean over the classes that rows have.

    A class that is never chosen counts 0.
    """
    hits, chosen, held = _counts(target, chances, weights)
    return _mean(hits / np.maximum(chosen, 1), held)


def recall(target: Floats, chances: Floats, weights: Floats) -> Floats:
    """Of the rows that have a class, the share that it was chosen for; the mean over the classes that rows have."""
    hits, _, held = _counts(target, chances, weights)
    return _mean(hits / np.maximum(held, 1), held)


def f1(target: Floats, chances: Floats, weights: Floats) -> Floats:
    """The harmonic mean of each class's precision and recall; the mean over the classes that rows have."""
    hits, chosen, held = _counts(target, chances, weights)
    return _mean(2 * hits / np.maximum(chosen + held, 1), held)


def _counts(target: Floats, chances: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """For each weighting and class: rows rightly given it, rows given it, rows that have it."""
    numbers = np.unique(target)
    has, given = target[:, None] == numbers, chances.argmax(axis=1)[:, None] == numbers
    hits, chosen, held = (weights @ rows.astype(float) for rows in (has & given, given, has))
    return hits, chosen, held


def _mean(shares: Floats, held: Floats) -> Floats:
    return np.asarray((shares * (held > 0)).sum(axis=1) / (held > 0).sum(axis=1))


def r_squared(target: Floats, predicted: Floats, weights: Floats) -> Floats:
    """Share of the target's variance that is predicted, for each weighting: 1 perfect, 0 as good as the mean, below 0
    worse; NaN if the target does not vary.
    """
    means = weights @ target / weights.sum(axis=1)
    total = (weights * (target - means[:, None]) ** 2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, 1 - weights @ (target - predicted[:, 0]) ** 2 / total, np.nan))


def rmse(target: Floats, predicted: Floats, weights: Floats) -> Floats:
    """Root of the mean squared error, in the target's unit: 0 perfect."""
    return np.asarray(np.sqrt(weights @ (target - predicted[:, 0]) ** 2 / weights.sum(axis=1)))


def mae(target: Floats, predicted: Floats, weights: Floats) -> Floats:
    """Mean absolute error, in the target's unit: 0 perfect; a few far-off rows weigh less than in the RMSE."""
    return np.asarray(weights @ np.abs(target - predicted[:, 0]) / weights.sum(axis=1))
