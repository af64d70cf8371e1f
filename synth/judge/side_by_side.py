"""Runs side by side: the table's scores of 2 to 5 reports, the best of each, and the one that is recommended.

Pure: reports and the time they took in, a frozen value out. `synth.judge.charts` draws it, a page shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from synth.errors import ReportError
from synth.judge.attention import short
from synth.judge.report import Report
from synth.judge.score import Score
from synth.judge.words import figure

FEWEST, MOST = 2, 5
AS_GOOD = 0.005
"""Scores of likeness and usefulness that are nearer than this are as good as each other."""

Outcome = Literal["pass", "not measured", "fail"]
_RANK: tuple[Outcome, ...] = ("pass", "not measured", "fail")


class Contender(BaseModel):
    """One of the runs: its name for people, its report, the policy's verdict, and the seconds it took to make."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    report: Report
    outcome: Outcome
    seconds: float | None = None


class Row(BaseModel):
    """One measure: the score of each run, None where it has none, and the places of the best."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    subject: tuple[str, ...]
    scores: tuple[Score | None, ...]
    best: tuple[int, ...]


class Point(BaseModel):
    """A run on the three axes; `front`: no other is at least as good on all of them and better on one.

    `fidelity` is the mean of the table's likeness of columns and of relations, from 0 to 1. `privacy` is the share of
    synthetic rows nearest to a training row, .5 for a fresh sample and 1 for a copy. None where it was not measured.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    fidelity: float | None
    privacy: float | None
    seconds: float | None
    front: bool


class SideBySide(BaseModel):
    """Everything that is shown of runs side by side. `recommended` is a place among the names, or None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    rows: tuple[Row, ...]
    points: tuple[Point, ...]
    recommended: int | None
    reason: str
    notes: tuple[str, ...]


def side_by_side(contenders: Sequence[Contender]) -> SideBySide:
    """Set 2 to 5 runs beside each other; `ReportError` for fewer or more, or for equal names."""
    names = [each.name for each in contenders]
    if not FEWEST <= len(contenders) <= MOST:
        raise ReportError(f"Choose {FEWEST} to {MOST} runs to set side by side; {len(contenders)} are chosen.")
    if len(set(names)) < len(names):
        raise ReportError("Two of the runs have the same name. Give each a name of its own.")
    points = _points(contenders)
    recommended, reason = _recommended(contenders, points)
    return SideBySide(
        names=tuple(names),
        outcomes=tuple(each.outcome for each in contenders),
        rows=tuple(_rows(contenders)),
        points=points,
        recommended=recommended,
        reason=reason,
        notes=tuple(_notes(contenders)),
    )


def _rows(contenders: Sequence[Contender]) -> list[Row]:
    """The scores of whole tables, and of their target, in the order of the reports."""
    found = [{_key(score): score for score in each.report.scores if _of_table(score)} for each in contenders]
    keys = dict.fromkeys(key for scores in found for key in scores)
    rows = []
    for measure, subject in keys:
        scores = tuple(each.get((measure, subject)) for each in found)
        rows.append(Row(measure=measure, subject=subject, scores=scores, best=_best(scores)))
    return rows


def _key(score: Score) -> tuple[str, tuple[str, ...]]:
    return score.measure, score.subject


def _of_table(score: Score) -> bool:
    return not score.subject or (score.group == "usefulness" and len(score.subject) == 1)


def _best(scores: Sequence[Score | None]) -> tuple[int, ...]:
    """Places of the best; ties, as people read the figures, share it. None where all are alike or one stands alone.

    A breach of privacy is never the best.
    """
    off = {place: gap for place, score in enumerate(scores) if score and (gap := _gap(score)) is not None}
    if len(off) < FEWEST:
        return ()
    least = min(off, key=lambda place: off[place])
    best = tuple(place for place in off if _reads(scores[place]) == _reads(scores[least]))
    return best if len(best) < len(off) and off[least] < float("inf") else ()


def _gap(score: Score) -> float | None:
    """How far a score is from good; smaller is better. A breach of privacy has no merit, be it the least of several."""
    if score.value is None:
        return None
    if score.group == "privacy" and short(score):
        return float("inf")
    if score.better == "nearer":
        ideal = score.ideal if score.ideal is not None else score.reference.value if score.reference else None
        return None if ideal is None else abs(score.value - ideal)
    return -score.value if score.better == "higher" else score.value


def _reads(score: Score | None) -> str:
    return figure(score.value, score.measure) if score else ""


def _points(contenders: Sequence[Contender]) -> tuple[Point, ...]:
    axes = [(fidelity(each.report), _value(each.report, "dcr_share"), each.seconds) for each in contenders]
    return tuple(
        Point(name=each.name, fidelity=found[0], privacy=found[1], seconds=found[2], front=_on_front(found, axes))
        for each, found in zip(contenders, axes, strict=True)
    )


Axes = tuple[float | None, float | None, float | None]


def _on_front(one: Axes, all_of_them: Sequence[Axes]) -> bool:
    """Whether nothing dominates it; a run without fidelity or privacy is on no front."""
    losses = _losses(one)
    if losses is None:
        return False
    others = [other for axes in all_of_them if (other := _losses(axes)) is not None]
    return not any(
        other != losses and all(theirs <= ours for theirs, ours in zip(other, losses, strict=True)) for other in others
    )


def _losses(axes: Axes) -> tuple[float, float, float] | None:
    """Each axis so that less is better; under .5 nobody is any safer."""
    likeness, nearness, seconds = axes
    if likeness is None or nearness is None:
        return None
    return -likeness, max(nearness, 0.5), float("inf") if seconds is None else seconds


def fidelity(report: Report) -> float | None:
    """The mean of the table's likeness of columns and of relations; None where one was not measured."""
    found = [_value(report, measure) for measure in ("shape", "pair")]
    return None if None in found else sum(min(value, 1.0) for value in found if value is not None) / len(found)


def _value(report: Report, measure: str) -> float | None:
    score = _score(report, measure)
    return score.value if score else None


def _score(report: Report, measure: str) -> Score | None:
    return next((score for score in report.scores if score.measure == measure and _of_table(score)), None)


def private(report: Report) -> bool:
    """Whether synthetic rows lean no more to training rows than a fresh sample may, as far as can be told."""
    score = _score(report, "dcr_share")
    if score is None or score.value is None or score.reference is None:
        return False
    return (score.low if score.low is not None else score.value) <= score.reference.high


def _recommended(contenders: Sequence[Contender], points: Sequence[Point]) -> tuple[int | None, str]:
    """Verdict first, then privacy, likeness, usefulness, time: who is left when each has had its say, and why."""
    best = min((each.outcome for each in contenders), key=_RANK.index)
    if best == "fail":
        return None, "None of these runs is recommended: the policy's verdict on each is a fail."
    left = list(range(len(contenders)))
    steps: tuple[tuple[Callable[[list[int]], list[int]], str], ...] = (
        (lambda places: [place for place in places if contenders[place].outcome == best], _said(best)),
        (lambda places: [place for place in places if private(contenders[place].report)], "keeps privacy in its band"),
        (lambda places: _near_least(places, [_minus(point.fidelity) for point in points]), "is most like the real one"),
        (lambda places: _near_least(places, [_lost(each.report) for each in contenders]), "loses least usefulness"),
        (lambda places: _near_least(places, [point.seconds for point in points], 0.0), "was made fastest"),
    )
    shared: list[str] = []
    for choose, said in steps:
        kept = choose(left)
        if len(kept) == 1:
            return kept[0], _reason(contenders[kept[0]].name, said, shared, len(left))
        if kept and len(kept) < len(left):
            shared.append(said)
        left = kept or left
    return left[0], f"{contenders[left[0]].name}: nothing tells it from the best of the others."


def _said(best: Outcome) -> str:
    return "passes the policy" if best == "pass" else "fails no check of the policy, though some could not be measured"


def _reason(name: str, said: str, shared: Sequence[str], among: int) -> str:
    if not shared:
        alone = " alone" if said.startswith(("passes", "fails", "keeps")) else ""  # the others speak of a best anyway
        return f"{name}: {f'of the {among}, it{alone}' if among > 1 else 'it'} {said}."
    return f"{name}: of the {among} that {_and(shared)}, it {said}."


def _and(said: Sequence[str]) -> str:
    plural = {"passes": "pass", "fails": "fail", "keeps": "keep", "is": "are", "loses": "lose", "was": "were"}
    sentences = []
    for each in said:
        verb, _, rest = each.partition(" ")
        sentences.append(f"{plural[verb]} {rest.replace('its', 'their')}")
    return " and ".join(sentences)


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _lost(report: Report) -> float | None:
    return _value(report, "usefulness")


def _near_least(places: list[int], losses: Sequence[float | None], as_good: float = AS_GOOD) -> list[int]:
    """Those within `as_good` of the least; all of them where nobody has a figure."""
    known = [loss for place in places if (loss := losses[place]) is not None]
    if not known:
        return places
    return [place for place in places if (loss := losses[place]) is not None and loss <= min(known) + as_good]


def _notes(contenders: Sequence[Contender]) -> list[str]:
    """What makes the scores hard to compare."""
    reports = [each.report for each in contenders]
    judged_with: dict[str, list[object]] = {
        "the same training rows": [report.real and report.real.sha256 for report in reports],
        "the same holdout": [report.holdout and report.holdout.sha256 for report in reports],
        "the same target": [report.target for report in reports],
        "the same request to the generator": [report.control for report in reports],
    }
    return [
        f"Not all of these runs were judged with {what}: read the differences with care."
        for what, parts in judged_with.items()
        if any(part != parts[0] for part in parts)
    ]
