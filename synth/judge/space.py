"""Rows as points of a few axes: those along which the training rows differ most (principal components).

Each column weighs the same, whatever its kind: a number or a date by its rank among the training rows, with an axis of
its own for missing cells, a category by one axis for each of its commonest levels, all scaled to a variance of 1. Ranks
keep single outliers from making up an axis. Every value then has a fixed place on each axis, and a row's place is the
sum of those of its values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from threadpoolctl import threadpool_limits

from synth.errors import ReportError
from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.draws import Rows, content_keys, draw_once

AXES = 10
FIT_ROWS = 5_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Space:
    """The axes, and where all rows lie.

    - `steps`: for each column the place that each value, and then missing, adds on each axis: (values + 1, axes).
    - `explained` (axes,): the share of the variance along each. `weights` (columns, axes): what each axis is made of.
    - `pool`, `synthetic` (rows, axes): the places of the real rows, then the holdout's, and of the synthetic rows.
    - `fitted`: the training rows that the axes were worked out from, at most 5,000.
    """

    steps: tuple[Floats, ...]
    explained: Floats
    weights: Floats
    pool: Floats
    synthetic: Floats
    fitted: Rows

    def place(self, codes: Sequence[Codes]) -> Floats:
        """The places (rows, axes) of rows that are given by their codes in each column."""
        return _sum(self.steps, codes)


def space(comparison: Comparison) -> Space:
    """The space of a comparison, worked out once. `ReportError` where no column varies."""
    return comparison.once("space", lambda: _space(comparison))


def _space(comparison: Comparison) -> Space:
    columns, training = list(comparison.coded.values()), len(comparison.real)
    units = np.unique(comparison.units[:training], return_inverse=True)[1]
    keys = content_keys(training, ((column.column.name, column.real) for column in columns))
    fitted = draw_once(keys, units, FIT_ROWS, rng=comparison.rng("space"))
    tables = [_spread(column) for column in columns]
    sample = np.column_stack([table[column.real[fitted]] for table, column in zip(tables, columns, strict=True)])
    varied = int((sample.var(axis=0) > 0).sum())
    if not varied:
        raise ReportError("no column varies, so that all rows are one.")
    with threadpool_limits(1):
        axes = PCA(min(AXES, len(sample), varied), svd_solver="randomized", random_state=comparison.seed).fit(sample)
    parts = np.split(axes.components_.T, np.cumsum([table.shape[1] for table in tables])[:-1])
    steps = tuple(table @ part for table, part in zip(tables, parts, strict=True))
    return Space(
        steps=steps,
        explained=axes.explained_variance_ratio_,
        weights=np.array([(part**2).sum(axis=0) for part in parts]),
        pool=_sum(steps, [column.pool for column in columns]),
        synthetic=_sum(steps, [column.synthetic for column in columns]),
        fitted=fitted,
    )


def _sum(steps: Sequence[Floats], codes: Sequence[Codes]) -> Floats:
    places = np.zeros((len(codes[0]), steps[0].shape[1]))
    for step, code in zip(steps, codes, strict=True):
        places += step[code]
    return places


def _spread(column: Coded) -> Floats:
    """Where each value, and missing, lies (values + 1, dimensions); the training rows' mean is 0, their variance 1."""
    counts = column.count(column.real)
    table = _ranks(counts) if column.ordered else np.eye(int(column.bins.max()) + 1)[column.bins]
    mean = counts @ table / counts.sum()
    variance = float((counts @ (table - mean) ** 2).sum() / counts.sum())
    return np.asarray((table - mean) / np.sqrt(variance) if variance > 0 else np.zeros_like(table))


def _ranks(counts: NDArray[np.int64]) -> Floats:
    """The middle rank of each value, as a share of the rows, and a dimension for what is missing."""
    known = counts[:-1]
    ranks = (np.cumsum(known) - known / 2) / max(int(known.sum()), 1)
    missing = np.append(np.zeros(len(known)), 1.0)
    return np.column_stack([np.append(ranks, 0.5), missing])
