"""Shares set right on drawn rows, column after column, as columns that are drawn one after the other drift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from synth.make.contract import Progress
from synth.make.sequential.files import AnyStep, Step
from synth.make.sequential.learned import features_of
from synth.make.sequential.levels import Codes

MOST_ROWS = 100_000
"""More drawn rows than this say hardly more of a share."""


def set_right(steps: Sequence[AnyStep], rows: int, rng: np.random.Generator, progress: Progress) -> tuple[AnyStep, ...]:
    """The same steps, each set right on so many rows of the columns before it, which are drawn by steps set right."""
    codes: dict[str, Codes] = {}
    columns: dict[str, pd.Series] = {}
    right: list[AnyStep] = []
    for done, step in enumerate(steps):
        name = step.coding.name
        progress(f"Setting shares of {name} right", done, len(steps))
        if isinstance(step, Step):
            seen = features_of(codes, step.parents, rows)
            right.append(replace(step, learned=step.learned.set_right(seen, rng)))
        else:
            right.append(step)
        codes[name], columns[name] = right[-1].draw(codes, columns, rows, rng)
    return tuple(right)
