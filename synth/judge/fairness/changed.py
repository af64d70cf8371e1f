"""In which group a share changed most clearly, and what chance alone would make of as many groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import norm

from synth.judge.interval import NORMAL
from synth.judge.score import Band


class Change(NamedTuple):
    """A group by its place, how far its share moved, and how far that of a fresh real sample would by chance."""

    place: int
    found: Band
    chance: Band

    @property
    def clear(self) -> bool:
        """Whether the whole interval lies beyond chance."""
        return self.found.low > self.chance.high

    @property
    def perhaps(self) -> bool:
        """Whether the change itself does."""
        return self.found.value > self.chance.high


def clearest(shares: Sequence[tuple[Band | None, Band | None]], tests: int) -> Change | None:
    """The clearest change over groups of which both shares, real and synthetic, are known; None if there is none.

    Both its interval and chance are corrected for so many tests (Bonferroni).
    """
    reach = float(norm.ppf(1 - 0.025 / max(tests, 1)))
    both = [(place, *pair) for place, pair in enumerate(shares)]
    found = [_change(place, real, made, reach) for place, real, made in both if real and made]
    return max(found, key=lambda change: _clearness(change.found, change.chance), default=None)


def _change(place: int, real: Band, made: Band, reach: float) -> Change:
    value, error, fresh = abs(made.value - real.value), _error(made), float(np.hypot(_error(made), _error(real)))
    return Change(
        place,
        Band(value=value, low=max(value - reach * error, 0.0), high=min(value + reach * error, 1.0)),
        Band(value=0.0, low=0.0, high=min(reach * fresh, 1.0)),
    )


def _error(share: Band) -> float:
    return (share.high - share.low) / (2 * NORMAL)


def _clearness(found: Band, chance: Band) -> float:
    return found.value / chance.high if chance.high > 0 else found.value
