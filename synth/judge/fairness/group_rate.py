"""Group rate: the group in which synthesis changed the rate of the outcome most clearly.

The gap between the best and the worst group can stay as it is while a group in between fares quite otherwise. So the
rates are also compared group by group; the score is the change in the group where it is clearest, held against what
chance alone would make of so many groups. From 0 to 1, lower is better.
"""

from __future__ import annotations

from synth.errors import ReportError
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.exhibits import Exhibit, Groups
from synth.judge.fairness.changed import Change, clearest
from synth.judge.fairness.groups import group
from synth.judge.fairness.outcome import column_of, outcome, untold
from synth.judge.fairness.sensitive import NONE, subjects
from synth.judge.fairness.shown import exhibit
from synth.judge.score import Score

DEFINITION = Definition(
    "fairness",
    "group_rate",
    "lower",
    0.0,
    "Difference of two shares after Wilson (1927), interval and band corrected for the number of groups (Bonferroni)",
)
UNTOLD = (
    "Not measured: of no group is the rate of the outcome known on both sides, or few enough people would be told of."
)


def measure(comparison: Comparison) -> list[Score | Exhibit]:
    """For each sensitive column and each pair the clearest change, and all its groups side by side."""
    found = subjects(comparison)
    if not found:
        return [DEFINITION.not_measured((), NONE)]
    asked = comparison.asked
    try:
        falling, reason = outcome(asked, column_of(comparison)), UNTOLD
    except ReportError as error:
        falling, reason = untold(asked), f"Not measured: {error}"
    shown = [exhibit(asked, group(asked, subject), falling) for subject in found]
    tests = sum(len(each.groups) for each in shown)
    shown = [each.model_copy(update={"tests": tests}) for each in shown]
    return [*(_score(each, reason, len(asked.synthetic)) for each in shown), *shown]


def _score(shown: Groups, reason: str, rows: int) -> Score:
    change = clearest([(each.real_rate, each.synthetic_rate) for each in shown.groups], shown.tests)
    if change is None:
        return DEFINITION.not_measured(shown.subject, reason)
    return DEFINITION.score(shown.subject, change.found, rows=rows, note=_note(shown, change), reference=change.chance)


def _note(shown: Groups, change: Change) -> str:
    changed = shown.groups[change.place]
    real, made = changed.real_rate, changed.synthetic_rate
    said = (
        f"{shown.outcome}: {made.value:.1%} of “{changed.label}”, {real.value:.1%} in the real rows"
        if real and made
        else ""
    )
    if change.clear:
        return f"{said}. Do not decide about this group by this table; make it again."
    if change.perhaps:
        return (
            f"{said}: more than chance makes of so many groups, though so few rows leave a doubt. Look at this group."
        )
    return f"{said}, the clearest change of a group; chance alone makes up to {change.chance.high:.1%}. Nothing to do."
