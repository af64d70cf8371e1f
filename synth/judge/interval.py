"""Intervals for shares of rows, and whether one share is larger than another."""

from __future__ import annotations

import numpy as np
from scipy.stats import binomtest, fisher_exact

from synth.judge.score import Band

ALPHA = 0.025
NORMAL = 1.96


def share(count: int, rows: int, confidence: float = 0.95) -> Band:
    """The share `count / rows` with its 95 % interval (Wilson 1927), which also holds near 0 and 1; `rows` > 0."""
    interval = binomtest(count, rows).proportion_ci(confidence, method="wilson")
    return Band(value=count / rows, low=interval.low, high=interval.high)


def exceeds(hits: int, rows: int, expected_hits: int, expected_rows: int) -> bool:
    """Whether `hits` of `rows` are a larger share than `expected_hits` of `expected_rows` by more than chance.

    One-sided at 2.5 %: it tells small tables apart where two intervals overlap.
    """
    return chance(hits, rows, expected_hits, expected_rows) < ALPHA


def chance(hits: int, rows: int, expected_hits: int, expected_rows: int) -> float:
    """The chance of so many hits if both shares were one: Fisher's exact test (1935), one-sided."""
    table = [[hits, rows - hits], [expected_hits, expected_rows - expected_hits]]
    return float(fisher_exact(table, alternative="greater").pvalue)


def proportion(value: float, rows: float) -> Band:
    """A share with its 95 % interval after Wilson, where rows that hang together count as fewer, not a whole number."""
    shrink = NORMAL**2 / rows
    middle, reach = value + shrink / 2, NORMAL * np.sqrt(value * (1 - value) / rows + shrink / (4 * rows))
    low, high = (float(np.clip(end / (1 + shrink), 0, 1)) for end in (middle - reach, middle + reach))
    return Band(value=value, low=min(low, value), high=max(high, value))
