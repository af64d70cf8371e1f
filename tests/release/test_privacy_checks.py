from __future__ import annotations

from typing import Any

import pytest

from synth.judge.exhibits import Attacks
from synth.judge.score import Score
from synth.release import CheckResult, assess
from tests.release.reports import attacked, auc, near_copies, replayed, report, tried

ATTACKS = ("singling_out", "linkability", "attribute_inference")


def check(name: str, *scores: Score, **changes: Any) -> CheckResult:
    return next(each for each in assess(report(*scores, **changes)).checks if each.name == name)


def absent(measure: str) -> Score:
    return Score(group="privacy", measure=measure, status="not measured", note=f"No {measure}.")


@pytest.mark.parametrize(
    ("distance", "density", "expected"),
    [(0.529, 0.5, "pass"), (0.531, 0.5, "fail"), (0.5, 0.531, "fail"), (0.471, 0.471, "pass"), (0.469, 0.5, "fail")],
)
def test_membership_fails_when_either_attacker_beats_chance(distance: float, density: float, expected: str) -> None:
    scores = auc("membership", distance), auc("membership_density", density)
    assert check("membership", *scores).outcome == expected


def test_membership_needs_both_attackers_to_pass_and_one_to_fail() -> None:
    missing = check("membership", absent("membership_density"))
    assert (missing.outcome, missing.reason) == ("not measured", "No membership_density.")
    assert check("membership", absent("membership_density"), auc("membership", 0.9)).outcome == "fail"


@pytest.mark.parametrize(
    ("share", "excuses", "expected"),
    [
        (0.049, {}, "pass"),
        (0.2, {}, "pass"),
        (0.2, {"membership": auc("membership", 0.521)}, "fail"),
        (0.2, {"membership": absent("membership")}, "fail"),
        (0.2, {"near_copies_lean": auc("near_copies_lean", 0.521)}, "fail"),
        (0.2, {"near_copies_lean": absent("near_copies_lean")}, "fail"),
    ],
)
def test_near_copies_are_excused_only_where_rows_never_seen_are_as_near(
    share: float, excuses: dict[str, Score], expected: str
) -> None:
    usual = {measure: auc(measure, 0.5) for measure in ("membership", "near_copies_lean")}
    assert check("near_copies", near_copies(share), *(usual | excuses).values()).outcome == expected


def test_near_copies_not_measured() -> None:
    assert check("near_copies", absent("near_copies")).outcome == "not measured"


def test_one_attack_that_is_a_risk_fails_whatever_else_there_is() -> None:
    found = check("attacks", absent("linkability"), exhibits=(tried("risk", "risk", "no result"),))
    assert found.outcome == "fail"
    assert found.reason == "A neighbour: risk. 2 of 3 attacks find a risk."


@pytest.mark.parametrize("measure", ATTACKS)
def test_an_attack_that_was_not_tried_is_no_pass(measure: str) -> None:
    found = check("attacks", absent(measure))
    assert (found.outcome, found.reason) == ("not measured", f"No {measure}.")


def test_no_risk_found_passes_and_says_what_gave_no_result() -> None:
    found = check("attacks")
    assert found.outcome == "pass"
    assert "1 of them gave no result, which does not mean safe" in found.reason
    assert "no result" not in check("attacks", exhibits=(tried("no risk found"),)).reason


def test_no_result_alone_is_no_pass() -> None:
    nothing = (tried("no result", "no result"),)
    carried = check("attacks", exhibits=nothing)
    assert carried.outcome == "pass"
    assert "does not mean safe. The check of membership has to carry this one." in carried.reason
    assert check("attacks", absent("membership"), exhibits=nothing).outcome == "not measured"


@pytest.mark.parametrize("exhibits", [(), (Attacks(tried=()),)])
def test_scores_without_the_attacks_themselves_are_no_pass(exhibits: tuple[Attacks, ...]) -> None:
    assert check("attacks", attacked("linkability"), exhibits=exhibits).outcome == "not measured"


@pytest.mark.parametrize("measure", ["rare_values", "rare_numbers", "extremes"])
def test_a_table_that_replays_rare_values_does_not_pass(measure: str) -> None:
    passed, doubtful = check("replayed", replayed(measure, 0.02)), check("replayed", replayed(measure, 0.05))
    assert passed.outcome == doubtful.outcome == "pass"
    assert "Chance may bring back as many" in passed.reason
    assert "see that protection is on" in doubtful.reason
    failed = check("replayed", replayed(measure, 0.051))
    assert (failed.outcome, failed.reason) == ("fail", f"{measure} 0.051")
    missing = check("replayed", absent(measure))
    assert (missing.outcome, missing.reason) == ("not measured", f"No {measure}.")


def test_the_check_of_what_is_replayed_says_that_protection_was_off() -> None:
    scores = replayed("rare_values", 0.02)
    off, on = (check("replayed", scores, protected=protected) for protected in (False, True))
    assert off.reason == f"Value protection was off (k = 1). {on.reason}"
    assert off.outcome == on.outcome
