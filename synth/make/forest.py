"""`forest`: each column is drawn by the votes of a random forest on those before it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from synth.make.contract import Card, Forecast, Generator, Progress, Settings, silent
from synth.make.sequential import grown
from synth.make.sequential.cart import Growth
from synth.make.sequential.engine import FittedSteps, learn_steps, load_steps
from synth.make.sequential.settings import ADVANCED, NO_WATCH, SequentialSettings
from synth.make.sequential.trees_cost import cost
from synth.prepare.schema import Schema
from synth.prepare.table import Table


class ForestSettings(SequentialSettings):
    """How many trees vote, and how far each may go."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Recommended": {},
        "More private": {"min_leaf": 50, "trees": 40},
    }

    trees: int = Field(
        20,
        ge=2,
        le=500,
        title="Trees for each column",
        description="A value is drawn by the votes of so many trees. More of them agree on less by accident.",
    )
    min_leaf: int = Field(
        20,
        ge=2,
        le=100_000,
        title="Smallest leaf (rows)",
        description="A tree draws a value among at least so many real rows. More is more private.",
    )
    features: float = Field(
        0.5,
        gt=0,
        le=1,
        title="Columns seen at a question",
        description="Share of the columns before it that a tree may ask about at each question, drawn anew each time.",
        json_schema_extra=ADVANCED,
    )
    max_depth: int = Field(
        25,
        ge=1,
        le=100,
        title="Deepest tree (questions)",
        description="How many questions a tree may ask before it draws a value.",
        json_schema_extra=ADVANCED,
    )
    most_rows: int = Field(
        1_000_000,
        ge=1_000,
        le=100_000_000,
        title="Rows to grow trees on",
        description="A column's trees grow on so many rows in all. Long tables get fewer trees, then fewer rows.",
        json_schema_extra=ADVANCED,
    )

    def method(self, rows: int) -> grown.Trees:
        """How a column of so many rows is learned."""
        growth = Growth(self.min_leaf, self.max_depth, trust=0.0, features=self.features)
        return grown.Trees(self.trees_for(rows), self.most_rows, self.k, growth)

    def trees_for(self, rows: int) -> int:
        """Trees for each column of a table of so many rows."""
        return max(2, min(self.trees, self.most_rows // max(rows, 1)))


class RandomForest(Generator):
    """Sequential random forests."""

    card: ClassVar[Card] = Card(
        name="forest",
        title="Random forests",
        approach="sequential random forests",
        what="Learns each column from those before it with many different trees, and draws values by their votes.",
        good_for="Noisy tables, in which a single tree takes accidents for relations.",
        not_for="Long tables in a hurry: it takes several times as long as trees." + NO_WATCH,
        cost="A minute for 30,000 rows.",
        licence="MIT",
        paper="Breiman (2001), Machine Learning 45; Caiola & Reiter (2010), Transactions on Data Privacy 3(1)",
    )
    settings: ClassVar[type[Settings]] = ForestSettings
    packages: ClassVar[tuple[str, ...]] = ("scikit-learn",)

    def forecast(self, table: Table, settings: ForestSettings, rows: int) -> Forecast:
        """Estimate time and memory as for trees; rows are passed on however few features are asked about."""
        return cost(table, settings, rows, share=0.3 + 0.7 * settings.features)

    def fit(
        self, table: Table, settings: ForestSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedSteps:
        """Learn every column from those before it."""
        method = settings.method(len(table))
        return learn_steps(table, settings, lambda name: method, rng=rng, progress=progress)

    def load(self, folder: Path, schema: Schema) -> FittedSteps:
        """Read the fitted forests back; `ModelError` where the files are not whole."""
        return load_steps(folder, schema)
