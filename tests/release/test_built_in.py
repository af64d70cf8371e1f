from __future__ import annotations

import pytest

from synth.errors import ReleaseError
from synth.judge.compare import NO_SOURCE
from synth.judge.exhibits import RiskyRow, RiskyRows
from synth.judge.report import Provenance, Report, Source
from synth.judge.score import Band, Score
from synth.prepare.schema import Intent
from synth.release import CheckResult, Condition, Decision, assess, decide
from synth.release.built_in import INTERNAL
from tests.release.reports import copies, report, rule, tried
from tests.release.test_decision import HASHES, NOW


def holding(real: int, filled: int = 0) -> Report:
    return report(provenance=Provenance(column="origin", synthetic=50, real=real, filled=filled))


def approve(found: Report, text: str, intent: Intent = "analytics") -> Decision:
    return decide(
        assess(found),
        "approved with conditions",
        run="r1",
        person="Ada Steward",
        reason="Needed.",
        time=NOW,
        hashes=HASHES,
        conditions=(Condition(check="real_rows", text=text),),
        intent=intent,
    )


@pytest.mark.parametrize(("real", "filled"), [(50, 0), (0, 1)])
def test_a_table_that_holds_real_rows_is_for_internal_use_only(real: int, filled: int) -> None:
    verdict = assess(holding(real, filled))
    assert verdict.outcome == "fail"
    assert verdict.internal
    assert not verdict.copied
    assert [(check.name, check.demand) for check in verdict.open] == [("real_rows", INTERNAL)]
    assert approve(holding(real, filled), "internal use only, in the team of A.").allows_export(NOW.date())


@pytest.mark.parametrize("text", ["Be careful.", "Use only internally."])
def test_no_other_condition_will_do(text: str) -> None:
    with pytest.raises(ReleaseError, match="must say 'Internal use only'"):
        approve(holding(1), text)


def test_it_is_never_published() -> None:
    with pytest.raises(ReleaseError, match="open publication"):
        approve(holding(1), INTERNAL, intent="publication")


def test_a_copied_table_is_refused_with_real_rows_or_without() -> None:
    marks = Provenance(column="origin", synthetic=50, real=1, filled=0)
    assert assess(report(copies(0.9), provenance=marks)).copied


def test_a_table_of_synthetic_rows_alone_is_not_asked() -> None:
    assert [check.name for check in assess(holding(0)).checks if check.built_in] == ["copies"]


def test_of_a_table_without_a_source_only_the_rules_are_known() -> None:
    copied = Score(group="privacy", measure="copies", status="not measured", note=NO_SOURCE)
    kept, broken = (
        assess(report(real=None, holdout=None, target=None, exhibits=(), scores=(copied, rule(share))))
        for share in (1.0, 0.9)
    )
    assert (kept.outcome, kept.open) == ("pass", ())
    assert [check.name for check in kept.applying] == ["rules"]
    assert {check.outcome for check in kept.checks} == {"pass", "does not apply"}
    assert all(check.reason.startswith("No source") for check in kept.checks if check.outcome == "does not apply")
    assert (broken.outcome, [check.name for check in broken.open]) == ("fail", ["rules"])


def outcome_of_copies(copied: int, made: int, twins: int, real: int) -> CheckResult:
    """What so many copies and twins come to; the holdout holds a fifth of the real rows."""
    held = real // 5
    found = copies(copied / made, made).model_copy(update={"reference": Band(value=twins / real, low=0, high=1)})
    trained, aside = Source(rows=real - held, sha256="a"), Source(rows=held, sha256="c")
    return next(each for each in assess(report(found, real=trained, holdout=aside)).checks if each.name == "copies")


@pytest.mark.parametrize(
    ("copied", "twins", "expected"),
    [(0, 0, "pass"), (1, 0, "look"), (4, 0, "look"), (5, 0, "fail"), (2, 2, "pass"), (5, 1, "look"), (9, 1, "fail")],
)
def test_few_copies_in_a_small_table_are_looked_at(copied: int, twins: int, expected: str) -> None:
    assert outcome_of_copies(copied, 240, twins, 300).outcome == expected


def test_twins_in_a_large_table_are_not_looked_at() -> None:
    assert outcome_of_copies(15, 26_000, 15, 32_500).outcome == "pass"


def test_copies_to_look_at_are_signed_for_with_a_condition_and_their_rows_stay_in_the_house() -> None:
    row = RiskyRow(row=1_616, nearest=3, distance=0, usual=1, columns_equal=4, why="equal")
    made = report(copies(0.01, 100), exhibits=(tried("no risk found"), RiskyRows(rows=(row,), found=1)))
    verdict = assess(made)
    assert (verdict.outcome, verdict.copied) == ("not measured", False)
    (check,) = verdict.open
    assert "Look at the riskiest rows, on the Privacy page" in check.reason
    assert "1,61" not in check.reason  # verdicts leave with the table, and would tell whose row it is
    with pytest.raises(ReleaseError, match="did not pass"):
        decide(verdict, "approved", run="r1", person="Ada", reason="Fine.", time=NOW, hashes=HASHES)
    condition = Condition(check="copies", text="It was looked at, and is of a test account.")
    signed = decide(
        verdict, "approved with conditions", run="r1", person="Ada", reason="Fine.", time=NOW, hashes=HASHES,
        conditions=(condition,),
    )  # fmt: skip
    assert signed.allows_export(NOW.date())


@pytest.mark.parametrize(("held", "expected"), [(True, "pass"), (False, "not measured")])
def test_a_copy_of_rows_that_stand_twice_is_not_excused_without_a_holdout(held: bool, expected: str) -> None:
    twice = copies(1.0, 100).model_copy(update={"reference": Band(value=1.0, low=0.9, high=1.0)})
    made = report(twice) if held else report(twice, holdout=None)
    check = next(each for each in assess(made).checks if each.name == "copies")
    assert check.outcome == expected
    assert ("without rows that were held out" in check.reason) is not held
