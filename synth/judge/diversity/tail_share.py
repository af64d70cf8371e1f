"""Tails: are there as many rows at the outer ends of numbers and dates as among the real ones?

For each column, the share of rows whose value is among the lowest or the highest 2.5 % of the training rows: 5 % for a
fresh sample, less where many share one value. Generators that smooth lose tails; those that invent spread them. For the
table, the share of rows that are far out, beyond the outer 0.5 % of any column. Few rows do not tell well where tails
start: so the rows that a fresh draw left tell it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded, Codes, Counts
from synth.judge.comparison import Comparison
from synth.judge.cores import side_by_side
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import Drawn, Floats
from synth.judge.draws import Rows
from synth.judge.interval import proportion
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import each_column, over_draws
from synth.prepare.schema import Column

END, FAR = 0.025, 0.005
TAIL = Definition("diversity", "tail_share", "nearer", None, "Rows beyond the 2.5% and 97.5% quantiles of training.")
FAR_OUT = Definition(
    "diversity", "far_out", "nearer", None, "Rows beyond the 0.5% or 99.5% quantile of training in any column."
)


def measure(comparison: Comparison) -> list[Score]:
    """The share of rows far out in any column, then that in the tails of each."""
    ordered = [coded for coded in comparison.coded.values() if coded.ordered]
    if not ordered:
        return [FAR_OUT.not_measured((), "Not measured: there is no number or date, so there are no tails.")]
    return [_far_out(comparison, ordered), *each_column(ordered, lambda coded: [_tail(comparison, coded)], TAIL)]


def outer(counts: Counts, end: float) -> NDArray[np.bool_]:
    """Which values, and missing as never, are among that share of the counted rows at either end (…, values + 1)."""
    known = counts[..., :-1]
    upto, whole = np.cumsum(known, axis=-1), known.sum(axis=-1, keepdims=True)
    beyond = (upto <= end * whole) | (whole - upto + known <= end * whole)
    return np.concatenate([beyond & (whole > 0), np.zeros_like(whole, dtype=bool)], axis=-1)


def _tail(comparison: Comparison, coded: Coded) -> Score:
    subject, counts = (coded.column.name,), coded.count(coded.real)
    ideal = float((counts * outer(counts, END)).sum() / len(coded.real))
    if not ideal:
        return TAIL.not_measured(subject, "Not measured: so many rows share the outermost values that it has no tails.")
    drawn = over_draws(comparison, coded, surplus).map(lambda surplus: ideal + surplus)
    return _score(comparison, TAIL, drawn, ideal, subject, "rows lie in the outer ends of this column")


def surplus(real: Counts, other: Counts) -> Floats:
    """By how much the share of other rows in the tails of the real ones exceeds that of the real ones themselves."""
    beyond = outer(real, END)
    mine, others = ((rows * beyond).sum(axis=-1) / rows.sum(axis=-1) for rows in (real, other))
    return np.asarray(others - mine)


def _far_out(comparison: Comparison, columns: list[Coded]) -> Score:
    """The share of rows that are far out, as that of the second of two levels."""
    masks = [outer(coded.count(coded.real), FAR) for coded in columns]
    coded = Coded(
        column=Column(name="far out", kind="boolean"),
        values=np.arange(2),
        real=_far(masks, [coded.real for coded in columns]),
        synthetic=_far(masks, [coded.synthetic for coded in columns]),
        holdout=_far(masks, [coded.holdout for coded in columns]),
        bins=np.arange(3),
        width=2,
    )
    ideal = float(coded.real.mean())
    drawn = over_draws(comparison, coded, lambda _, other: np.asarray(other[..., 1] / other.sum(axis=-1)))
    fresh = side_by_side(lambda rows: _fresh(columns, rows), comparison.fresh)
    drawn = replace(drawn, fresh=ideal + comparison.fresh_scale * np.array(fresh))
    return _score(comparison, FAR_OUT, drawn, ideal, (), "rows are far out in at least one number or date")


def _far(masks: Sequence[NDArray[np.bool_]], tables: Sequence[Codes]) -> NDArray[np.int32]:
    """Whether each row is far out in any column."""
    out = np.zeros(len(tables[0]), dtype=bool)
    for mask, codes in zip(masks, tables, strict=True):
        out |= mask[codes]
    return out.astype(np.int32)


def _fresh(columns: Sequence[Coded], rows: Rows) -> float:
    """By how much more of the drawn real rows are far out than of those they left, which say how far that is."""
    drawn = np.zeros(len(columns[0].pool), dtype=bool)
    drawn[rows] = True
    out = _far([outer(coded.count(coded.pool[~drawn]), FAR) for coded in columns], [coded.pool for coded in columns])
    return float(out[drawn].mean() - out[~drawn].mean())


def _score(
    comparison: Comparison, definition: Definition, drawn: Drawn, ideal: float, subject: tuple[str, ...], said: str
) -> Score:
    found, reference = _sure(drawn.value(comparison, UNIT), len(comparison.synthetic)), drawn.reference(UNIT)
    note = _note(found, reference, ideal, said)
    return replace(definition, ideal=ideal).score(subject, found, reference=reference, rows=comparison.size, note=note)


def _sure(found: Band, rows: int) -> Band:
    """The interval, after Wilson where resampling tells none: no row of few does not mean none of many."""
    return proportion(found.value, rows) if found.low == found.high else found


def _note(found: Band, reference: Band, ideal: float, said: str) -> str:
    text = f"{found.value:.1%} of the synthetic {said}, {ideal:.1%} of the training rows"
    further = abs(found.value - ideal) > abs(reference.value - ideal)
    if further and found.high < reference.low:
        return f"{text}: the ends are thinned out. If rare cases matter, use another generator or weaker protection."
    if further and found.low > reference.high:
        return f"{text}: too many are far from the middle. Look at the distributions."
    return f"{text}: no further apart than chance. Nothing to do."
