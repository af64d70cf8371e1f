"""The grain of dates: the widest step that all of a column keeps, such as midnights, quarters of an hour, months."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import log

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

Floats = NDArray[np.float64]

_UNITS = {"f": "us", "STcXs": "s", "MR": "m", "HI": "h", "djexDF": "D", "mbBh": "M", "Yy": "Y"}
_MINUTE, _DAY = 6e7, 8.64e10
STEPS: Mapping[str, float] = {
    "us": 1.0,
    "ms": 1e3,
    "s": 1e6,
    "10s": 1e7,
    "30s": 3e7,
    "m": _MINUTE,
    "5m": 5 * _MINUTE,
    "10m": 10 * _MINUTE,
    "15m": 15 * _MINUTE,
    "30m": 30 * _MINUTE,
    "h": 60 * _MINUTE,
    "D": _DAY,
}
"""Steps of one length, in µs, ascending. Months and years are of many."""
ACCIDENT = 1e-6
"""A wider step is believed where dates would keep it by accident in no more than so many columns."""


class Grain(BaseModel):
    """Dates lie a whole number of steps from `phase` (µs since 1970): noon of every day is a step of D and 12 hours.

    `step` is one of `STEPS`, or M or Y for months and years.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: str = "us"
    phase: float = 0.0

    @classmethod
    def of_format(cls, written: str | None) -> Grain:
        """The finest unit that a strftime format spells."""
        directives = set(re.findall(r"%-?([A-Za-z])", written or ""))
        return cls(step=next((unit for letters, unit in _UNITS.items() if directives & set(letters)), "us"))

    def widened(self, values: Floats) -> Grain:
        """The widest grain that these dates, of this grain, all keep, and too many of them for that to be accident."""
        distinct = np.unique(values)
        if not len(distinct):
            return self
        found = self
        for step, width in STEPS.items():
            have = STEPS.get(found.step, np.inf)
            wider = Grain(step=step, phase=float(distinct[0] % width))
            if width > have and width % have == 0 and wider.keeps(distinct, by=width / have):
                found = wider
        months = (Grain(step="M", phase=found.phase - before) for before in (0.0, _DAY) if found.step == "D")
        found = next((each for each in months if each.keeps(distinct, by=28)), found)
        years = Grain(step="Y", phase=found.phase)
        return years if found.step == "M" and years.keeps(distinct, by=12) else found

    def keeps(self, distinct: Floats, *, by: float) -> bool:
        """Whether all these different dates lie on it, though only one in `by` would by accident."""
        return log(by) * (len(distinct) - 1) >= -log(ACCIDENT) and bool((self.spell(distinct) == distinct).all())

    def spell(self, values: Floats) -> Floats:
        """The nearest dates on the grain."""
        moved = values - self.phase
        if self.step in ("M", "Y"):
            half = np.timedelta64(15 if self.step == "M" else 182, "D")
            dates = moved.round().astype("int64").view("datetime64[us]") + half
            whole = dates.astype(f"datetime64[{self.step}]").astype("datetime64[us]").view("int64").astype("float64")
        else:
            step = STEPS[self.step]
            whole = np.floor(moved / step + 0.5) * step
        return whole + self.phase
