"""Shares set right on drawn rows, column after column, as columns that are drawn one after the other drift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from synth.make.contract import Progress
from synth.make.sequential.files import AnyStep, Step
from synth.make.sequential.learned import Rows, features_of
from synth.make.sequential.levels import Codes

MOST_ROWS = 50_000
"""More drawn rows than this say hardly more of a share."""


def set_right(
    steps: Sequence[AnyStep],
    counts: Mapping[str, Rows],
    rows: int,
    rng: np.random.Generator,
    progress: Progress,
) -> tuple[AnyStep, ...]:
    """The same steps, each set right on so many rows of the columns before it, which are drawn by steps set right.

    `counts` are the rows learned from in each state of each column.
    """
    codes: dict[str, Codes] = {}
    columns: dict[str, pd.Series] = {}
    right: list[AnyStep] = []
    for done, step in enumerate(steps):
        name = step.coding.name
        progress(f"Setting shares of {name} right", done, len(steps))
        if isinstance(step, Step):
            features = features_of(codes, step.parents, rows)
            learned, codes[name] = step.learned.set_right(features, counts[name], rng)
            right.append(replace(step, learned=learned))
            columns[name] = step.values(codes[name], columns)
        else:
            right.append(step)
            codes[name], columns[name] = step.draw(codes, columns, rows, rng)
    return tuple(right)
