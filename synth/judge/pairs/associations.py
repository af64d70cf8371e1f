"""The strength of relation between each two columns, real and synthetic: the matrices that heat maps are drawn from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.drawn import Floats
from synth.judge.pairs.cramers_v import Contingency
from synth.judge.pairs.moments import Measurable, correlations
from synth.judge.pairs.tables import PairTables, binned
from synth.judge.report import Associations


def associate(comparison: Comparison) -> Associations:
    """Measure every pair of modelled columns in all real and in all synthetic rows."""
    columns = list(comparison.coded.values())
    with threadpool_limits(1, "blas"):
        real, synthetic = (
            _matrices(columns, [getattr(column, side) for column in columns]) for side in ("real", "synthetic")
        )
    return Associations(
        names=tuple(comparison.names),
        real=_plain(real[0]),
        synthetic=_plain(synthetic[0]),
        ordered=tuple(column.column.name for column in columns if column.ordered),
        real_spearman=_plain(real[1]),
        synthetic_spearman=_plain(synthetic[1]),
    )


def _matrices(columns: Sequence[Coded], codes: Sequence[Codes]) -> tuple[Floats, Floats]:
    """All strengths, and Spearman's correlations of numbers and dates; NaN where a column does not vary."""
    numbers = np.array([place for place, column in enumerate(columns) if column.ordered], dtype=int)
    groups = np.array([place for place, column in enumerate(columns) if not column.ordered], dtype=int)
    measurable = Measurable.of(columns, codes)
    sums = measurable.sums()
    pearson, spearman = correlations(sums)
    strengths = np.full((len(columns), len(columns)), np.nan)
    strengths[np.ix_(numbers, numbers)] = pearson
    ratios = measurable.ratios(sums)
    strengths[np.ix_(groups, numbers)] = ratios
    strengths[np.ix_(numbers, groups)] = ratios.T
    for place in groups.tolist():
        varies = (columns[place].count(codes[place])[:-1] > 0).sum() > 1
        strengths[place, place] = 1.0 if varies else np.nan
    if len(columns) > 1:
        _fill(strengths, columns, codes)
    return strengths, spearman


def _fill(strengths: Floats, columns: Sequence[Coded], codes: Sequence[Codes]) -> None:
    """Write Cramér's V of each pair of categories or booleans into the matrix."""
    tables = PairTables.of(columns)
    contingency = Contingency.of(columns, tables)
    first, second = np.array(tables.pairs)[contingency.pairs].T
    found = contingency.strengths(tables.count(binned(columns, codes)))
    strengths[first, second] = strengths[second, first] = found


def _plain(matrix: NDArray[np.float64]) -> tuple[tuple[float | None, ...], ...]:
    return tuple(tuple(value if np.isfinite(value) else None for value in row) for row in matrix.tolist())
