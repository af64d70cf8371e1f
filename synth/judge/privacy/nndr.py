"""Nearest-neighbour distance ratio: does each synthetic row lie near to one training row, or between several?

A row's ratio is its distance to the nearest training row over that to the second nearest: 0 for a copy of a row that
stands alone, near 1 for a row between others. The score is the mean over synthetic rows, from 0 to 1; the reference is
that of holdout rows. A ratio below it says that rows are attached to single people.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import t

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.interval import NORMAL
from synth.judge.privacy.near import NO_HOLDOUT, bounded, fresh
from synth.judge.privacy.sides import closest
from synth.judge.privacy.units import standard_error
from synth.judge.score import Band, Score

DEFINITION = Definition(
    group="privacy",
    measure="nndr",
    better="higher",
    ideal=None,
    source="Nearest-neighbour distance ratio (Lowe 2004), synthetic to training rows, beside holdout to training rows",
)


def measure(comparison: Comparison) -> list[Score]:
    """The mean ratio of synthetic rows, beside that of holdout rows."""
    if comparison.holdout is None:
        return [DEFINITION.not_measured((), NO_HOLDOUT)]
    made, held = closest(comparison), fresh(comparison)
    whose, others = comparison.synthetic.units()[made.rows], comparison.units[held.rows]
    error, usual = standard_error(made.ratios, whose), standard_error(held.ratios, others)
    units = len(np.unique(others))
    again = np.sqrt(1 + units / len(np.unique(whose)))  # the band is for another sample, as large as the synthetic one
    found = _band(float(made.ratios.mean()), NORMAL * error)
    band = _band(float(held.ratios.mean()), float(t.ppf(0.975, max(units - 1, 1)) * usual * again))
    note = (
        f"On average a synthetic row is {found.value:.2f} times as far from its nearest training row as from the "
        f"second nearest, a fresh real row {band.value:.2f} times. {_meaning(found, band)}"
    )
    note += bounded(len(made.rows), len(comparison.synthetic), "synthetic rows", error)
    return [DEFINITION.score((), found, rows=len(made.rows), note=note, reference=band)]


def _band(value: float, reach: float) -> Band:
    return Band(value=value, low=max(value - reach, 0.0), high=min(value + reach, 1.0))


def _meaning(found: Band, band: Band) -> str:
    if found.high < band.low:
        return (
            "Synthetic rows are attached to single real ones: look at the riskiest rows, and make the table again with "
            "stronger protection."
        )
    return "So few rows cannot tell this from chance." if found.value < band.low else "They keep to no single real row."
