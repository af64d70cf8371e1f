"""Rare levels replayed: synthetic rows that hold a level which fewer than k training units hold.

A level of so few people can name them. Fresh real rows hold such levels as well, so the share of synthetic rows that do
is held against theirs. From 0 to 1, lower is better.
"""

from __future__ import annotations

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.privacy.near import NO_HOLDOUT
from synth.judge.privacy.replayed import holders, nothing_to_replay, replayed
from synth.judge.score import Score

DEFINITION = Definition(
    group="privacy",
    measure="rare_values",
    better="lower",
    ideal=0.0,
    source="Levels of fewer than k training units; interval after Wilson (1927), band of a fresh sample beta-binomial",
)


def measure(comparison: Comparison) -> list[Score]:
    """The share of synthetic rows with a rare level in any category."""
    columns = [coded for coded in comparison.coded.values() if not coded.ordered]
    if comparison.holdout is None:
        return [DEFINITION.not_measured((), NO_HOLDOUT)]
    if not columns:
        return [nothing_to_replay(DEFINITION, comparison, "No column of levels is modelled")]
    units, marks = comparison.units[: len(comparison.real)], {}
    for coded in columns:
        held = holders(coded.real, units, len(coded.values) + 1)
        held[-1] = 0  # missing is no level
        marks[coded.column.name] = (held > 0) & (held < comparison.k)
    what = f"a level that fewer than {comparison.k} people of the training rows have"
    return [replayed(DEFINITION, comparison, marks, what, "Rare levels are replayed: merge or suppress them.")]
