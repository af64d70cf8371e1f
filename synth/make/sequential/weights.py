"""Weights that bring states to the shares they had, where they have drifted."""

from __future__ import annotations

import numpy as np

from synth.make.sequential.learned import Rows
from synth.make.sequential.levels import Floats

DOUBT, MOST = 3.0, 4.0


def weigh(drawn: Rows, learned: Rows) -> Floats:
    """What each state is to be weighed with, from the rows drawn and the rows learned from in each state.

    1 where `DOUBT` standard errors explain the difference: to come nearer would be to repeat an accident.
    """
    share, found = learned / learned.sum(), drawn / drawn.sum()
    error = np.sqrt(share * (1 - share) * (1 / learned.sum() + 1 / drawn.sum()))
    weights = np.clip(share / np.maximum(found, 1e-12), 1 / MOST, MOST)
    return np.where(np.abs(found - share) > DOUBT * error, weights, 1.0)
