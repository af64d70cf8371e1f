"""Intervals for shares of rows."""

from __future__ import annotations

from scipy.stats import binomtest

from synth.judge.score import Band


def share(count: int, rows: int) -> Band:
    """The share `count / rows` with its 95 % interval (Wilson 1927), which also holds near 0 and 1; `rows` > 0."""
    interval = binomtest(count, rows).proportion_ci(method="wilson")
    return Band(value=count / rows, low=interval.low, high=interval.high)
