"""Representation: whether the groups of people are as common in the synthetic table as in the real one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.cores import side_by_side
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import Drawn, Floats
from synth.judge.fairness.groups import group
from synth.judge.fairness.outcome import untold
from synth.judge.fairness.sensitive import NONE, guessed, subjects
from synth.judge.fairness.tallies import Tallies, shares
from synth.judge.score import Band, Score

REPRESENTATION = Definition(
    "fairness",
    "representation",
    "lower",
    0.0,
    "Total variation distance of the groups' shares: half the sum of absolute differences.",
)


def measure(comparison: Comparison) -> list[Score]:
    """One score for each sensitive column and each pair of them: 0 the same shares, 1 no group in common."""
    found = subjects(comparison)
    if not found:
        return [REPRESENTATION.not_measured((), NONE)]
    return list(side_by_side(lambda subject: _score(comparison, subject), found))


def _score(comparison: Comparison, subject: tuple[str, ...]) -> Score:
    grouping = group(comparison, subject)
    if len(grouping.labels) < 2:
        return REPRESENTATION.not_measured(
            subject, f"Not measured: there are no two groups of at least {comparison.k} units."
        )
    tallies = Tallies.of(comparison, grouping, untold(comparison))
    real, pool = tallies.real, np.bincount(grouping.pool, minlength=len(grouping.labels))
    rest = pool - tallies.drawn.fresh.sum(axis=-1)
    away = Drawn(
        takes=_apart(shares(tallies.drawn.takes), shares(real)),
        halves=_apart(shares(tallies.drawn.halves), shares(real)),
        fresh=_apart(shares(tallies.drawn.fresh), rest / rest.sum(axis=-1, keepdims=True)) * comparison.fresh_scale,
    )
    value, reference = away.value(comparison, UNIT), away.reference(UNIT, ideal=0)
    note = _note(grouping.labels, shares(real), shares(tallies.synthetic), value, reference) + guessed(
        comparison, subject
    )
    return REPRESENTATION.score(subject, value, reference=reference, rows=comparison.size, note=note)


def _apart(shares: Floats, others: Floats) -> Floats:
    return np.asarray(np.abs(shares - others).sum(axis=-1) / 2)


def _note(labels: Sequence[str], real: Floats, synthetic: Floats, found: Band, reference: Band) -> str:
    said = (
        f"{found.value:.1%} of the rows would have to be of another group for all groups to be as common as real ones"
    )
    if found.value <= reference.high:
        return f"{said}; so it is for fresh real rows. Nothing to do."
    worst = int(np.argmax(real - synthetic))
    return (
        f"{said}; for fresh real rows {reference.high:.1%} at most. “{labels[worst]}” is rarer than it is: "
        f"{synthetic[worst]:.1%} of the synthetic rows, {real[worst]:.1%} of the real ones. Ask for a balance, or "
        "weight the rows."
    )
