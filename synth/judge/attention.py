"""What deserves a look first: scores that lie beyond what fresh real samples score, and what each group comes to."""

from __future__ import annotations

from typing import Literal

from synth.judge.report import Report
from synth.judge.score import Group, Score

BY_CHANCE = 0.01
"""Share of a group's scores that may lie beyond their bands without anything being wrong."""

Standing = Literal[
    "like real", "short", "perhaps short", "in part", "not measured", "no source", "no reference", "pending"
]

STANDINGS: dict[Standing, str] = {
    "like real": "as a fresh real sample",
    "short": "short of a fresh real sample",
    "perhaps short": "perhaps short of a fresh real sample",
    "in part": "measured in part",
    "no reference": "measured",
    "not measured": "not measured",
    "no source": "no source",
    "pending": "still being compared",
}
"""What a group of scores comes to, as people read it."""

LEADING = ("shape", "pair", "detection", "copies", "membership")
"""The measures without which nothing is said to be as a fresh real sample."""

SPEAKING = ("usefulness", "group_rate")
"""The measures that speak for a group without a score of the whole table; what they are held against allows for all
subjects.
"""


def short(score: Score) -> bool:
    """Whether a score lies, with its whole interval, on the bad side of what fresh real samples score."""
    return _beyond(score) > 0


def shortfall(score: Score) -> float:
    """How much of what there is to lose is lost beyond a fresh real sample: 0 nothing, 1 all of it.

    All is a floor where there is one (no relation at all), else the worst that the measure can be.
    """
    if score.reference is None or score.value is None:
        return 0.0
    fresh = score.reference.value
    worst = score.range[0] if score.value < fresh else score.range[1]
    if score.floor is not None:
        worst = score.floor.value
    room = max(abs(fresh), 1.0) if worst is None or worst == fresh else abs(fresh - worst)
    return min(_beyond(score) / room, 1.0)


def perhaps_short(score: Score) -> bool:
    """Whether the value itself lies on the bad side of fresh real samples, be it with its whole interval or not."""
    return score.value is not None and _gap(score, score.value, score.value) > 0


def untold(score: Score) -> bool:
    """Whether a relation may score what fresh real rows do, and no relation at all does too."""
    if score.group != "pairs" or score.value is None or score.reference is None or score.floor is None:
        return False
    low = score.value if score.low is None else score.low
    return score.better == "higher" and max(score.reference.low, low) <= score.floor.high and not short(score)


def _beyond(score: Score) -> float:
    """The gap between the interval and the reference band, on the bad side; 0 where there is none."""
    if score.value is None:
        return 0.0
    low = score.value if score.low is None else score.low
    high = score.value if score.high is None else score.high
    return _gap(score, low, high)


def _gap(score: Score, low: float, high: float) -> float:
    """How far the reference band lies from this stretch, if the stretch is on the bad side."""
    if score.value is None or score.reference is None:
        return 0.0
    too_low, too_high = score.reference.low - high, low - score.reference.high
    if score.better == "higher":
        return max(too_low, 0.0)
    if score.better == "lower":
        return max(too_high, 0.0)
    ideal = score.reference.value if score.ideal is None else score.ideal
    further = abs(score.value - ideal) > abs(score.reference.value - ideal)
    return max(too_low, too_high, 0.0) if further else 0.0


def look_first(report: Report, most: int = 5, of_a_group: int = 2) -> list[Score]:
    """The worst over all groups, one score a subject and few a group: privacy first, then the greatest shortfall.

    Where several measures of a subject fall short, the first in the report's order speaks for it; where columns or
    pairs do, they speak for their table.
    """
    spoken: dict[tuple[Group, tuple[str, ...]], Score] = {}
    for score in filter(short, report.scores):
        spoken.setdefault((score.group, score.subject), score)
    told = {group for group, subject in spoken if subject}
    ranked = sorted(
        (score for score in spoken.values() if score.subject or score.group not in told),
        key=lambda score: (score.group != "privacy", -shortfall(score)),
    )
    chosen: list[Score] = []
    for score in ranked:
        if sum(other.group == score.group for other in chosen) < of_a_group:
            chosen.append(score)
    return chosen[:most]


def standing(report: Report, *groups: Group) -> Standing:
    """What these groups of scores come to, taken together."""
    if any(group in report.pending for group in groups):
        return "pending"
    found = [score for group in groups for score in report.group(group)]
    scores = [score for score in found if score.value is not None]
    if not scores:
        return "no source" if report.real is None and groups != ("rules",) else "not measured"
    off = [score for score in scores if short(score)]
    if len(off) > BY_CHANCE * len(scores) or any(not score.subject for score in off):
        return "short"
    whole = [score for score in scores if not score.subject]
    speaking = whole or [score for score in scores if score.measure in SPEAKING] or scores[:1]
    if any(perhaps_short(score) for score in speaking):
        return "perhaps short"
    if not any(score.reference is not None for score in scores):
        return "no reference"
    untold = any(score.measure in LEADING and not score.subject and score.value is None for score in found)
    return "in part" if untold else "like real"
