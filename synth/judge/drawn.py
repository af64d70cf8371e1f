"""One figure over the draws of a comparison: its value with an interval, and what a fresh real sample would have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from synth.judge.comparison import Comparison
from synth.judge.score import Band

Floats = NDArray[np.float64]
Limits = tuple[float | None, float | None]
Input = TypeVar("Input")
Output = TypeVar("Output")

NORMAL = 1.96


@dataclass(frozen=True, eq=False)
class Drawn:
    """A figure in each draw, or many figures: shape (draws,) or (draws, figures).

    - `takes`: synthetic draws against all real rows; their mean is the score.
    - `halves`: draws of some of the synthetic rows, whose spread gives the score's standard error: drawn without
      replacement, n of N rows vary as much as √((N−n)/n) standard errors of all N (the delete-d jackknife; Shao and
      Wu 1989).
    - `fresh`: draws of real rows against the real rows that each left, at the sizes of the scored draws.
    """

    takes: Floats
    halves: Floats
    fresh: Floats

    @classmethod
    def mean_of(cls, figures: Sequence[Drawn]) -> Drawn:
        """The mean of several figures, draw by draw."""
        return cls(
            takes=np.mean([figure.takes for figure in figures], axis=0),
            halves=np.mean([figure.halves for figure in figures], axis=0),
            fresh=np.mean([figure.fresh for figure in figures], axis=0),
        )

    def map(self, change: Callable[[Floats], Floats]) -> Drawn:
        """The same change made to the figures of all draws."""
        return Drawn(change(self.takes), change(self.halves), change(self.fresh))

    def value(self, comparison: Comparison, limits: Limits) -> Band:
        """The score: the mean over draws, with the 95 % interval over resampled synthetic rows, cut at its limits."""
        return self.values(comparison, limits)[0]

    def values(self, comparison: Comparison, limits: Limits) -> list[Band]:
        """The scores of many figures."""
        drawn = np.mean([len(rows) for rows in comparison.halves])
        errors = np.std(self.halves, axis=0, ddof=1) * np.sqrt(drawn / (len(comparison.synthetic) - drawn))
        return within(self.takes.mean(axis=0), NORMAL * errors, limits)

    def reference(self, limits: Limits, ideal: float | None = None) -> Band:
        """What fresh real samples score: the mean over draws, and the band that holds 95 % of single samples."""
        return prediction(self.fresh, limits, ideal)[0]


def prediction(draws: Floats, limits: Limits, ideal: float | None = None) -> list[Band]:
    """The mean of some draws, and the band in which one more draw would lie with 95 %, cut at limits.

    The band is Student's t prediction interval. Distances from an `ideal` that no draw passes lean to one side: their
    2/3 power does not, and is taken instead (Wilson and Hilferty 1931).
    """
    count = len(draws)
    reach = t.ppf(0.975, count - 1) * np.sqrt(1 + 1 / count)
    if ideal is None:
        return within(draws.mean(axis=0), reach * np.std(draws, axis=0, ddof=1), limits)
    level = np.abs(draws - ideal) ** (2 / 3)
    ends = level.mean(axis=0) + np.multiply.outer([-reach, reach], np.std(level, axis=0, ddof=1))
    near, far = np.maximum(ends, 0) ** 1.5
    sign = -1 if np.mean(draws) < ideal else 1
    return _bands(draws.mean(axis=0), ideal + sign * near, ideal + sign * far, limits)


def within(values: Floats | float, reach: Floats | float, limits: Limits) -> list[Band]:
    """Values with intervals of that reach to both sides, all cut at the limits."""
    return _bands(values, values - reach, values + reach, limits)


def clipped(band: Band, limits: Limits) -> Band:
    """A band cut at limits."""
    return _bands(band.value, band.low, band.high, limits)[0]


def _bands(values: Floats | float, first: Floats | float, second: Floats | float, limits: Limits) -> list[Band]:
    """Values with intervals between two ends, in either order, all cut at the limits; they hold their value."""
    low, high = (-np.inf if limits[0] is None else limits[0]), (np.inf if limits[1] is None else limits[1])
    ends = np.sort([np.atleast_1d(values), np.atleast_1d(first), np.atleast_1d(second)], axis=0)
    middle, least, most = np.clip([np.atleast_1d(values), ends[0], ends[2]], low, high).tolist()
    return [Band(value=at, low=start, high=end) for at, start, end in zip(middle, least, most, strict=True)]


def drift(value: float, reference: Band) -> str:
    """A warning to add to a table's note where the holdout itself scores well below what re-drawn holdouts do."""
    if value >= reference.low - (reference.value - reference.low) / 2:
        return ""
    return (
        f" The holdout itself scores {value:.3f} against the training rows, less than chance allows: it was not drawn "
        "from the same rows, so the reference is stricter than it looks."
    )
