"""The groups of a subject side by side, as a chart draws them: shares and rates, real and synthetic."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.judge.comparison import Comparison
from synth.judge.exhibits import Group, Groups
from synth.judge.fairness.groups import Grouping
from synth.judge.fairness.outcome import UNKNOWN, Outcome
from synth.judge.fairness.tallies import Tally, safe, tally, unit_tally
from synth.judge.interval import share
from synth.judge.score import Band


def exhibit(comparison: Comparison, grouping: Grouping, falling: Outcome) -> Groups:
    """All groups; a real rate is left out where fewer than k units have, or lack, the outcome."""
    size, real_units = len(grouping.labels), comparison.units[: len(comparison.real)]
    real = _side(grouping.real, falling.real, real_units, size)
    synthetic = _side(grouping.synthetic, falling.synthetic, comparison.synthetic.units(), size)
    told = safe(real[1], comparison.k)
    return Groups(
        subject=grouping.subject,
        outcome=falling.said or None,
        groups=tuple(
            Group(
                label=label,
                real_share=_share(real, place),
                synthetic_share=_share(synthetic, place),
                real_rate=rate(real, place) if told[place] else None,
                synthetic_rate=rate(synthetic, place),
            )
            for place, label in enumerate(grouping.labels)
        ),
    )


Side = tuple[Tally, Tally]
"""Rows, and units, by group and state of the outcome."""


def _side(groups: NDArray[np.intp], states: NDArray[np.intp], units: NDArray[np.int64], size: int) -> Side:
    return tally(groups, states, size), unit_tally(groups, states, units, size)


def _share(side: Side, place: int) -> Band:
    rows, units = side
    return _band(int(rows[place].sum()), int(rows.sum()), int(units.sum()))


def rate(side: Side, place: int) -> Band | None:
    """How often the outcome falls on one group, with its interval; None where it is known of nobody."""
    rows, units = (counts[place, :UNKNOWN] for counts in side)
    return _band(int(rows[1]), int(rows.sum()), int(units.sum())) if rows.sum() else None


def _band(count: int, rows: int, units: int) -> Band:
    """A share of rows with its interval, as wide as if each unit were one row."""
    value = count / rows
    ends = share(round(value * units), units)
    return Band(value=value, low=min(ends.low, value), high=max(ends.high, value))
