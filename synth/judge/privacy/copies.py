"""Exact copies: synthetic rows that equal a training row on all modelled columns.

Rows of few or coarse columns are equal by chance as well. So the share of copies is held against the share of fresh
real rows that equal a training row, the natural twins; where there is no holdout, against the duplicates inside the
real table, each row being compared with the others.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.interval import exceeds, share
from synth.judge.rows import number_rows
from synth.judge.score import Score

Numbers = NDArray[np.integer[Any]]


def measure(comparison: Comparison) -> list[Score]:
    """The share of synthetic rows that equal a training row, beside that of natural twins."""
    coded = comparison.coded.values()
    numbers = number_rows(np.concatenate([column.real, column.synthetic, column.holdout]) for column in coded)
    ends = np.cumsum([len(comparison.real), len(comparison.synthetic)])
    training, synthetic, holdout = np.split(numbers, ends)
    return [copies(training, synthetic, holdout if comparison.holdout is not None else None)]


def copies(training: Numbers, synthetic: Numbers, holdout: Numbers | None) -> Score:
    """Score rows given by number (equal rows bear the same): lower is better, and natural twins are par."""
    copied = int(np.isin(synthetic, training).sum())
    if holdout is None:
        fresh, twins, twinned = training, _duplicated(training), "real rows equal another one"
    else:
        fresh, twins, twinned = holdout, int(np.isin(holdout, training).sum()), "holdout rows do"
    found, natural = share(copied, len(synthetic)), share(twins, len(fresh))
    beyond = exceeds(copied, len(synthetic), twins, len(fresh))
    return Score(
        group="privacy",
        measure="copies",
        value=found.value,
        low=found.low,
        high=found.high,
        better="lower",
        reference=natural,
        rows=len(synthetic),
        note=f"{copied:,} of {len(synthetic):,} synthetic rows equal a training row; {twins:,} of {len(fresh):,} "
        f"{twinned}. {_meaning(beyond, found.value > natural.value)}",
        source="Equality on all modelled columns, missing equal to missing; intervals after Wilson (1927)",
    )


def _duplicated(numbers: Numbers) -> int:
    """How many rows have an equal one among the others."""
    counts = np.unique(numbers, return_counts=True)[1]
    return int(counts[counts > 1].sum())


def _meaning(beyond: bool, above: bool) -> str:
    if beyond:
        return "The generator repeats real rows: do not release this table; make it again with stronger protection."
    return "So few rows cannot tell this from chance." if above else "That is no more than chance."
