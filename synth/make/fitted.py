"""`fitted`: a distribution for each column by itself, and Monte Carlo: every cell is drawn on its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd

from synth.make.contract import Card, Fitted, Forecast, Generator, Progress, Settings, silent
from synth.make.marginal_files import Marginals
from synth.make.marginals import FAMILIES, FEW, ROWS, cells, learn
from synth.prepare.schema import Schema
from synth.prepare.table import Table

FIT = 9e-7
"""Seconds to fit one family to one value, measured on the tables of the benchmark."""
CURVE = 4e-3
"""Seconds for a curve, however few its values: measured on 2,000 columns of 50 rows."""


@dataclass(frozen=True)
class FittedColumns(Fitted):
    """A distribution for each column."""

    marginals: Marginals
    schema: Schema

    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Draw column after column."""
        columns = {}
        for done, column in enumerate(self.schema.columns):
            progress(f"Drawing {column.name}", done, len(self.schema.columns))
            marginal = self.marginals.columns[column.name]
            present = rng.random(rows) >= marginal.missing
            columns[column.name] = cells(marginal, column.kind, rng.random(rows), present)
        return pd.DataFrame(columns, index=pd.RangeIndex(rows))

    def save(self, folder: Path) -> None:
        """Write `marginals.json`."""
        self.marginals.write(folder)


class FittedDistributions(Generator):
    """The best-fitting distribution of each column."""

    card: ClassVar[Card] = Card(
        name="fitted",
        title="Fitted distributions",
        approach="fitted distributions, Monte Carlo",
        what="Finds the distribution that fits each column best, and draws every cell from it by itself.",
        good_for="Test data, load tests, and columns whose relations must not be kept.",
        not_for="Any analysis of two columns at once: no relation between columns is kept.",
        cost="Seconds.",
        licence="MIT",
        paper="Akaike (1974), IEEE Transactions on Automatic Control 19(6); Metropolis & Ulam (1949), JASA 44(247)",
    )
    settings: ClassVar[type[Settings]] = Settings
    packages: ClassVar[tuple[str, ...]] = ("scipy",)

    def forecast(self, table: Table, settings: Settings, rows: int) -> Forecast:
        """Estimate time and memory from the numbers and dates that a curve is fitted to."""
        distinct = table.frame.head(20_000).nunique()
        numbers = [column.name for column in table.schema.columns if column.kind in ("number", "datetime")]
        curves = int((distinct[numbers] > FEW).sum())
        fitted = curves * len(FAMILIES) * min(len(table), ROWS)
        width = len(table.schema.columns)
        seconds = 0.02 + CURVE * curves + FIT * fitted + 4e-7 * rows * width + 3e-7 * len(table) * width
        return Forecast(seconds=seconds, megabytes=230 + rows * width * 24 / 1e6)

    def fit(
        self, table: Table, settings: Settings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedColumns:
        """Learn each column by itself."""
        columns = {}
        for done, column in enumerate(table.schema.columns):
            progress(f"Learning {column.name}", done, len(table.schema.columns))
            columns[column.name] = learn(table.frame[column.name], column.kind, rng)
        return FittedColumns(Marginals(columns=columns), table.schema)

    def load(self, folder: Path, schema: Schema) -> FittedColumns:
        """Read the distributions back; `ModelError` where the file is not whole."""
        return FittedColumns(Marginals.read(folder), schema)
