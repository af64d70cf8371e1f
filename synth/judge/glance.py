"""The report at a glance: four questions, each answered in words, by the few scores that decide it."""

from __future__ import annotations

from typing import NamedTuple

from synth.judge.attention import Standing, perhaps_short, short, shortfall, standing
from synth.judge.report import Report
from synth.judge.score import Group, Score


class Question(NamedTuple):
    """What is asked of a synthetic table, the groups of scores that answer, and those among them that decide.

    `like_real` and `short` answer it in a sentence.
    """

    title: str
    groups: tuple[Group, ...]
    measures: tuple[str, ...]
    like_real: str
    short: str


QUESTIONS = (
    Question(
        "Fidelity",
        ("shapes", "pairs", "joint"),
        ("shape", "pair", "detection"),
        "Columns, pairs and whole rows are as in fresh real rows.",
        "It is less like the real table than fresh real rows are.",
    ),
    Question(
        "Usefulness",
        ("usefulness",),
        ("usefulness",),
        "No clear loss: models learn from it as from real rows.",
        "Models learn less from it than from real rows.",
    ),
    Question(
        "Privacy",
        ("privacy",),
        ("copies", "membership"),
        "Nothing was found that gives anybody away more than fresh real rows would.",
        "It gives away more than fresh real rows would.",
    ),
    Question(
        "Fairness",
        ("fairness",),
        ("group_rate", "parity", "representation"),
        "No clear change: groups fare as in the real table.",
        "Groups are not as common, or do not fare, as in the real table.",
    ),
)
STANDS_OUT = "What decides first is as in fresh real rows; what is named last is not."
PERHAPS = "It lies a little off fresh real rows, which chance alone may have done."
IN_PART = "What could be measured is as in fresh real rows; the rest could not be told."
ALONE = "It was measured, but there is nothing to hold it against."
SOURCELESS = "It was made from rules alone: there are no real rows, and nobody, to hold it against."
NOTHING = "Nothing of this was measured."


class Answer(NamedTuple):
    """One question's answer: what its scores come to, in a sentence too, and those that decide it with theirs."""

    question: Question
    standing: Standing
    scores: tuple[Score, ...]

    @property
    def headline(self) -> str:
        """The answer in one short sentence; empty while it is pending."""
        match self.standing:
            case "like real":
                return self.question.like_real
            case "short":
                chief = self.question.groups == ("privacy",) or any(map(short, self.scores[:-1]))
                return self.question.short if chief or len(self.scores) == 1 else STANDS_OUT
            case "perhaps short":
                return PERHAPS
            case "in part":
                return IN_PART
            case "no reference":
                return ALONE
            case "no source":
                return SOURCELESS
            case "not measured":
                return next((score.note for score in self.scores), NOTHING)
            case "pending":
                return ""


def glance(report: Report) -> list[Answer]:
    """The four answers, in order."""
    return [_answer(report, question) for question in QUESTIONS]


def _answer(report: Report, question: Question) -> Answer:
    found = [score for group in question.groups for score in report.group(group)]
    chosen = [_speaker(found, measure) for measure in question.measures]
    deciding = [score for score in chosen if score is not None]
    if question.groups == ("privacy",) or any(standing(report, group) == "short" for group in question.groups):
        deciding += _breaches([score for score in found if score not in deciding])
    if any(group in report.pending for group in question.groups):
        return Answer(question, "pending", tuple(deciding))
    judged = report.model_copy(update={"scores": tuple(deciding)})
    return Answer(question, standing(judged, *question.groups), tuple(deciding))


def _speaker(found: list[Score], measure: str) -> Score | None:
    """The score that speaks for a measure: the table's own, else that of the subject which deserves most attention."""
    taken = [score for score in found if score.measure == measure]
    return min(taken, key=lambda score: (bool(score.subject), _attention(score)), default=None)


def _breaches(others: list[Score]) -> list[Score]:
    """The worst of the other scores, where it falls short: neither that nor a breach is left unnamed."""
    return sorted(filter(short, others), key=_attention)[:1]


def _attention(score: Score) -> tuple[bool, bool, bool, float]:
    """The order in which scores deserve to be named: measured, short, perhaps so, and the further the earlier."""
    return score.value is None, not short(score), not perhaps_short(score), -shortfall(score)
