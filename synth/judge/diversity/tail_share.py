"""Tails: are there as many rows at the outer ends of numbers and dates as among the real ones?

For each column, the share of rows whose value is among the lowest or the highest 2.5 % of the training rows: 5 % for a
fresh sample, less where many share one value. Generators that smooth lose tails;
those that invent spread them. For the table, the share of rows that are far out, beyond the outer 0.5 % of any column.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import Floats
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import Distance, each_column, over_draws
from synth.prepare.schema import Column

END, FAR = 0.025, 0.005
TAIL = Definition("diversity", "tail_share", "nearer", None, "Rows beyond the 2.5 % and 97.5 % quantiles of training.")
FAR_OUT = Definition(
    "diversity", "far_out", "nearer", None, "Rows beyond the 0.5 % or 99.5 % quantile of training in any column."
)


def measure(comparison: Comparison) -> list[Score]:
    """The share of rows far out in any column, then that in the tails of each."""
    ordered = [coded for coded in comparison.coded.values() if coded.ordered]
    if not ordered:
        return [FAR_OUT.not_measured((), "Not measured: there is no number or date, so there are no tails.")]
    return [_far_out(comparison, ordered), *each_column(ordered, lambda coded: [_tail(comparison, coded)], TAIL)]


def outer(coded: Coded, end: float) -> NDArray[np.bool_]:
    """Which values, and missing as never, are among that share of the training rows at either end (values + 1,)."""
    known = coded.count(coded.real)[:-1]
    upto = np.cumsum(known)
    most = end * known.sum()
    beyond = (upto <= most) | (known.sum() - upto + known <= most)
    return np.append(beyond & (known.sum() > 0), False)


def _tail(comparison: Comparison, coded: Coded) -> Score:
    subject = (coded.column.name,)
    beyond = outer(coded, END)
    ideal = float((coded.count(coded.real) * beyond).sum() / len(coded.real))
    if not ideal:
        return TAIL.not_measured(subject, "Not measured: so many rows share the outermost values that it has no tails.")

    def tail(_: Counts, other: Counts) -> Floats:
        return np.asarray((other * beyond).sum(axis=-1) / other.sum(axis=-1))

    return _score(comparison, TAIL, coded, tail, ideal, subject, "rows lie in the outer ends of this column")


def _far_out(comparison: Comparison, columns: list[Coded]) -> Score:
    """The share of rows that are far out, as that of the second of two levels."""
    masks = [outer(coded, FAR) for coded in columns]

    def far(tables: list[NDArray[np.int32]]) -> NDArray[np.int32]:
        out = np.zeros(len(tables[0]), dtype=bool)
        for mask, codes in zip(masks, tables, strict=True):
            out |= mask[codes]
        return out.astype(np.int32)

    coded = Coded(
        column=Column(name="far out", kind="boolean"),
        values=np.arange(2),
        real=far([coded.real for coded in columns]),
        synthetic=far([coded.synthetic for coded in columns]),
        holdout=far([coded.holdout for coded in columns]),
        bins=np.arange(3),
        width=2,
    )
    ideal = float(coded.real.mean())
    return _score(comparison, FAR_OUT, coded, _second, ideal, (), "rows are far out in at least one number or date")


def _second(_: Counts, other: Counts) -> Floats:
    return np.asarray(other[..., 1] / other.sum(axis=-1))


def _score(
    comparison: Comparison,
    definition: Definition,
    coded: Coded,
    share: Distance,
    ideal: float,
    subject: tuple[str, ...],
    said: str,
) -> Score:
    drawn = over_draws(comparison, coded, share)
    found, reference = drawn.value(comparison, UNIT), drawn.reference(UNIT)
    note = _note(found, reference, ideal, said)
    return replace(definition, ideal=ideal).score(subject, found, reference=reference, rows=comparison.size, note=note)


def _note(found: Band, reference: Band, ideal: float, said: str) -> str:
    text = f"{found.value:.1%} of the synthetic {said}, {ideal:.1%} of the training rows"
    if found.high < reference.low:
        return f"{text}: the ends are thinned out. If rare cases matter, use another generator or weaker protection."
    if found.low > reference.high:
        return f"{text}: too many are far from the middle. Look at the distributions."
    return f"{text}: no further apart than chance. Nothing to do."
