"""A figure of some rows with its standard error, rows of one unit being of one piece."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.judge.drawn import NORMAL
from synth.judge.summaries import quantiles

Floats = NDArray[np.float64]
Units = NDArray[np.int64]


class Estimate(NamedTuple):
    """A figure, its standard error over resampled units (NaN of a single one), and how many units it rests on."""

    value: float
    error: float
    units: int

    def times(self, factor: float) -> Estimate:
        """The same, scaled."""
        return Estimate(self.value * factor, self.error * factor, self.units)

    def differs(self, others: int) -> float:
        """How far another sample of so many units lies off by chance, 95 % of the time."""
        return float(NORMAL * self.error * np.sqrt(1 + self.units / max(others, 1)))


def mean(values: Floats, units: Units) -> Estimate:
    """Mean of at least one value, with the error of clustered sampling (Taylor linearisation; Woodruff 1971)."""
    middle = float(values.mean())
    places = np.unique(units, return_inverse=True)[1]
    sums = np.bincount(places, values - middle)
    number = len(sums)
    error = np.sqrt(number / (number - 1) * (sums**2).sum()) / len(values) if number > 1 else np.nan
    return Estimate(middle, float(error), number)


def share(hits: NDArray[np.bool_], units: Units) -> Estimate:
    """Share of at least one row; the error is at least that of two more hits and misses (Agresti and Coull 1998)."""
    found = mean(hits.astype(float), units)
    near = (hits.sum() + 2) / (len(hits) + 4)
    least = float(np.sqrt(near * (1 - near) / (len(hits) + 4)))
    return found._replace(error=max(found.error, least) if np.isfinite(found.error) else found.error)


def median(values: Floats, units: Units, k: int) -> Estimate:
    """Median as the mean of the values around it that at least k units hold; its error is half the way between the
    values at the ends of the 68 % interval of the share below it (Woodruff 1952).
    """
    at = quantiles(values, units, k)[2]
    below = mean((values <= np.median(values)).astype(float), units)
    ends = np.clip([0.5 - below.error, 0.5 + below.error], 0, 1)
    if not np.isfinite(ends).all():
        return Estimate(at, np.nan, below.units)
    low, high = np.quantile(values, ends)
    return Estimate(at, float(high - low) / 2, below.units)
