"""Which cells of a table are missing together, as conditions of a spec that starts from its profile.

The gaps of each column follow those of the one column before it with which they hang together most: a tree, as in Chow
& Liu (1968), IEEE Transactions on Information Theory 14(3), with the columns in their order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LEAST_PHI = 0.1
CLEARLY = 3.0
"""Standard errors from 0 that a correlation of gaps must lie, so that accidents are not stated."""
LEAST_ROWS = 20
"""Rows with and without a gap that a column must have to be followed, so that no rate is told of a few people."""
MOST_COLUMNS = 200
_DIGITS = 6


def gaps_of(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """What to state as `missing` of each column that has gaps and values; beyond the first 200, its rate alone."""
    gone = {str(name): cells.isna().to_numpy(dtype=bool) for name, cells in frame.items()}
    some = [name for name, cells in gone.items() if cells.any() and not cells.all()]
    stated = {name: [{"rate": _rate(gone[name])}] for name in some}
    tied = [name for name in some if "`" not in name and LEAST_ROWS <= gone[name].sum() <= len(frame) - LEAST_ROWS]
    tied = tied[:MOST_COLUMNS]
    if len(tied) < 2:
        return stated
    phi = np.abs(np.corrcoef(np.array([gone[name] for name in tied], dtype=float)))
    least = max(LEAST_PHI, CLEARLY / np.sqrt(len(frame)))
    for at, name in enumerate(tied[1:], start=1):
        nearest = int(phi[at, :at].argmax())
        if phi[at, nearest] >= least:
            stated[name] = _following(gone[name], gone[tied[nearest]], tied[nearest])
    return stated


def _following(gone: NDArray[np.bool_], other_gone: NDArray[np.bool_], other: str) -> list[dict[str, Any]]:
    """The rate where the other column has no value, then the rate where it has one."""
    otherwise = _rate(gone[~other_gone])
    beside = [{"rate": otherwise}] if otherwise else []
    return [{"when": f"is_missing(`{other}`)", "rate": _rate(gone[other_gone])}, *beside]


def _rate(gone: NDArray[np.bool_]) -> float:
    return round(float(gone.mean()), _DIGITS)
