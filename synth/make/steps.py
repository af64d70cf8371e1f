"""The steps of a number column: the widest that all values keep, such as whole thousands, prices ending in .99, or the
minutes of times that are written as one number.
"""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from synth.make.grain import ACCIDENT, Floats

EXACT = 2.0**53
"""Whole numbers beyond this are not told apart."""
FEWEST_HOURS = 4
"""Times of day are told from no fewer hours: values of one hundred alone may end below 60 for another reason."""


class Steps(BaseModel):
    """Values lie a whole number of steps from `phase`; both count units of the last of so many `decimals`.

    Where they are times of day, such as 1430 for half past two, no value ends on 60 to 99.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    decimals: int
    width: int = 1
    phase: int = 0
    times: bool = False

    @classmethod
    def of(cls, values: Floats, decimals: int) -> Steps:
        """The widest steps that these values, of so many decimals, all keep, and too many of them for accident."""
        finest, scaled = cls(decimals=decimals), np.unique(np.round(values * 10.0**decimals))
        if len(scaled) < 2 or float(np.abs(scaled).max()) >= EXACT:
            return finest
        whole: NDArray[np.int64] = scaled.astype("int64")
        times = decimals == 0 and _are_times(whole)
        width = int(np.gcd.reduce(np.diff(whole)))
        if log(width) * (len(whole) - 1) < -log(ACCIDENT):
            return cls(decimals=decimals, times=times)
        return cls(decimals=decimals, width=width, phase=int(whole[0] % width), times=times)

    def spell(self, values: Floats) -> Floats:
        """The nearest values that keep the steps."""
        if self.width == 1:
            return self._timely(np.asarray(np.round(values, self.decimals)))
        unit = 10.0**self.decimals
        whole = np.floor((values * unit - self.phase) / self.width + 0.5) * self.width + self.phase
        return self._timely(np.asarray(np.round(whole / unit, self.decimals)))

    def _timely(self, values: Floats) -> Floats:
        """The values, those between two hours as the last step of the one or the first of the other."""
        if not self.times:
            return values
        hour, minute = np.divmod(values, 100)
        last, first = 60 - self.width + self.phase, 100 + self.phase
        return np.asarray(np.where(minute < 60, values, 100 * hour + np.where(minute < 80, last, first)))


def _are_times(whole: NDArray[np.int64]) -> bool:
    """Whether these different values are hours and minutes, too many of them for that to be accident."""
    if whole[0] < 0 or whole[-1] > 2400 or (whole % 100 >= 60).any():
        return False
    later = whole[whole >= 100]
    return len(np.unique(later // 100)) >= FEWEST_HOURS and log(0.6) * (len(later) - 1) <= log(ACCIDENT)
