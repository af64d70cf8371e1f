"""What pages share and no widget is needed for: words, and the height of rows."""

from __future__ import annotations

import pytest

from pages.shared.attackers import untried
from pages.shared.marks import all_passed, verdict_words, worst
from pages.shared.sentences import TWO_LINES, high_enough
from synth.release import CheckResult, Verdict
from synth.release.verdict import Found


def verdict(*outcomes: Found) -> Verdict:
    checks = tuple(CheckResult(name=str(n), title=f"T{n}", outcome=each, reason="") for n, each in enumerate(outcomes))
    return Verdict(outcome="not measured", policy="p", policy_sha256="0", checks=checks)


@pytest.mark.parametrize(
    ("outcomes", "first"),
    [(("pass", "look"), "look"), (("look", "not measured", "fail"), "fail"), (("pass", "does not apply"), "pass")],
    ids=["only to look at", "failed", "passed"],
)
def test_what_must_be_seen_first_stands_at_the_top(outcomes: tuple[Found, ...], first: Found) -> None:
    assert worst(verdict(*outcomes)) == first


def test_a_check_that_failed_is_said_to_have_failed() -> None:
    said = verdict_words(verdict("pass", "not measured", "fail", "look"))
    assert said == "1 of 4 checks of the policy passed. Failed: “T2”. Look at it: “T3”. Not measured: “T1”."


def test_a_verdict_without_an_open_check_is_said_in_whole_sentences() -> None:
    assert all_passed(verdict("pass", "pass")) == "All 2 checks of the policy passed."
    one = "The policy's check passed. The table has no source, so that the others do not apply."
    assert all_passed(verdict("pass", "does not apply")) == one


def test_attacks_left_out_for_one_cause_are_named_together() -> None:
    said = untried(("Linkability by a neighbour: too few.", "Guessing by a neighbour: too few.", "Nobody was tried."))
    assert said == "Linkability by a neighbour; Guessing by a neighbour: too few. Nobody was tried."


def test_rows_are_as_high_as_their_longest_sentence() -> None:
    assert high_enough([]) == high_enough(["short"]) == TWO_LINES
    assert high_enough(["x" * 250], 340) > high_enough(["x" * 200], 340) > TWO_LINES
