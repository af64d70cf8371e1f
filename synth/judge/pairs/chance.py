"""What sampling alone does: how far apart the shares of two samples from one source are."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln


@lru_cache(maxsize=4)
def expected_gap(real: int, other: int) -> NDArray[np.float64]:
    """Half the difference of shares to expect in a cell, for each number of rows in it from 0 to `real + other`.

    Exact for two samples of `real` and `other` rows that are dealt at random from their pool: a cell's rows then fall
    to the real side by the hypergeometric law, and this is its mean absolute deviation, as a share (Diaconis and Zabell
    1991). Summed over the cells of a table, it is the total variation distance that sampling alone makes.
    """
    pool = real + other
    held = np.arange(pool + 1)
    above = held * real // pool + 1
    possible = (held > 0) & (held < pool)
    n, nu = held[possible], above[possible]
    log = _log_choose(real, nu) + _log_choose(other, n - nu) - _log_choose(pool, n)
    deviation = np.zeros(pool + 1)
    deviation[possible] = 2 * nu * (other - n + nu) / pool * np.exp(log)
    return np.asarray(deviation * (1 / real + 1 / other) / 2)


def _log_choose(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
