"""`regression`: each column is drawn from a regression on those before it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from synth.make.contract import Card, Forecast, Generator, Progress, Settings, silent
from synth.make.crowded import ordering
from synth.make.large import few_rows, long_regression
from synth.make.sequential.engine import FittedSteps, learn_steps, load_steps, threads
from synth.make.sequential.regressed import Regression
from synth.make.sequential.settings import ADVANCED, NO_WATCH, SequentialSettings
from synth.make.sequential.trees_cost import relating
from synth.prepare.schema import Schema
from synth.prepare.table import Table

CELL = 3.5e-10
"""Seconds on one core for one cell of the design matrix and one class, over all steps of a regression."""
DRAWN = 1.8e-6
"""Seconds for each cell that is put in order and drawn.

Both were fitted to ten tables of 242 to 39,116 rows and 7 to 117 columns, each of which they tell within three fifths.
"""


class RegressionSettings(SequentialSettings):
    """How regressions are held back, and among how many donors a number is drawn."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Recommended": {},
        "More private": {"neighbours": 30, "l2": 10.0},
    }

    neighbours: int = Field(
        10,
        ge=1,
        le=1_000,
        title="Donors",
        description="A number is drawn among so many rows for which the regression foretells most nearly the same.",
    )
    l2: float = Field(
        1.0,
        ge=0,
        le=1_000_000,
        title="L2 penalty",
        description="Holds coefficients back, as so many rows would that show no relation.",
    )
    most_rows: int = Field(
        20_000,
        ge=1_000,
        le=100_000_000,
        title="Rows to learn from",
        description="A column's regression is fitted to so many rows at most, drawn by the seed.",
        json_schema_extra=ADVANCED,
    )

    def method(self, rows: int) -> Regression:
        """How a column of so many rows is learned."""
        return Regression(self.most_rows, self.l2, self.neighbours)


class SequentialRegression(Generator):
    """Sequential regressions."""

    card: ClassVar[Card] = Card(
        name="regression",
        title="Regressions",
        approach="sequential regressions",
        what="Foretells each column from those before it by a regression: logistic for levels, ordered for grades, "
        "linear for numbers, whose values are those of rows with a like forecast.",
        good_for="Tables whose relations are straight, and small ones, where trees see too little.",
        not_for="Thresholds, and relations that hold in some of the rows only: one line is drawn through all."
        + NO_WATCH,
        cost="Seconds to a minute.",
        licence="MIT",
        paper="Raghunathan, Reiter & Rubin (2003), Journal of Official Statistics 19(1); Rubin (1986), JBES 4(1)",
    )
    settings: ClassVar[type[Settings]] = RegressionSettings
    packages: ClassVar[tuple[str, ...]] = ("scipy",)

    def forecast(self, table: Table, settings: RegressionSettings, rows: int) -> Forecast:
        """Estimate time and memory from the design matrices."""
        width = len(table.schema.names)
        distinct = table.frame.head(20_000).nunique().to_numpy()
        words = np.array([column.kind in ("category", "boolean") for column in table.schema.columns])
        own = np.where(words, np.minimum(distinct, 20), 2)
        columns = np.minimum(np.cumsum(own) - own, settings.most_related * own.mean()) + 1
        classes = np.where(words | (distinct <= 10), np.minimum(distinct, settings.most_levels), 1)
        length = min(len(table), settings.most_rows)
        work = float((columns * classes).sum())
        seconds = 0.05 + CELL * 100 * work * length / threads() + rows * (3e-8 * float(columns.sum()) + DRAWN * width)
        megabytes = 230 + threads() * length * float(columns.max()) * 40 / 1e6 + rows * width * 16 / 1e6
        megabytes += ordering(table)
        warnings = (*few_rows(len(table), width), *long_regression(int(columns.max()), length))
        return Forecast(seconds + relating(width, settings.most_related), megabytes, warnings)

    def fit(
        self, table: Table, settings: RegressionSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedSteps:
        """Learn every column from those before it."""
        method = settings.method(len(table))
        return learn_steps(table, settings, lambda name: method, rng=rng, progress=progress)

    def load(self, folder: Path, schema: Schema) -> FittedSteps:
        """Read the regressions back; `ModelError` where the files are not whole."""
        return load_steps(folder, schema)
