"""The columns in which all rows of a unit are alike: a person's sex, a card's type, an age that hardly changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from synth.make.numbers import as_numbers
from synth.prepare.schema import Column

Codes = NDArray[np.int64]

NEARLY_EVERY = 0.95
"""The share of units of several rows, at least, whose known cells are all the same."""
BEYOND_CHANCE = 0.9
"""How far neighbouring rows of units agree beyond rows drawn anywhere, from 0 to 1, at least (Cohen's kappa, 1960)."""
NEAR = 0.05
"""How much of the variance of a column's ranks lies within units, at most, where rows are near: one less the intraclass
correlation (Fisher 1925)."""
FEWEST_UNITS = 5
"""No fewer units, nor fewer than k, can say that a column is alike within units."""


class Alike(BaseModel):
    """The modelled columns that are `same` in all rows of a unit, and the numbers and dates that are `near`.

    Columns in `gaps` are missing in all rows of a unit or in none; others of `same` have gaps anywhere. `near` says how
    far rows lie from their unit's mean, on average over units (dates in µs).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    near: dict[str, float] = {}

    def __bool__(self) -> bool:
        return bool(self.same or self.near)

    @classmethod
    def learn(cls, frame: pd.DataFrame, columns: Sequence[Column], units: Codes, k: int) -> Alike:
        """Find them among `columns`; `units` number the unit of each row, and no fewer than `k` decide anything."""
        fewest = max(k, FEWEST_UNITS)
        same, gaps, near = [], [], dict[str, float]()
        for column in columns:
            cells = frame[column.name]
            known = cells.notna().to_numpy()
            values, owners = cells[known], units[known]
            by_gaps = known.all() or _Pairs.of(known.astype(np.int64), units).agree(fewest)
            by_values = _Pairs.of(pd.factorize(values)[0], owners).agree(fewest)
            if by_values or _Pairs.of(pd.factorize(cells, use_na_sentinel=False)[0], units).agree(fewest):
                same.append(column.name)
                gaps += [column.name] if by_gaps or not by_values else []
            elif column.kind in ("number", "datetime") and _near(values, owners, fewest):
                far = apart(values, owners, fewest)
                near |= {column.name: far} if np.isfinite(far) else {}
        return cls(same=tuple(same), gaps=tuple(gaps), near=near)

    def told(self, unit: str) -> tuple[str, ...]:
        """A sentence on what rows of a made unit share."""
        if not self.same:
            return ()
        more = f" and {len(self.same) - 8} more columns" if len(self.same) > 8 else ""
        return (
            f"Rows of one {unit!r} share the value of {', '.join(map(repr, self.same[:8]))}{more}, as real ones do, "
            "wherever the rules and what was asked for allow it.",
        )


def apart(values: pd.Series[Any], units: Codes, k: int = 1) -> float:
    """How far rows lie from their unit's mean, on average over units of several rows; 0 where there is none.

    What lies above the k-th greatest counts as that. Not finite where values are too large to be added up.
    """
    numbers, codes = as_numbers(values), np.unique(units, return_inverse=True)[1]
    rows = np.bincount(codes)
    means = np.bincount(codes, weights=numbers) / rows
    with np.errstate(over="ignore", invalid="ignore"):
        far = (np.bincount(codes, weights=np.abs(numbers - means[codes])) / rows)[rows > 1]
        return float(np.minimum(far, np.sort(far)[-min(k, len(far))]).mean()) if len(far) else 0.0


@dataclass(frozen=True)
class _Pairs:
    """Each row and the next one of its unit: codes of both, and their unit."""

    first: Codes
    second: Codes
    unit: Codes

    @classmethod
    def of(cls, codes: Codes, units: Codes) -> _Pairs:
        order = np.argsort(units, kind="stable")
        inside = np.flatnonzero(np.diff(units[order]) == 0)
        return cls(codes[order[inside]], codes[order[inside + 1]], units[order[inside]])

    def agree(self, fewest: int) -> bool:
        """Whether nearly every unit has one code, beyond what a common code explains."""
        numbers, at = np.unique(self.unit, return_inverse=True)
        differ = self.first != self.second
        whole = np.bincount(at, weights=differ, minlength=len(numbers)) == 0
        held = np.bincount(self.first[~differ]) if whole.any() else np.zeros(1)
        uncommon = np.unique(self.unit[(self.first != held.argmax()) & whole[at]])
        if len(uncommon) < fewest or whole.mean() < NEARLY_EVERY:
            return False
        shares = np.bincount(np.concatenate([self.first, self.second])) / (2 * len(differ))
        return bool(differ.mean() <= (1 - BEYOND_CHANCE) * (1 - (shares**2).sum()))


def _near(values: pd.Series[Any], units: Codes, fewest: int) -> bool:
    """Whether the ranks of a unit's rows lie close together."""
    ranks, codes = values.rank(pct=True).to_numpy(), np.unique(units, return_inverse=True)[1]
    rows = np.bincount(codes)
    if (rows > 1).sum() < fewest:
        return False
    within = ((ranks - (np.bincount(codes, weights=ranks) / rows)[codes]) ** 2).sum() / (rows - 1).sum()
    return bool(within <= NEAR * ranks.var())
