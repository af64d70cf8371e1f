"""The steps of a number column: the widest that all values keep, such as whole thousands, or prices ending in .99."""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from synth.make.grain import ACCIDENT, Floats

EXACT = 2.0**53
"""Whole numbers beyond this are not told apart."""


class Steps(BaseModel):
    """Values lie a whole number of steps from `phase`; both count units of the last of so many `decimals`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decimals: int
    width: int = 1
    phase: int = 0

    @classmethod
    def of(cls, values: Floats, decimals: int) -> Steps:
        """The widest steps that these values, of so many decimals, all keep, and too many of them for accident."""
        finest, scaled = cls(decimals=decimals), np.unique(np.round(values * 10.0**decimals))
        if len(scaled) < 2 or float(np.abs(scaled).max()) >= EXACT:
            return finest
        whole: NDArray[np.int64] = scaled.astype("int64")
        width = int(np.gcd.reduce(np.diff(whole)))
        if log(width) * (len(whole) - 1) < -log(ACCIDENT):
            return finest
        return cls(decimals=decimals, width=width, phase=int(whole[0] % width))

    def spell(self, values: Floats) -> Floats:
        """The nearest values that keep the steps."""
        if self.width == 1:
            return np.asarray(np.round(values, self.decimals))
        unit = 10.0**self.decimals
        whole = np.floor((values * unit - self.phase) / self.width + 0.5) * self.width + self.phase
        return np.asarray(np.round(whole / unit, self.decimals))
