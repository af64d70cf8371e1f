"""How sure a mean over rows is when several rows may be of one unit: units are drawn, not rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import betabinom

from synth.judge.score import Band


def standard_error(values: NDArray[Any], units: NDArray[np.int64]) -> float:
    """The standard error of the mean of `values` over rows, whole units being drawn (the cluster-robust estimate)."""
    excess = np.bincount(units, values - values.mean())[np.bincount(units) > 0]
    return float(np.sqrt((excess**2).sum() * len(excess) / max(len(excess) - 1, 1)) / len(values))


def independent_rows(values: NDArray[Any], units: NDArray[np.int64]) -> float:
    """How many rows drawn one by one would make the mean as sure; at most as many as there are.

    Where nothing tells how alike the rows of a unit are, the number of units.
    """
    error = standard_error(values, units)
    return float(min(max(values.var() / error**2, 1), len(values))) if error > 0 else float(np.unique(units).size)


def dealt(load: NDArray[np.float64], units: NDArray[np.int64], chance: float) -> float:
    """The standard deviation of the load on training rows when units are dealt anew to training with that chance, the
    number dealt being fixed; `load` is one for each real row.
    """
    excess = np.bincount(units, load - load.mean())
    return float(np.sqrt(chance * (1 - chance) * len(excess) / max(len(excess) - 1, 1) * (excess**2).sum()))


def fresh_share(share: float, held: float, rows: float) -> Band:
    """The share with a mark in a fresh sample of so many rows, where of `held` real rows that share has it.

    The band holds 95 % of such samples: beta-binomial, from Jeffreys' prior, as the real share is itself uncertain.
    """
    hits, sample = share * held, max(round(rows), 1)
    ends = betabinom.ppf([0.025, 0.975], sample, hits + 0.5, max(held - hits, 0) + 0.5) / sample
    return Band(value=share, low=min(float(ends[0]), share), high=max(float(ends[1]), share))
