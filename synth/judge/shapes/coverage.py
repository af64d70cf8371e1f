"""Coverage: how much of what the real column holds the synthetic one reaches; 1 all of it, 0 nothing.

For numbers and dates the share of the stretch between the k-th lowest and the k-th highest real value that lies between
the least and the greatest synthetic one. For categories and booleans the share of the levels held by at least k real
units that occur. Values of fewer units do not count: protection may well have left them out.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from synth.errors import ReportError
from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import Floats
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import each_column, empty_side, over_draws

MOST_NAMED = 3
COVERAGE = Definition(
    "shapes", "coverage", "higher", 1.0, "Range coverage and category coverage, of what at least k real units hold."
)


def measure(comparison: Comparison) -> list[Score]:
    """One score for each column."""

    def score(coded: Coded) -> list[Score]:
        subject, k = (coded.column.name,), comparison.k
        if reason := empty_side(coded):
            return [COVERAGE.not_measured(subject, reason)]
        counted = _by_unit(comparison, coded) if comparison.by_unit else coded
        if not coded.ordered and counted.count(counted.real)[:-1].max() < k:
            return [COVERAGE.not_measured(subject, f"Not measured: no level is held by {k} real units.")]
        halved = coded.values / 2 if coded.ordered else coded.values  # the range may pass the greatest float
        uncovered = partial(range_left, halved, k) if coded.ordered else partial(levels_left, k)
        drawn = over_draws(comparison, counted, uncovered).map(lambda left: 1 - left)
        found, reference = drawn.value(comparison, UNIT), drawn.reference(UNIT, ideal=1)
        said = _range_said(found.value, k) if coded.ordered else _levels_said(counted, k, found.value)
        note = _note(said, found.value, reference)
        return [COVERAGE.score(subject, found, reference=reference, rows=comparison.size, note=note)]

    return each_column(comparison.coded.values(), score, COVERAGE)


def levels_left(k: int, real: Counts, other: Counts) -> Floats:
    """The share of the levels held by at least k that do not occur in the other table; none where there are none."""
    held = real[..., :-1] >= k
    return np.asarray((held & (other[..., :-1] == 0)).sum(axis=-1) / np.maximum(held.sum(axis=-1), 1))


def range_left(values: Floats, k: int, real: Counts, other: Counts) -> Floats:
    """The share of the way from the k-th lowest to the k-th highest value that the other table does not span."""
    low, high = (values[end] for end in _ends(real, k))
    if not np.all(high > low):
        raise ReportError(f"between the {k}-th lowest and the {k}-th highest real value there is no range to cover.")
    least, most = (values[end] for end in _ends(other, 1))
    covered = np.minimum(most, high) - np.maximum(least, low)
    return np.asarray(1 - np.clip(covered / (high - low), 0, 1))


def _ends(counts: Counts, k: int) -> tuple[Counts, Counts]:
    """The places of the k-th lowest and the k-th highest."""
    there = counts[..., :-1]
    if (there.sum(axis=-1) < k).any():
        raise ReportError(f"a draw of rows holds fewer than {k} values.")
    upto, down = np.cumsum(there, axis=-1), np.cumsum(there[..., ::-1], axis=-1)
    return (upto >= k).argmax(axis=-1), there.shape[-1] - 1 - (down >= k).argmax(axis=-1)


def _by_unit(comparison: Comparison, coded: Coded) -> Coded:
    """The column with each unit's repeats of a value set to missing, so that counts are counts of units."""
    repeated = pd.DataFrame({"code": coded.pool, "unit": comparison.units}).duplicated().to_numpy()
    pool, rows = np.where(repeated, np.int32(len(coded.values)), coded.pool), len(coded.real)
    return replace(coded, real=pool[:rows], holdout=pool[rows:])


def _range_said(value: float, k: int) -> str:
    return f"Synthetic values reach over {value:.1%} of the range between the {k}-th lowest and {k}-th highest real one"


def _levels_said(coded: Coded, k: int, value: float) -> str:
    """With the levels that no synthetic row has, of which at least k units hold each."""
    held = coded.count(coded.real)[:-1] >= k
    missed = [str(level) for level in coded.values[held & (coded.count(coded.synthetic)[:-1] == 0)]]
    said = f"Of the {int(held.sum()):,} levels that at least {k} real units hold, {value:.1%} occur"
    if not missed:
        return said
    named = ", ".join(map(repr, missed[:MOST_NAMED])) + (", …" if len(missed) > MOST_NAMED else "")
    return f"{said} ({len(missed):,} in no synthetic row: {named})"


def _note(said: str, value: float, reference: Band) -> str:
    if value >= reference.low:
        return f"{said}, as in fresh real rows. Nothing to do."
    return f"{said}; in fresh real rows at least {reference.low:.1%}. If the rare values matter, try another setting."
