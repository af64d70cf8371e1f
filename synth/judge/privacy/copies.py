"""Exact copies: synthetic rows that equal a training row on all modelled columns.

Rows of few or coarse columns are equal by chance as well. So the share of copies is held against that of natural twins:
the real rows, of the holdout and of the training rows themselves, that equal a training row of somebody else.

Copies of holdout rows are counted too: they are real people's rows as well, and where there are any, the generator has
seen the holdout, so that no other measure can be held against it. They are held against training rows that equal one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.interval import exceeds, share
from synth.judge.privacy.near import NO_HOLDOUT
from synth.judge.rows import number_rows, shared
from synth.judge.score import Score

Numbers = NDArray[np.integer[Any]]

_SOURCE = "Equality on all modelled columns, missing equal to missing; intervals after Wilson (1927)"
COPIES = Definition("privacy", "copies", "lower", None, _SOURCE)
HELD_OUT = Definition("privacy", "holdout_copies", "lower", None, _SOURCE)
REPEATS = "The generator repeats real rows: do not release this table; make it again with stronger protection."
SEEN = (
    "It has seen the holdout, or the tables are mixed up: do not release this table; find out what it was made from, "
    "as nothing here tells of its privacy until then."
)


def measure(comparison: Comparison) -> list[Score]:
    """The shares of synthetic rows that equal a training and a holdout row, each beside that of natural twins."""
    coded = comparison.coded.values()
    numbers = number_rows(np.concatenate([column.real, column.synthetic, column.holdout]) for column in coded)
    ends = np.cumsum([len(comparison.real), len(comparison.synthetic)])
    training, synthetic, holdout = np.split(numbers, ends)
    twins = shared(training, comparison.units[: len(training)]) + int(np.isin(holdout, training).sum())
    found = copies(training, synthetic, (twins, len(training) + len(holdout)))
    if comparison.holdout is None:
        return [found, HELD_OUT.not_measured((), NO_HOLDOUT)]
    return [found, held_out(training, synthetic, holdout)]


def copies(training: Numbers, synthetic: Numbers, natural: tuple[int, int]) -> Score:
    """Score rows given by number (equal rows bear the same): lower is better, so many twins of so many real rows are
    par.
    """
    copied = int(np.isin(synthetic, training).sum())
    note = (
        f"{copied:,} of {len(synthetic):,} synthetic rows equal a training row; {natural[0]:,} of {natural[1]:,} real "
        "rows equal one of somebody else. "
    )
    return _score(COPIES, (copied, len(synthetic)), natural, note, REPEATS)


def held_out(training: Numbers, synthetic: Numbers, holdout: Numbers) -> Score:
    """Score rows that equal a holdout row: lower is better, and training rows that do are par."""
    copied, twins = (int(np.isin(rows, holdout).sum()) for rows in (synthetic, training))
    note = (
        f"{copied:,} of {len(synthetic):,} synthetic rows equal a holdout row; {twins:,} of {len(training):,} training "
        "rows do. "
    )
    return _score(HELD_OUT, (copied, len(synthetic)), (twins, len(training)), note, SEEN)


def _score(definition: Definition, found: tuple[int, int], natural: tuple[int, int], note: str, beyond: str) -> Score:
    value, reference = share(*found), share(*natural)
    return definition.score(
        (),
        value,
        reference=reference,
        rows=found[1],
        note=note + (beyond if exceeds(*found, *natural) else _by_chance(value.value > reference.value)),
    )


def _by_chance(above: bool) -> str:
    return "So few rows cannot tell this from chance." if above else "That is no more than chance."
