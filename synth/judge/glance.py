"""The report at a glance: four questions, each answered in words, by the few scores that decide it."""

from __future__ import annotations

from typing import NamedTuple

from synth.judge.attention import Standing, short, shortfall, standing
from synth.judge.report import Report
from synth.judge.score import Group, Score

MOST = 3


class Question(NamedTuple):
    """What is asked of a synthetic table, the groups of scores that answer, and those among them that decide."""

    title: str
    groups: tuple[Group, ...]
    measures: tuple[str, ...]


QUESTIONS = (
    Question("Fidelity", ("shapes", "pairs", "joint"), ("shape", "pair", "detection")),
    Question("Usefulness", ("usefulness",), ("usefulness",)),
    Question("Privacy", ("privacy",), ("copies", "dcr_share")),
    Question("Fairness", ("fairness",), ()),
)


class Answer(NamedTuple):
    """One question's answer: what its scores come to, and those that decide it, with their sentences."""

    question: Question
    standing: Standing
    scores: tuple[Score, ...]


def glance(report: Report) -> list[Answer]:
    """The four answers, in order."""
    return [_answer(report, question) for question in QUESTIONS]


def _answer(report: Report, question: Question) -> Answer:
    found = [score for group in question.groups for score in report.group(group)]
    deciding = {
        score.measure: score
        for score in reversed(found)
        if score.measure in question.measures and (not score.subject or score.group == "usefulness")
    }
    chosen = [deciding[measure] for measure in question.measures if measure in deciding]
    others = sorted((score for score in found if score not in chosen), key=_attention)
    if not question.measures:
        chosen = others[:1]
    elif others and short(others[0]) and question.groups == ("privacy",):
        chosen.append(others[0])
    if any(group in report.pending for group in question.groups):
        return Answer(question, "pending", tuple(chosen[:MOST]))
    judged = report.model_copy(update={"scores": tuple(chosen)})
    return Answer(question, standing(judged, *question.groups), tuple(chosen[:MOST]))


def _attention(score: Score) -> tuple[bool, bool, float]:
    """The order in which scores deserve to be named: measured, short, and the further the earlier."""
    return score.value is None, not short(score), -shortfall(score)
