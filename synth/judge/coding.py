"""Columns as small whole numbers: each column of all tables is factorised once, and every count starts from there.

A column's *values* are numbered first: distinct numbers or dates in their order, levels by how common they are. Each
value then falls into a *bin*, for tables of two columns: at most ten quantile bins and bins of their own for spikes,
or the 19 commonest levels and one for the others; what is missing has a bin of its own. Bins are learned from the
real rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.prepare.schema import Column

QUANTILE_BINS = 10
COMMONEST = 19
MOST_TIED = 2 * COMMONEST

Codes = NDArray[np.int32]
Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Coded:
    """One column of the compared tables; codes point into `values`, and `len(values)` stands for missing.

    `values`: distinct numbers in ascending order (dates in microseconds since 1970), or levels, the commonest first.
    `bins`: the bin of each value, then that of missing; there are `width` bins. `holdout` is empty without a holdout.
    """

    column: Column
    values: NDArray[Any]
    real: Codes
    synthetic: Codes
    holdout: Codes
    bins: NDArray[np.intp]
    width: int

    @property
    def ordered(self) -> bool:
        """Whether the values have an order: numbers and dates."""
        return self.column.kind in ("number", "datetime")

    @cached_property
    def pool(self) -> Codes:
        """Codes of the real rows, then of the holdout's."""
        return np.concatenate([self.real, self.holdout])

    def count(self, codes: Codes) -> Counts:
        """How many of these codes there are of each value, then of missing."""
        return np.bincount(codes, minlength=len(self.values) + 1)


def encode(column: Column, real: pd.Series[Any], synthetic: pd.Series[Any], holdout: pd.Series[Any] | None) -> Coded:
    """Number one column of all tables."""
    parts = [real, synthetic] + ([] if holdout is None else [holdout])
    ends = np.cumsum([len(part) for part in parts])[:-1]
    ordered = column.kind in ("number", "datetime")
    codes, values = pd.factorize(np.concatenate([_plain(column, part) for part in parts]))
    counts = np.array([np.bincount(part[part >= 0], minlength=len(values)) for part in np.split(codes, ends)])
    order = np.argsort(values) if ordered else _by_frequency(values, counts)
    place = np.empty(len(values) + 1, dtype=np.int32)
    place[order] = np.arange(len(values))
    place[-1] = len(values)
    real_codes, synthetic_codes, *rest = np.split(place[codes], ends)
    real_counts = counts[0][order]
    bins = _number_bins(real_counts) if ordered else _level_bins(real_counts)
    return Coded(
        column=column,
        values=values[order],
        real=real_codes,
        synthetic=synthetic_codes,
        holdout=rest[0] if rest else np.empty(0, dtype=np.int32),
        bins=np.append(bins, bins.max(initial=-1) + 1),
        width=int(bins.max(initial=-1)) + 1 + bool((codes < 0).any()),
    )


def _plain(column: Column, cells: pd.Series[Any]) -> NDArray[Any]:
    """The cells as floats (dates in microseconds since 1970, missing as NaN) or as text (missing as None)."""
    if column.kind == "number":
        return cells.to_numpy(dtype=np.float64)
    if column.kind == "datetime":
        moments = cells.to_numpy(dtype="datetime64[us]").astype(np.int64).astype(np.float64)
        return np.where(cells.isna().to_numpy(), np.nan, moments)
    if column.kind == "boolean":
        words = np.array([column.false, column.true, None], dtype=object)
        return words[cells.astype("Int8").fillna(2).to_numpy(dtype=np.intp)]
    return cells.to_numpy(dtype=object)


def _by_frequency(levels: NDArray[Any], counts: Counts) -> NDArray[np.intp]:
    """The order of levels from the commonest among the real rows to the rarest; ties by the other tables, then name."""
    return np.lexsort((levels.astype(str), *(-counts)[::-1])) if len(levels) else np.empty(0, dtype=np.intp)


def _number_bins(counts: Counts) -> NDArray[np.intp]:
    """The bin of each distinct number, given how many real rows hold it.

    A spike (a tenth of the rows or more) is a bin of its own; the others are cut where their cumulated count, taken in
    the middle of each value, passes a tenth. Values between or beyond the real ones fall into the bin of that place.
    """
    spike = (counts > 0) & (counts * QUANTILE_BINS >= counts.sum())
    others = np.where(spike, 0, counts)
    middle = np.cumsum(others) - others / 2
    tenth = np.minimum(QUANTILE_BINS * middle // max(int(others.sum()), 1), QUANTILE_BINS - 1)
    tenth[spike] = QUANTILE_BINS + np.arange(int(spike.sum()))
    return np.unique(tenth, return_inverse=True)[1].reshape(-1)


def _level_bins(counts: Counts) -> NDArray[np.intp]:
    """The bin of each level, the commonest first: one for each of the 19 commonest real ones, one for all others.

    Levels that tie for the last place are kept together, or left out together where they are many, so that the bins
    do not depend on the names of levels.
    """
    kept = int((counts > 0).sum())
    if kept > COMMONEST:
        tied = np.flatnonzero(counts == counts[COMMONEST])
        ends = COMMONEST if counts[COMMONEST - 1] > counts[COMMONEST] else int(tied[-1]) + 1
        kept = ends if ends <= MOST_TIED else int(tied[0])
    return np.minimum(np.arange(len(counts)), kept)
