"""Figures of how well a target is predicted, under several weightings of the rows at once: one for each resample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def roc_auc(target: Floats, chances: Floats, weights: Floats) -> Floats:
    """Area under the ROC curve, each class against the rest, the mean over classes (Provost and Domingos 2001).

    `target` holds class numbers (rows,), `chances` is (rows, classes), `weights` (weightings, rows); one area for each
    weighting: 0.5 is no better than chance, 1 perfect. A class that no row has, or every row, is left out; NaN if none
    is left.
    """
    areas = np.array([_area(target == number, chances[:, number], weights) for number in np.unique(target).astype(int)])
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


def r_squared(target: Floats, predicted: Floats, weights: Floats) -> Floats:
    """Share of the target's variance that is predicted, for each weighting: 1 perfect, 0 as good as the mean, below 0
    worse; NaN if the target does not vary. `target` is (rows,), `predicted` (rows, 1), `weights` (weightings, rows).
    """
    means = weights @ target / weights.sum(axis=1)
    total = (weights * (target - means[:, None]) ** 2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, 1 - weights @ (target - predicted[:, 0]) ** 2 / total, np.nan))
