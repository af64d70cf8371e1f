"""The checks that every verdict carries, in no policy's power."""

from __future__ import annotations

from synth.judge.report import Report
from synth.release.findings import NO_SOURCE, Finding, measured, number
from synth.release.verdict import CheckResult

INTERNAL = "Internal use only"
MOST = 0.5
"""Share of copies beyond which rows that are alike by themselves are no excuse without a holdout."""
DOUBT = 0.1
"""A chance of so many copies under which a person has to look at them."""
LOOK = (
    "Look at the riskiest rows, on the Privacy page, drop or resample them, or say in a condition why they may stay, "
    "without naming a row: who holds the table would know that it is somebody's."
)


def built_in(report: Report) -> list[CheckResult]:
    """Exact copies, always; and for a table that holds real rows that it is for internal use."""
    outcome, reason = copying(report)
    copies = CheckResult(
        name="copies",
        title="No more exact copies than nature makes",
        outcome=outcome,
        reason=reason,
        why="A row equal to a real person's row is that person's row. No policy can allow it.",
        built_in=True,
    )
    held = _holding(report)
    return [copies] if held is None else [copies, held]


def copying(report: Report) -> Finding:
    """Fail when there are more exact copies than natural twins by more than chance (Fisher's exact test). Where chance
    is in doubt, or no real row has a twin, a person must look at them.
    """
    if report.real is None:
        return "does not apply", NO_SOURCE
    score = measured(report, "copies")
    if isinstance(score, str):
        return "not measured", score
    if score.reference is None:
        return "not measured", "There is nothing to hold the number of exact copies against."
    share = number(score.value)
    copied, made, twinned, real = report.counted("copies")
    said = (
        f"{copied:,} of {made:,} synthetic rows equal a training row, and {twinned:,} of {real:,} real rows another's"
    )
    if report.repeats("copies"):
        return "fail", f"{said}: the generator repeats real rows."
    if report.repeats("holdout_copies"):
        return "fail", report.score("holdout_copies").note
    if report.holdout is None and share > MOST:
        return "not measured", f"{said}: without rows that were held out nobody can tell so many copies from twins."
    if copied and (not twinned or report.chance("copies") < DOUBT):
        return "look", f"{said}: so few cannot be told from chance, nor put down to it. {LOOK}"
    return "pass", f"{said}: no more than chance."


def _holding(report: Report) -> CheckResult | None:
    """The check of a table that says which of its rows are real or filled: it never passes."""
    marks = report.provenance
    if marks is None or not marks.real + marks.filled:
        return None
    rows = marks.synthetic + marks.real + marks.filled
    return CheckResult(
        name="real_rows",
        title="Holds no real rows",
        outcome="fail",
        reason=f"Of {rows:,} rows {marks.real:,} are real and {marks.filled:,} are real ones whose gaps were filled.",
        why="A table with real people's rows in it is no synthetic table. It may be used where those rows may be.",
        built_in=True,
        demand=INTERNAL,
    )
