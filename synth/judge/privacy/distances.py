"""How near synthetic rows lie to training rows, beside fresh rows: what the chart of distances is drawn from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.exhibits import Distances
from synth.judge.privacy.near import Floats, fresh, too_near
from synth.judge.privacy.sides import closest

STEPS = 40


def distances(comparison: Comparison) -> Distances:
    """Shares of rows within rising distances, so spaced that at least k fresh units lie between two of them."""
    made, held = closest(comparison).distances[:, 0], fresh(comparison).distances[:, 0]
    whose = comparison.units[fresh(comparison).rows]
    ends = _spaced(held, whose, comparison.k, float(max(made.max(), held.max())))
    limit = too_near(held)
    return Distances(
        distances=tuple(ends.tolist()),
        synthetic=tuple((made[:, None] <= ends).mean(axis=0).tolist()),
        fresh=tuple((held[:, None] <= ends).mean(axis=0).tolist()),
        limit=limit,
        synthetic_near=float((made <= limit).mean()),
        fresh_near=float((held <= limit).mean()),
    )


def _spaced(held: Floats, whose: NDArray[np.int64], k: int, most: float) -> Floats:
    """Distances on an even grid, without those before which too few fresh units lie."""
    grid = np.linspace(0, np.ceil(10 * most) / 10, STEPS + 1)
    kept: list[float] = []
    for end in grid.tolist():
        inside = (held <= end) & (held > (kept[-1] if kept else -1))
        if len(np.unique(whose[inside])) >= k:
            kept.append(end)
    if not kept:
        return grid[-1:]
    if kept[-1] < grid[-1]:
        kept[-1] = float(grid[-1])
    return np.array(kept)
