"""Rules: the share of rows that keep each statement about the table, real beside synthetic."""

from __future__ import annotations

import pandas as pd

from synth.errors import TableError
from synth.judge.comparison import Comparison
from synth.judge.interval import share
from synth.judge.score import Score
from synth.prepare.rule import Rule


def measure(comparison: Comparison) -> list[Score]:
    """One score for each of the real table's rules, those of columns that are not shared being not measured."""
    return [keeping(rule, comparison.real.frame, comparison.synthetic.frame) for rule in comparison.rules]


def keeping(rule: Rule, real: pd.DataFrame | None, synthetic: pd.DataFrame) -> Score:
    """Score one rule: the share of synthetic rows that keep it, with the share of real ones, if any, as reference.

    A rule that cannot be checked on one of the tables is a score that was not measured.
    """
    try:
        broken = int((~rule.holds(synthetic)).sum())
        real_broken = 0 if real is None else int((~rule.holds(real)).sum())
    except TableError as error:
        return Score(group="rules", measure="rule", subject=rule.columns, status="not measured", note=str(error))
    found = share(len(synthetic) - broken, len(synthetic))
    note = f"The rule “{rule}” is broken by {broken:,} of {len(synthetic):,} synthetic rows"
    note += "." if real is None else f" and by {real_broken:,} of {len(real):,} real ones."
    if broken:
        note += " Have the generator enforce it, or leave the rule out if the real table does not keep it either."
    return Score(
        group="rules",
        measure="rule",
        subject=rule.columns,
        value=found.value,
        low=found.low,
        high=found.high,
        ideal=1.0,
        reference=None if real is None else share(len(real) - real_broken, len(real)),
        rows=len(synthetic),
        note=note,
        source="The table's own rules, stated by the steward or found in the training rows",
    )
