"""Rare numbers replayed: synthetic rows that hold a training row's number or date which fewer than k units hold.

An exact income can name a person. But equal numbers occur by chance, the more the coarser they are; so they do with
people that the generator never saw. So the measure is the share of synthetic rows that hold a rare number of training
rows, less what chance made: the share that hold one of the holdout's, both sides weighed alike. A number drawn evenly
between neighbours that k units span falls on theirs (k − 1) / (k − 2) times as often as on those of strangers; that
replays nobody, and is taken off as well. The score is that of the column where it is clearest. From 0, for a fresh
sample, to 1; lower is better.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.privacy.near import NO_HOLDOUT
from synth.judge.privacy.replayed import holders, nothing_to_replay
from synth.judge.privacy.units import dealt, standard_error
from synth.judge.score import Band, Score
from synth.judge.words import figure

DEFINITION = Definition(
    group="privacy",
    measure="rare_numbers",
    better="lower",
    ideal=0.0,
    source="Equality with numbers and dates of fewer than k real units, training less holdout; interval over synthetic "
    "rows, band by dealing the real rows anew, both corrected for the number of columns (Bonferroni)",
)
SPAN = 3
"""Fewer units than that span no stretch to draw from: then nothing is taken off but chance."""


def measure(comparison: Comparison) -> list[Score]:
    """The share of synthetic rows whose number was replayed, in the column where that is clearest."""
    if comparison.holdout is None:
        return [DEFINITION.not_measured((), NO_HOLDOUT)]
    columns = [coded for coded in comparison.coded.values() if coded.ordered]
    if not columns:
        return [nothing_to_replay(DEFINITION, comparison, "No number or date is modelled")]
    tried = [(*_replayed(comparison, coded, 1 - 0.05 / len(columns)), coded) for coded in columns]
    found, band, worst = max(tried, key=lambda each: _clear(each[0], each[1]))
    rows = len(comparison.synthetic)
    rare = _holders(comparison, worst)[worst.synthetic] > 0
    note = (
        f"{worst.column.name}, the column where it is clearest: {int(rare.sum()):,} of {rows:,} synthetic rows hold a "
        f"number that fewer than {comparison.k} people have, {figure(found.value, DEFINITION.measure)} do beyond what "
        f"chance makes of it, which may be {figure(band.high, DEFINITION.measure)}. {_meaning(found, band)}"
    )
    return [DEFINITION.score((), found, rows=rows, note=note, reference=band)]


def _holders(comparison: Comparison, coded: Coded) -> NDArray[np.int64]:
    """How many real units hold each value that fewer than k hold; 0 for all others, and for missing."""
    held = holders(coded.pool, comparison.units, len(coded.values) + 1)
    held[-1] = 0
    return np.where(held < comparison.k, held, 0)


def _replayed(comparison: Comparison, coded: Coded, confidence: float) -> tuple[Band, Band]:
    """The share of rows that replay, and its band for a table that does not."""
    training, held = len(comparison.real), _holders(comparison, coded)
    rare, whose = held > 0, comparison.synthetic.units()
    ours, all_of_them = (np.bincount(codes, minlength=len(held)) for codes in (coded.real, coded.pool))
    learned = np.divide(ours, all_of_them, out=np.zeros(len(held)), where=rare)
    weight = training / (len(comparison.units) - training)
    usual = (comparison.k - 1) / (comparison.k - 2) if comparison.k >= SPAN else 1.0
    each = np.where(rare, learned - (1 - learned) * weight * usual, 0.0)[coded.synthetic]
    reach = float(norm.ppf((1 + confidence) / 2))
    hits = coded.count(coded.synthetic) / len(coded.synthetic)
    load = np.where(rare, hits / np.maximum(all_of_them, 1), 0.0)[coded.pool]
    spread = (1 + weight * usual) * dealt(load, comparison.units, training / len(comparison.units))
    value, error = max(float(each.mean()), 0.0), reach * standard_error(each, whose)
    return (
        Band(value=value, low=max(value - error, 0.0), high=min(value + error, 1.0)),
        Band(value=0.0, low=0.0, high=min(reach * spread, 1.0)),
    )


def _clear(found: Band, band: Band) -> float:
    """How far the share lies above none, in units of what chance makes of it."""
    width = found.value - found.low + band.high
    return found.value / width if width > 0 else found.value


def _meaning(found: Band, band: Band) -> str:
    if found.low > band.high:
        return "People's own numbers are replayed: make the table again with value protection on, or round them."
    return "So few rows cannot tell this from chance." if found.value > band.high else "That is no more than chance."
