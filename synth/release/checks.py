"""The checks that a policy can ask for, and the verdict that they and those of every policy come to."""

from __future__ import annotations

from collections.abc import Callable

from synth.judge.report import Report
from synth.judge.score import Score
from synth.judge.words import figure
from synth.release.built_in import built_in
from synth.release.findings import NO_SOURCE, Finding, measured, number
from synth.release.policy import Check, Policy
from synth.release.privacy_checks import attacks, membership, near_copies, replayed
from synth.release.verdict import ANSWERED, CheckResult, Found, Outcome, Verdict


def assess(report: Report, policy: Policy | None = None) -> Verdict:
    """Hold a report against a policy (the default one if none is given)."""
    policy = policy or Policy.read()
    results = built_in(report)
    for check in policy.checks:
        outcome, reason = _found(report, check)
        results.append(CheckResult(name=check.check, title=check.title, outcome=outcome, reason=reason, why=check.why))
    return Verdict(
        outcome=_worst([result.outcome for result in results]),
        policy=policy.name,
        policy_sha256=policy.sha256,
        checks=tuple(results),
    )


def _found(report: Report, check: Check) -> Finding:
    """What a check comes to; of a table without a source only its own rules can be asked."""
    if report.real is None and check.check not in SOURCELESS:
        return "does not apply", NO_SOURCE
    return CHECKS[check.check](report, check)


def dcr_share(report: Report, check: Check) -> Finding:
    """Fail when the share of rows nearer to training than to holdout rows lies beyond its band: above it, rows lean
    towards people; below it, the holdout was seen, and then no measure of privacy holds.
    """
    score = measured(report, "dcr_share")
    if isinstance(score, str):
        return "not measured", score
    share, low = number(score.value), number(score.low)
    band = score.reference.high if score.reference else 0.5
    told, fresh, most = (figure(value, "dcr_share") for value in (share, 0.5, band))
    said = (
        f"Both sides weighed alike, {told} of the synthetic rows lie nearest to a training row; fresh data has {fresh}"
    )
    if low > band:
        return "fail", f"{said} and at most {most}: rows lean towards the people they were learned from."
    if score.reference and number(score.high) < score.reference.low:
        return "fail", (
            f"{said} and at least {figure(score.reference.low, score.measure)}: rows lean towards the holdout, so that "
            "they were not learned from the first table alone. Find out which rows they were made from."
        )
    if share > band:
        return "pass", f"{said} and at most {most}: not clearly nearer, as its interval reaches that band."
    return "pass", f"{said}: the table leans no more to the training rows than chance."


def pairs(report: Report, check: Check) -> Finding:
    """Pass inside the reference band, or up to `limit` times the error of a fresh real sample."""
    score = measured(report, "pair")
    if isinstance(score, str):
        return "not measured", score
    if score.reference is None:
        return "not measured", "There is no reference for the relations between columns."
    value, reference = number(score.value), score.reference
    if value >= reference.low:
        return "pass", f"Relations score {value:.3f}, as a fresh real sample does ({reference.value:.3f})."
    limit = check.limit if check.limit is not None else 2.0
    ratio = _raw_ratio(report, score)
    if ratio is None:
        return (
            "fail",
            f"Relations score {value:.3f}, below what fresh real samples score ({reference.low:.3f} or more).",
        )
    said = f"Relations score {value:.3f}: {ratio:.1f} times the error of a fresh real sample"
    return (
        ("pass", f"{said}, within the limit of {limit:g}.")
        if ratio <= limit
        else ("fail", f"{said}; at most {limit:g}.")
    )


def _raw_ratio(report: Report, score: Score) -> float | None:
    """The error ratio of the pairs' raw figure, or None where the score cannot be told from no relation at all.

    The corrected figure of a fresh sample is 1, so that only the raw one has an error to divide by.
    """
    related = score.floor is None or (score.low or 0.0) > score.floor.high
    raw = measured(report, "pair_raw")
    return raw.error_ratio if related and isinstance(raw, Score) else None


def usefulness(report: Report, check: Check) -> Finding:
    """Pass when the loss against training on real rows is within `limit`, or no more than chance: its interval reaches
    zero, or a model of other real rows may lose as much.
    """
    score = next((score for score in report.scores if score.measure == "usefulness"), None)
    if score is None or score.status != "ok":
        return "not measured", (score.note if score and score.note else "No target column was chosen.")
    gap, low = number(score.value), number(score.low)
    limit = check.limit if check.limit is not None else 0.02
    said = f"A model for {score.subject[0]} trained on synthetic rows loses {max(gap, 0):.3f} on rows never seen"
    if gap <= limit:
        return "pass", f"{said}; up to {limit:g} is allowed."
    if low <= 0:
        return (
            "pass",
            f"{said}: not clearly a loss, as its interval starts at {low:.3f}.",
        )
    if score.reference is not None and gap <= score.reference.high:
        return "pass", f"{said}: one trained on other real rows may lose as much, up to {score.reference.high:.3f}."
    return "fail", f"{said}; at most {limit:g} is allowed."


def rules(report: Report, check: Check) -> Finding:
    """Pass when every synthetic row keeps every rule; without rules there is nothing to break."""
    scores = report.group("rules")
    if not scores:
        return "pass", "No rules are stated for this table, so none can be broken."
    unmeasured = [score for score in scores if score.value is None]
    if unmeasured:
        return "not measured", unmeasured[0].note or "A rule could not be checked."
    broken = [score for score in scores if number(score.value) < 1]
    if broken:
        worst = min(broken, key=lambda score: number(score.value))
        return "fail", f"{len(broken)} of {len(scores)} rules are broken in some rows. {worst.note}"
    return "pass", f"All {len(scores)} rules hold in every synthetic row."


CHECKS: dict[str, Callable[[Report, Check], Finding]] = {
    "dcr_share": dcr_share,
    "membership": membership,
    "near_copies": near_copies,
    "replayed": replayed,
    "attacks": attacks,
    "pairs": pairs,
    "usefulness": usefulness,
    "rules": rules,
}


SOURCELESS = frozenset({"rules"})
"""The checks that a table without a source has to pass as well."""


def _worst(outcomes: list[Found]) -> Outcome:
    if "fail" in outcomes:
        return "fail"
    return "pass" if ANSWERED.issuperset(outcomes) else "not measured"
