"""Repeated rows: how many rows of the table repeat another row of it, beside an equally large real sample?

Few or coarse columns repeat by themselves. A generator that makes the same rows again and again has collapsed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import prediction
from synth.judge.draws import content_keys, draw_rows
from synth.judge.interval import share
from synth.judge.rows import number_rows
from synth.judge.score import Band, Score

REPEATED = Definition(
    "diversity",
    "repeated_rows",
    "nearer",
    None,
    "1 − distinct rows / rows, on all modelled columns; interval after Wilson (1927).",
)


def measure(comparison: Comparison) -> list[Score]:
    """The share of rows that repeat an earlier one, in draws as large as a fresh sample."""
    coded = comparison.coded
    numbers = number_rows(np.concatenate([column.pool, column.synthetic]) for column in coded.values())
    pool, synthetic = np.split(numbers, [len(comparison.units)])
    fresh = np.array([repeated(pool[rows]) for rows in comparison.fresh])
    size = len(comparison.fresh[0])
    keys = content_keys(len(synthetic), ((name, column.synthetic) for name, column in coded.items()))
    units, rng = comparison.synthetic.units(), comparison.rng("repeated_rows")
    draws = draw_rows(keys, units, size, rng=rng) if size < len(synthetic) else (np.arange(len(synthetic)),)
    value = float(np.mean([repeated(synthetic[rows]) for rows in draws]))
    interval = share(round(value * size), size)
    found = Band(value=value, low=min(value, interval.low), high=max(value, interval.high))
    reference = prediction(fresh, UNIT)[0]
    note = _note(found, reference, size)
    return [replace(REPEATED, ideal=reference.value).score((), found, reference=reference, rows=size, note=note)]


def repeated(numbers: NDArray[np.int64]) -> float:
    """The share of rows, given by number, that repeat an earlier one."""
    return 1 - len(np.unique(numbers)) / len(numbers)


def _note(found: Band, reference: Band, rows: int) -> str:
    said = (
        f"Of {rows:,} synthetic rows, {found.value:.1%} repeat another one; of as many real rows {reference.value:.1%}"
    )
    if found.low > reference.high:
        collapse = " Mode collapse: it makes the same rows again and again." if found.value > _much(reference) else ""
        return f"{said}: more than chance.{collapse} Use another generator or setting."
    if found.high < reference.low:
        return f"{said}: rows differ more than real ones do. Look at the columns with many values."
    return f"{said}: no more than chance. Nothing to do."


def _much(reference: Band) -> float:
    """A share of repeated rows that no variation of the real table explains."""
    return 2 * reference.high + 0.05
