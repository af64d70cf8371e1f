"""`copula`: fitted distributions held together by a Gaussian copula, for mixed kinds and missing values.

Each column is an axis of normal scores, and so is whether a value is there, where some are missing. A level or a spike
is a stretch of its axis, and stands at the mean of that stretch. Such scores vary by less than 1, and their correlation
falls short of the axes' own by the root of the product of both variances, which is divided out (after Olsson, Drasgow &
Dorans 1982).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from synth.errors import ModelError, TableError
from synth.make.contract import Card, Fitted, Forecast, Generator, Progress, Settings, silent
from synth.make.fitted import FittedDistributions
from synth.make.large import few_rows
from synth.make.marginal_files import Axis, Marginals
from synth.make.marginals import Curve, Levels, cells, learn
from synth.prepare.schema import Schema
from synth.prepare.table import Table

ROWS = 50_000
MOST_AXES = 4_000
MOST = 0.995
GRID = 2_000
_EDGE = 1e-9

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FittedCopula(Fitted):
    """Distributions, and the factor of the matrix of correlations between their axes."""

    marginals: Marginals
    schema: Schema
    factor: Floats

    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Draw normal scores that go together, then turn each axis into its column."""
        progress("Drawing scores", 0, len(self.schema.columns))
        scores = self.factor @ rng.standard_normal((len(self.factor), rows))
        places = dict(zip(self.marginals.axes, norm.cdf(scores), strict=True))
        columns = {}
        for done, column in enumerate(self.schema.columns):
            progress(f"Drawing {column.name}", done, len(self.schema.columns))
            marginal = self.marginals.columns[column.name]
            there = places.get((column.name, "there"))
            present = np.ones(rows, dtype=bool) if there is None else there >= marginal.missing
            columns[column.name] = cells(marginal, column.kind, places[column.name, "value"], present)
        return pd.DataFrame(columns, index=pd.RangeIndex(rows))

    def save(self, folder: Path) -> None:
        """Write `marginals.json`."""
        self.marginals.write(folder)


class Copula(Generator):
    """A Gaussian copula over fitted distributions."""

    card: ClassVar[Card] = Card(
        name="copula",
        title="Gaussian copula",
        approach="fitted distributions with a Gaussian copula",
        what="Fits a distribution to each column, and one correlation to each two of them.",
        good_for="Smooth numbers that rise and fall together; a baseline that is easy to explain.",
        not_for="Relations that are no straight ones, or that hold between three columns: only correlations are kept.",
        cost="Seconds.",
        licence="MIT",
        paper="Patki, Wedge & Veeramachaneni (2016), DSAA; Olsson, Drasgow & Dorans (1982), Psychometrika 47(3)",
    )
    settings: ClassVar[type[Settings]] = Settings
    packages: ClassVar[tuple[str, ...]] = ("scipy",)

    def forecast(self, table: Table, settings: Settings, rows: int) -> Forecast:
        """As for `fitted`, and the matrix of all axes."""
        alone = FittedDistributions().forecast(table, settings, rows)
        axes = len(table.schema.columns) + int(table.frame.isna().any().sum())
        _check_axes(axes)
        seconds = alone.seconds + 2e-8 * axes * (min(len(table), ROWS) + 2 * rows) + 1e-9 * axes**3
        megabytes = alone.megabytes + 16 * axes * (rows + axes) / 1e6
        return Forecast(seconds, megabytes, tuple(few_rows(len(table), axes)))

    def fit(
        self, table: Table, settings: Settings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedCopula:
        """Learn each column, then the correlations of all axes on at most 50,000 rows."""
        _check_axes(len(table.schema.columns) + int(table.frame.isna().any().sum()))
        columns = {}
        for done, column in enumerate(table.schema.columns):
            progress(f"Learning {column.name}", done, len(table.schema.columns))
            columns[column.name] = learn(table.frame[column.name], column.kind, rng)
        some = table if len(table) <= ROWS else table.take(rng.choice(len(table), ROWS, replace=False))
        axes = dict(_axes(some, columns))
        variances = [resolution(columns[name] if of == "value" else _gaps(columns[name].missing)) for name, of in axes]
        correlations = correlate(np.array(list(axes.values())), np.array(variances))
        lower = correlations[np.tril_indices(len(axes), -1)]
        marginals = Marginals(columns=columns, axes=tuple(axes), correlations=tuple(lower.tolist()))
        return FittedCopula(marginals, table.schema, _factor(marginals))

    def load(self, folder: Path, schema: Schema) -> FittedCopula:
        """Read the file back; `ModelError` where it is not whole."""
        marginals = Marginals.read(folder)
        return FittedCopula(marginals, schema, _factor(marginals))


def _check_axes(axes: int) -> None:
    if axes > MOST_AXES:
        raise TableError(
            f"A copula of {axes:,} columns (those with gaps count twice) needs a matrix too large to work with: "
            f"{MOST_AXES:,} at the most. Drop columns on the Profile page, or choose another generator."
        )


def _axes(table: Table, columns: dict[str, Curve | Levels]) -> Iterator[tuple[Axis, Floats]]:
    """The normal scores of each axis: NaN where the value that they are of is missing."""
    for name, marginal in columns.items():
        cells = table.frame[name]
        there = cells.notna().to_numpy()
        scores = np.full(len(cells), np.nan)
        scores[there] = middle(*marginal.spans(cells[there]))
        yield (name, "value"), scores
        if marginal.missing > 0:
            yield (name, "there"), middle(*_gaps(marginal.missing).spans(pd.Series(there)))


def _gaps(missing: float) -> Levels:
    """Whether a value is there, as the levels of a column."""
    return Levels(missing=0, levels=(False, True), shares=(missing, 1 - missing))


def middle(low: Floats, high: Floats) -> Floats:
    """The mean normal score of each stretch from `low` to `high`; at a point, its own."""
    wide = high - low > _EDGE
    ends = norm.ppf(np.clip([low, high], _EDGE, 1 - _EDGE))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (norm.pdf(ends[0]) - norm.pdf(ends[1])) / (norm.cdf(ends[1]) - norm.cdf(ends[0]))
    return np.asarray(np.where(wide, mean, ends[0]))


def resolution(marginal: Curve | Levels) -> float:
    """The variance of an axis' scores if its column is as its marginal says: 1 for a curve, less for levels."""
    grid = (np.arange(GRID) + 0.5) / GRID
    values = marginal.values(grid)
    return float((middle(*marginal.spans(pd.Series(values))) ** 2).mean())


def correlate(axes: Floats, variances: Floats) -> Floats:
    """Correlations of the axes behind these scores (axes × rows, NaN for missing), made positive definite.

    `variances` are those that the scores should have; what they fall short of 1 weakens their correlations.
    """
    there = np.isfinite(axes)
    scores, mask = np.where(there, axes, 0.0), there.astype(float)
    squares = scores**2 @ mask.T
    with np.errstate(invalid="ignore", divide="ignore"):
        found = scores @ scores.T / np.sqrt(squares * squares.T) / np.sqrt(np.outer(variances, variances))
    correlations = np.clip(np.where(np.isfinite(found), found, 0.0), -MOST, MOST)
    np.fill_diagonal(correlations, 1.0)
    values, vectors = np.linalg.eigh(correlations)
    positive = (vectors * np.maximum(values, 1e-6)) @ vectors.T
    scale = np.sqrt(np.diag(positive))
    return np.asarray(positive / np.outer(scale, scale))


def _factor(marginals: Marginals) -> Floats:
    """The lower triangle whose product with itself is the matrix of correlations."""
    matrix = np.eye(len(marginals.axes))
    rows, columns = np.tril_indices(len(matrix), -1)
    try:
        matrix[rows, columns] = matrix[columns, rows] = marginals.correlations
        return np.asarray(np.linalg.cholesky(matrix))
    except (ValueError, np.linalg.LinAlgError) as error:
        raise ModelError("The correlations of the copula cannot be read. Fit the model again.") from error
