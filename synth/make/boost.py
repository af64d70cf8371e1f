"""`boost`: each column is learned from those before it with gradient boosting, and drawn by the chances it gives.

Numbers are told apart by ranges of equal counts, with values that many rows hold as ranges of their own. The ranges, or
the levels of a category, are halved until one is left, each time by a booster; a decision tree then draws the value
within the range.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from synth.make.contract import Card, Forecast, Generator, Progress, Settings, silent
from synth.make.crowded import ordering
from synth.make.large import few_rows, small_leaf
from synth.make.sequential.boosted import Boosting
from synth.make.sequential.cart import Growth
from synth.make.sequential.engine import ROWS_PER_STATE, FittedSteps, learn_steps, load_steps, threads
from synth.make.sequential.settings import ADVANCED, NO_WATCH, SequentialSettings
from synth.make.sequential.shares import MOST_ROWS
from synth.make.sequential.trees_cost import relating
from synth.prepare.schema import Schema
from synth.prepare.table import Table

ROUND = 5.5e-9
"""Seconds on one core to learn one row by one feature in one round.

Fitted with `CUT` to within a factor of two over six tables of 152 to 24,000 rows and 10 to 119 columns.
"""
CUT = 1.5e-3
"""Seconds on one core for each booster, whatever its rows."""
DRAW = 1.2e-8
"""Seconds to draw one row in one round."""
USUAL_ROUNDS, USUAL_ROWS = 60, 25_000
"""Rounds of a booster of so many rows and fewer; of more rows, they grow with the cube root."""


class BoostSettings(SequentialSettings):
    """How boosters grow and when they stop."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Recommended": {},
        "Quick": {"rounds": 40, "learning_rate": 0.2},
        "More private": {"min_leaf": 100, "leaves": 4, "l2": 10.0},
    }

    most_states: int = Field(
        64,
        ge=4,
        le=100,
        title="Ranges of a number",
        description="A number or date of more values is learned in two stages: first its range, then its value in it.",
        json_schema_extra=ADVANCED,
    )
    min_leaf: int = Field(
        20,
        ge=2,
        le=100_000,
        title="Smallest leaf (rows)",
        description="A tree asks no question that leaves fewer rows on one side. More is more private.",
    )
    leaves: int = Field(
        7,
        ge=2,
        le=255,
        title="Leaves of a tree",
        description="How finely each tree may cut the rows. More learns finer relations, and more accidents.",
    )
    rounds: int = Field(
        200,
        ge=1,
        le=5_000,
        title="Most rounds",
        description="Trees that are added one after the other at most; it stops where rows held back no longer gain.",
        json_schema_extra=ADVANCED,
    )
    learning_rate: float = Field(
        0.1,
        gt=0,
        le=1,
        title="Learning rate",
        description="How much each round corrects. Less takes more rounds and learns more smoothly.",
        json_schema_extra=ADVANCED,
    )
    patience: int = Field(
        15,
        ge=1,
        le=500,
        title="Rounds without gain",
        description="After so many rounds in which rows held back gain nothing, it stops at the best round.",
        json_schema_extra=ADVANCED,
    )
    held_back: float = Field(
        0.1,
        ge=0.02,
        le=0.5,
        title="Rows held back",
        description="Share of the training rows that decide when to stop, and are not learned from.",
        json_schema_extra=ADVANCED,
    )
    gain: float = Field(
        2.0,
        ge=0,
        le=1_000,
        title="Least gain of a question",
        description="What a question must gain, in twice the log likelihood of the rows it is asked of. An accident "
        "gains 1 on average, and 2 is what it must gain to foretell unseen rows better (Akaike). More is more private.",
        json_schema_extra=ADVANCED,
    )
    l1: float = Field(
        0.0,
        ge=0,
        le=1_000,
        title="L1 penalty",
        description="Pulls small corrections to nothing.",
        json_schema_extra=ADVANCED,
    )
    l2: float = Field(
        1.0,
        ge=0,
        le=1_000,
        title="L2 penalty",
        description="Makes all corrections smaller, those of few rows most.",
        json_schema_extra=ADVANCED,
    )

    def method(self, rows: int) -> Boosting:
        """How a column of so many rows is learned."""
        options = {
            "learning_rate": self.learning_rate,
            "num_leaves": self.leaves,
            "min_data_in_leaf": self.min_leaf,
            "min_gain_to_split": self.gain,
            "lambda_l1": self.l1,
            "lambda_l2": self.l2,
            "max_bin": 255,
        }
        return Boosting(
            rounds=self.rounds,
            patience=self.patience,
            held_back=self.held_back,
            most_rows=self.most_rows,
            k=self.k,
            min_leaf=self.min_leaf,
            growth=Growth(self.min_leaf, 25, 1.0),
            options=options,
        )


class Boost(Generator):
    """Sequential gradient boosting."""

    card: ClassVar[Card] = Card(
        name="boost",
        title="Gradient boosting",
        approach="sequential gradient boosting",
        what="Learns each column from the columns before it with boosted trees, and draws values by their chances.",
        good_for="Release: the finest relations, hardly any copying; mixed kinds, missing values, skewed numbers.",
        not_for="A first look, for which trees are quicker; sums that must hold in every row, unless stated as rules."
        + NO_WATCH,
        cost="Seconds for 30,000 rows; minutes for some 300,000; no graphics card.",
        licence="MIT",
        paper="Friedman (2001), Annals of Statistics 29(5); Ke et al. (2017), LightGBM, NeurIPS",
    )
    settings: ClassVar[type[Settings]] = BoostSettings
    packages: ClassVar[tuple[str, ...]] = ("lightgbm", "scikit-learn")
    sums: ClassVar[bool] = True

    def forecast(self, table: Table, settings: BoostSettings, rows: int) -> Forecast:
        """Estimate time and memory from rows, columns and how often the states of each are halved."""
        length, width = min(len(table), settings.most_rows), len(table.schema.names)
        distinct = table.frame.head(20_000).nunique().to_numpy()
        states = np.clip(distinct, 2, max(2, min(settings.most_states, len(table) // ROWS_PER_STATE)))
        depth = np.log2(states)
        parents = np.minimum(np.arange(width), settings.most_related)
        rounds = min(settings.rounds, USUAL_ROUNDS * max(1.0, length / USUAL_ROWS) ** (1 / 3))
        learned = ROUND * float((depth * (parents + 3)).sum()) * length * rounds + CUT * float((states - 1).sum())
        drawn = rows + min(len(table), MOST_ROWS)
        seconds = 0.05 + learned / threads() + DRAW * drawn * float(depth.sum()) * rounds
        seconds += relating(width, settings.most_related)
        megabytes = 250 + (len(table) * width * 24 + rows * width * 16) / 1e6 + ordering(table)
        return Forecast(seconds, megabytes, (*few_rows(len(table), width), *small_leaf(settings.min_leaf)))

    def fit(
        self, table: Table, settings: BoostSettings, *, rng: np.random.Generator, progress: Progress = silent
    ) -> FittedSteps:
        """Learn every column from those before it."""
        method = settings.method(len(table))
        return learn_steps(table, settings, lambda name: method, rng=rng, progress=progress)

    def load(self, folder: Path, schema: Schema) -> FittedSteps:
        """Read the fitted boosters back; `ModelError` where the files are not whole."""
        return load_steps(folder, schema)
