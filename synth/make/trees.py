"""`trees`: each column is learned from those before it with decision trees, and its values are drawn from their nodes.

Reiter (2005), "Using CART to generate partially synthetic public use microdata"; Nowok, Raab & Dibben (2016),
"synthpop: bespoke creation of synthetic data in R". What is added here: trees are grown on states of few classes, and
rows held back tell how far each of them may be trusted (see `synth.make.sequential.cart`).
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np

from synth.make.contract import Card, Forecast, Generator, Progress, Settings, silent
from synth.make.sequential.engine import FittedSteps, learn_steps, load_steps
from synth.make.sequential.settings import NO_WATCH
from synth.make.sequential.trees_cost import cost
from synth.make.trees_settings import TreesSettings
from synth.prepare.schema import Schema
from synth.prepare.table import Table


class Trees(Generator):
    """Sequential decision trees."""

    card: ClassVar[Card] = Card(
        name="trees",
        title="Decision trees",
        approach="sequential trees (CART)",
        what="Learns each column from the columns before it with decision trees, and draws values from their leaves.",
        good_for="Most tables: mixed kinds, missing values, skewed numbers, strong relations; 100 rows to a million.",
        not_for="Sums and orders that must hold to the last digit in every row, unless they are stated as rules."
        + NO_WATCH,
        cost="Seconds to a minute or two; no graphics card.",
        licence="MIT",
        paper="Reiter (2005), Journal of Official Statistics 21(3); Nowok, Raab & Dibben (2016), JSS 74(11)",
    )
    settings: ClassVar[type[Settings]] = TreesSettings
    packages: ClassVar[tuple[str, ...]] = ("scikit-learn",)
    sums: ClassVar[bool] = True

    def forecast(self, table: Table, settings: TreesSettings, rows: int) -> Forecast:
        """Estimate time and memory (see `synth.make.sequential.trees_cost`)."""
        return cost(table, settings, rows)

    def fit(
        self, table: Table, settings: TreesSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedSteps:
        """Learn every column from those before it."""
        method = settings.method(len(table))
        return learn_steps(table, settings, lambda name: method, rng=rng, progress=progress)

    def load(self, folder: Path, schema: Schema) -> FittedSteps:
        """Read the fitted trees back; `ModelError` where the files are not whole."""
        return load_steps(folder, schema)
