"""How strongly each pair of columns goes together: one matrix over numbers, dates, categories and booleans.

| pair | measure | range |
|---|---|---|
| number or datetime with the same | Pearson's correlation | −1 to 1 |
| category or boolean with the same | Cramér's V, bias-corrected (Bergsma 2013) | 0 to 1 |
| one of each | correlation ratio, corrected for the number of levels (Kelley 1935) | 0 to 1 |

The two corrections make columns that have nothing to do with each other score 0 however many levels they have. Rows
in which either value is missing are left out, pair by pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import TableError
from synth.prepare.table import Table

MOST_LEVELS = 50
_FLAT = 1e-12

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


class Associations(NamedTuple):
    """The names in order, and the symmetric matrix; NaN where a pair cannot be measured (one never varies)."""

    names: tuple[str, ...]
    matrix: Floats


def associate(table: Table, names: Sequence[str] | None = None) -> Associations:
    """Measure every pair of `names`; by default, of the modelled columns.

    Levels beyond the 49 commonest of a column count as one. `TableError` if a text or key column is named.
    """
    chosen = [table.schema[name] for name in names] if names is not None else list(table.schema.modelled)
    wrong = [column for column in chosen if column.kind in ("text", "key")]
    if wrong:
        raise TableError(f"Column {wrong[0].name!r} is of kind {wrong[0].kind}, which has no association to measure.")
    numeric = [place for place, column in enumerate(chosen) if column.kind in ("number", "datetime")]
    grouped = [place for place, column in enumerate(chosen) if column.kind in ("category", "boolean")]
    values = [as_numbers(table.frame[chosen[place].name]) for place in numeric]
    codes = [as_codes(table.frame[chosen[place].name]) for place in grouped]

    matrix = np.full((len(chosen), len(chosen)), np.nan)
    if values:
        matrix[np.ix_(numeric, numeric)] = pearson(np.column_stack(values))
    for place, own in zip(grouped, codes, strict=True):
        matrix[place, place] = 1.0 if own.max(initial=-1) > 0 else np.nan
        for other, numbers in zip(numeric, values, strict=True):
            matrix[place, other] = matrix[other, place] = correlation_ratio(own, numbers)
    for (place, own), (other, others) in combinations(zip(grouped, codes, strict=True), 2):
        matrix[place, other] = matrix[other, place] = cramers_v(crosstab(own, others))
    return Associations(tuple(column.name for column in chosen), matrix)


def pearson(values: Floats) -> Floats:
    """Correlations of the columns of `values` (rows × columns, NaN for missing), pairwise complete: a square."""
    present = np.isfinite(values)
    scaled = _standardised(values, present)
    mask = present.astype(float)
    rows = mask.T @ mask
    sums = scaled.T @ mask
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = scaled.T @ scaled - sums * sums.T / rows
        variance = (scaled**2).T @ mask - sums**2 / rows
        variance[variance <= _FLAT * rows] = np.nan
        return np.asarray(np.clip(covariance / np.sqrt(variance * variance.T), -1, 1))


def cramers_v(counts: NDArray[np.int64]) -> float:
    """Bias-corrected Cramér's V of a contingency table; NaN unless two rows and two columns are filled."""
    filled = counts[np.ix_(counts.any(axis=1), counts.any(axis=0))].astype(float)
    levels, total = np.array(filled.shape), filled.sum()
    if min(levels) < 2 or total < 3:
        return float("nan")
    expected = np.outer(filled.sum(axis=1), filled.sum(axis=0)) / total
    phi2 = ((filled - expected) ** 2 / expected).sum() / total
    corrected = max(0.0, phi2 - (levels - 1).prod() / (total - 1))
    room = min(levels - (levels - 1) ** 2 / (total - 1)) - 1
    return float(min(1.0, np.sqrt(corrected / room))) if room > _FLAT else float("nan")


def correlation_ratio(codes: Codes, values: Floats) -> float:
    """How much of the spread of `values` lies between the groups of `codes` (−1: missing), as a square root.

    NaN unless two groups and differing values are left.
    """
    both = (codes >= 0) & np.isfinite(values)
    groups, numbers = codes[both], values[both]
    sizes = np.bincount(groups)
    sizes_filled = sizes[sizes > 0]
    if len(sizes_filled) < 2 or len(numbers) <= len(sizes_filled):
        return float("nan")
    numbers = numbers / (np.abs(numbers).max() or 1.0)
    centred = numbers - numbers.mean()
    spread = float(centred @ centred)
    if spread <= _FLAT**2 * len(numbers):
        return float("nan")
    between = float((np.bincount(groups, weights=centred)[sizes > 0] ** 2 / sizes_filled).sum())
    unexplained = (1 - between / spread) * (len(numbers) - 1) / (len(numbers) - len(sizes_filled))
    return float(np.sqrt(np.clip(1 - unexplained, 0, 1)))


def crosstab(first: Codes, second: Codes) -> NDArray[np.int64]:
    """Counts of each pair of codes; rows where either is −1 are left out."""
    both = (first >= 0) & (second >= 0)
    height, width = int(first.max(initial=0)) + 1, int(second.max(initial=0)) + 1
    cells = np.bincount(first[both] * width + second[both], minlength=height * width)
    return cells.reshape(height, width).astype(np.int64)


def as_numbers(column: pd.Series[Any]) -> Floats:
    """A number or datetime column as floats (microseconds for dates), NaN for missing."""
    if pd.api.types.is_datetime64_any_dtype(column):
        numbers = column.to_numpy().astype("datetime64[us]").astype(np.int64).astype(float)
        numbers[column.isna().to_numpy()] = np.nan
        return numbers
    return column.to_numpy(dtype=float)


def as_codes(column: pd.Series[Any]) -> Codes:
    """Level numbers from the commonest (0) to the rarest, −1 for missing; level 49 and beyond are one."""
    first, levels = pd.factorize(column)
    counts = np.bincount(first[first >= 0], minlength=len(levels))
    order = sorted(range(len(levels)), key=lambda level: (-counts[level], str(levels[level])))
    rank = np.empty(len(levels) + 1, dtype=np.int64)
    rank[order] = np.minimum(np.arange(len(levels)), MOST_LEVELS - 1)
    rank[-1] = -1
    return rank[first]


def _standardised(values: Floats, present: NDArray[np.bool_]) -> Floats:
    """Columns with mean 0 and spread 1 where present, and 0 elsewhere, so that large offsets lose no digits."""
    filled = np.where(present, values, 0.0)
    largest = np.abs(filled).max(axis=0, initial=0)
    filled = filled / np.where(largest > 0, largest, 1.0)
    rows = np.maximum(present.sum(axis=0), 1)
    centred = np.where(present, filled - filled.sum(axis=0) / rows, 0.0)
    spread = np.sqrt((centred**2).sum(axis=0) / rows)
    return centred / np.where(spread > _FLAT, spread, np.inf)
