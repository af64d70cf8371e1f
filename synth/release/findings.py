"""What every check takes from a report: a measured score, or the reason why there is none."""

from __future__ import annotations

from synth.errors import ReportError
from synth.judge.report import Report
from synth.judge.score import Score
from synth.release.verdict import Found

Finding = tuple[Found, str]

NO_SOURCE = "No source: this table was made from rules alone, so there are no real rows to give away or be like."


def measured(report: Report, measure: str) -> Score | str:
    """The table's score of that measure, or the reason why there is none."""
    try:
        score = report.score(measure)
    except ReportError:
        return "The report does not hold this measure."
    return score if score.status == "ok" else score.note or "It was not measured."


def number(value: float | None) -> float:
    """A figure that a measured score must have; its lack is a fault of the report, never a pass."""
    if value is None:
        raise ReportError("A score in the report is marked as measured but has no value or no interval.")
    return value


def above_its_band(score: Score) -> bool:
    """Whether a score that should be low lies above what a fresh real sample has, by more than its interval."""
    if score.reference is None:
        raise ReportError(f"The score {score.measure!r} in the report is marked as measured but has no reference.")
    return number(score.low) > score.reference.high
