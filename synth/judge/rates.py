"""How often a cell is missing, or exactly zero: whether a synthetic table keeps the rate within what chance alone does.

Two samples of n and m rows from one source, in which a share p of the cells is so, differ by no more than
1.96 · √(p (1 − p) (1/n + 1/m)) 95 % of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from synth.judge.coding import QUANTILE_BINS, Coded
from synth.judge.comparison import Comparison

NORMAL = 1.96


@dataclass(frozen=True)
class Rate:
    """The share of one column's cells, from 0 to 1, that are missing, or zero, among real and synthetic rows."""

    column: str
    state: Literal["missing", "zero"]
    real: float
    synthetic: float
    rows: tuple[int, int]

    @property
    def bound(self) -> float:
        """How far apart chance keeps the two, 95 % of the time, if the real share is the true one."""
        return float(NORMAL * np.sqrt(self.real * (1 - self.real) * sum(1 / rows for rows in self.rows)))

    @property
    def kept(self) -> bool:
        """Whether the synthetic rate is as near as that."""
        return abs(self.synthetic - self.real) <= self.bound


def rates(comparison: Comparison) -> list[Rate]:
    """The missing rates of columns that lack a cell in either table; the zeros of numbers a tenth of which are zero."""
    rows = len(comparison.real), len(comparison.synthetic)
    found = []
    for name, coded in comparison.coded.items():
        real, synthetic = (coded.count(codes) / len(codes) for codes in (coded.real, coded.synthetic))
        if real[-1] or synthetic[-1]:
            found.append(Rate(name, "missing", float(real[-1]), float(synthetic[-1]), rows))
        zero = _zero(coded)
        if zero is not None and real[zero] * QUANTILE_BINS >= 1:
            found.append(Rate(name, "zero", float(real[zero]), float(synthetic[zero]), rows))
    return found


def _zero(coded: Coded) -> int | None:
    """The code of zero in a column of numbers; None where there is none."""
    if coded.column.kind != "number":
        return None
    place = int(np.searchsorted(coded.values, 0))
    return place if place < len(coded.values) and coded.values[place] == 0 else None
