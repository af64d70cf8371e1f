"""Values of a column in the unit in which distances of numbers and dates are told: the real standard deviation."""

from __future__ import annotations

import numpy as np

from synth.errors import ReportError
from synth.judge.coding import Coded
from synth.judge.drawn import Floats

FLAT = 1e-12


def in_spreads(coded: Coded) -> Floats:
    """Each value's distance from the real mean, in real standard deviations.

    `ReportError` where the real values do not vary, so that there is no such unit.
    """
    counts = coded.count(coded.real)[:-1]
    held, weights = coded.values[counts > 0], counts[counts > 0] / counts.sum()
    largest = float(np.abs(held).max()) or 1.0
    mean = float(weights @ (held / largest))
    spread = float(np.sqrt(weights @ (held / largest - mean) ** 2))
    if spread <= FLAT:
        raise ReportError("the real values do not vary, so there is no spread to measure by.")
    return np.asarray((coded.values / largest - mean) / spread)
