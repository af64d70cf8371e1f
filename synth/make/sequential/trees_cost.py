"""What `trees` will cost, told from rows, columns and how many values they hold."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from synth.make.contract import Forecast
from synth.make.crowded import ordering
from synth.make.large import few_rows, small_leaf
from synth.make.sequential.design import MOST_LEVELS
from synth.make.sequential.encode import like_levels
from synth.make.sequential.engine import threads
from synth.make.sequential.grown import UNSEEN
from synth.make.sequential.related import MOST_OTHERS
from synth.make.sequential.scores import ROWS
from synth.make.sequential.shares import MOST_ROWS
from synth.prepare.table import Table

GLANCE = 20_000

SORT = 5.4e-9
"""Seconds on one core to sort one row by one feature at one depth, for each doubling of the feature's values.

Fitted to within a factor of two over eleven tables of 303 to 337,000 rows and 7 to 117 columns.
"""
START, TREE, DRAW = 0.015, 9e-4, 1e-6
"""Seconds for each column and for each of its trees, whatever their length, and for each cell that is drawn."""

SCORE = 1.5e-10
"""Seconds on one core to learn scores from one row, for each two columns of the design matrix."""

RELATE = 3e-5
"""Seconds to tell how much one column says of another."""


def relating(columns: int, most_related: int) -> float:
    """Seconds to find the columns that are most related to each."""
    others = np.arange(columns)
    return RELATE * float(np.minimum(others[others > most_related], MOST_OTHERS).sum())


class TreesLike(Protocol):
    """The settings that tell what trees cost."""

    @property
    def min_leaf(self) -> int: ...
    @property
    def max_depth(self) -> int: ...
    @property
    def most_related(self) -> int: ...
    @property
    def most_states(self) -> int: ...
    @property
    def most_rows(self) -> int: ...

    def trees_for(self, rows: int) -> int:
        """Trees for each column of a table of so many rows."""
        ...


def cost(table: Table, settings: TreesLike, rows: int, share: float = 1.0) -> Forecast:
    """Seconds and megabytes of fitting `table` and drawing `rows` rows, and what should be known beforehand.

    `share` is that of the features which each question may be about.
    """
    length, width = len(table), len(table.schema.names)
    distinct = table.frame.head(GLANCE).nunique().to_numpy()
    kinds = [column.kind for column in table.schema.columns]
    seen_twice = np.array([like_levels(kind, int(many), length) for kind, many in zip(kinds, distinct, strict=True)])
    before = np.arange(width)
    seen = share * np.minimum(1, settings.most_related / np.maximum(before, 1))
    sorts = (np.concatenate([[0], np.cumsum((1 + np.log2(1 + distinct)) * (1 + seen_twice))])[:-1] * seen).sum()
    grown = min(length * (1 - UNSEEN), settings.most_rows)
    depth = min(settings.max_depth, np.log2(2 + grown / settings.min_leaf))
    two_stages = (distinct > settings.most_states).mean()
    levels = np.minimum(distinct, MOST_LEVELS)
    spread = np.where(np.array(kinds) == "category", levels, 1 + levels * seen_twice)
    design = np.concatenate([[0], np.cumsum(spread)])[:-1] * seen
    trees = settings.trees_for(length)
    scores = SCORE * (design**2).sum() * min(grown, ROWS) * trees
    seconds = scores + SORT * sorts * (trees + two_stages) * grown * depth + (START + TREE * trees) * width
    held = length * 4 * (3 * threads() * min(width, settings.most_related) * (1 + seen_twice.mean()) + 4 * width)
    return Forecast(
        seconds=float(
            seconds / threads()
            + DRAW * (rows + min(length, MOST_ROWS)) * width
            + relating(width, settings.most_related)
        ),
        megabytes=float(230 + (held + rows * width * 16) / 1e6 + ordering(table)),
        warnings=(*few_rows(length, width), *small_leaf(settings.min_leaf)),
    )
