"""The checks of privacy that a policy can ask for beside copies and DCR share."""

from __future__ import annotations

from synth.judge.exhibits import Attacks
from synth.judge.report import Report
from synth.judge.score import Score
from synth.judge.words import figure
from synth.release.findings import Finding, above_its_band, measured, number
from synth.release.policy import Check

MEMBERSHIP = ("membership", "membership_density")
REPLAYED = ("rare_values", "rare_numbers", "extremes")
ATTACKS = ("singling_out", "linkability", "attribute_inference")


def membership(report: Report, check: Check) -> Finding:
    """Fail when either attacker tells training rows from fresh ones better than chance, or takes those of the holdout
    for them: then the generator saw the holdout.
    """
    scores = [measured(report, measure) for measure in MEMBERSHIP]
    found = [score for score in scores if isinstance(score, Score)]
    told = [score for score in found if above_its_band(score) or _below(score)]
    if told:
        return "fail", " ".join(score.note for score in told)
    missing = [reason for reason in scores if isinstance(reason, str)]
    if missing:
        return "not measured", missing[0]
    best = max(number(score.value) for score in found)
    return "pass", f"The better of two attackers reaches an AUC of {best:.3f}, where guessing has 0.500: no clear gain."


def near_copies(report: Report, check: Check) -> Finding:
    """Fail when too many rows lie very near to training rows, unless they lie as near to rows never seen.

    Rows that crowd where real rows are dense are near to those never seen as well: then neither which side they lean
    to nor membership lies beyond chance.
    """
    near = measured(report, "near_copies")
    if isinstance(near, str):
        return "not measured", near
    if not above_its_band(near):
        return "pass", near.note
    excuses = [measured(report, measure) for measure in ("near_copies_lean", MEMBERSHIP[0])]
    if any(isinstance(score, str) or score.reference is None for score in excuses):
        return "fail", near.note
    told = [score for score in excuses if isinstance(score, Score) and not _by_chance(score)]
    if told:
        return "fail", f"{near.note} {told[0].note}"
    return "pass", (
        f"{figure(near.value, near.measure)} of the synthetic rows lie very near to a training row, more than of fresh "
        "rows, but as near to rows that the generator never saw: they crowd where people are many, and copy nobody."
    )


def replayed(report: Report, check: Check) -> Finding:
    """Fail when levels or numbers that fewer than k people have, or the extremes of all, come back more often than in
    fresh real rows: value protection was off, or does not hold. That it was off is said whatever is found.
    """
    outcome, why = _replayed(report)
    return outcome, f"Value protection was off (k = 1). {why}" if report.protected is False else why


def _replayed(report: Report) -> Finding:
    scores = [measured(report, measure) for measure in REPLAYED]
    found = [score for score in scores if isinstance(score, Score)]
    told = [score for score in found if above_its_band(score)]
    if told:
        return "fail", " ".join(score.note for score in told)
    missing = [reason for reason in scores if isinstance(reason, str)]
    if missing:
        return "not measured", missing[0]
    levels, numbers, ends = (figure(score.value, score.measure) for score in found)
    said = (
        f"{levels} of the synthetic rows hold a rare level and {ends} an extreme; {numbers} replay a rare number, in "
        "the column where that is clearest."
    )
    if all(score.reference is None or _by_chance(score) for score in found):
        return "pass", f"{said} Chance may bring back as many."
    return "pass", f"{said} That is more than chance mostly brings back, though not clearly: see that protection is on."


def _below(score: Score) -> bool:
    """Whether a score lies below what a fresh real sample has, by more than its interval."""
    return score.reference is not None and number(score.high) < score.reference.low


def _by_chance(score: Score) -> bool:
    """Whether a score that should be low lies no higher than what a fresh real sample has."""
    return score.reference is not None and number(score.value) <= score.reference.high


def attacks(report: Report, check: Check) -> Finding:
    """Fail when an attack finds a risk. Attacks that all do no better than guessing pass only beside a membership
    inference that was measured: *no result* alone does not mean safe.
    """
    scores = [measured(report, measure) for measure in ATTACKS]
    tried = next((exhibit.tried for exhibit in report.exhibits if isinstance(exhibit, Attacks)), ())
    risks = [attack for attack in tried if attack.result == "risk"]
    if risks:
        others = f" {len(risks)} of {len(tried)} attacks find a risk." if len(risks) > 1 else ""
        return "fail", risks[0].sentence + others
    missing = [reason for reason in scores if isinstance(reason, str)]
    if missing:
        return "not measured", missing[0]
    if not tried:
        return "not measured", "The report does not say which attacks were tried."
    weak = sum(attack.result == "no result" for attack in tried)
    if weak < len(tried):
        said = f"None of {len(tried)} attacks learns more about people in the table than about others"
        return "pass", said + (f"; {weak} of them gave no result, which does not mean safe." if weak else ".")
    said = (
        f"All {len(tried)} attacks did no better than guessing without the table: no result, which does not mean safe"
    )
    if all(isinstance(measured(report, measure), Score) for measure in MEMBERSHIP):
        return "pass", f"{said}. The check of membership has to carry this one."
    return "not measured", f"{said}, and nothing else was measured that could carry this check."
