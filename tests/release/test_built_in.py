from __future__ import annotations

import pytest

from synth.errors import ReleaseError
from synth.judge.compare import NO_SOURCE
from synth.judge.report import Provenance, Report
from synth.judge.score import Band, Score
from synth.prepare.schema import Intent
from synth.release import Condition, Decision, assess, decide
from synth.release.built_in import INTERNAL
from tests.release.reports import copies, report, rule
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
    made = report(real=None, holdout=None, target=None, exhibits=(), scores=(copied, rule(1.0)))
    outcomes = {check.name: check for check in assess(made).checks}
    assert {name for name, check in outcomes.items() if check.outcome == "pass"} == {"rules"}
    assert outcomes["copies"].reason == NO_SOURCE
    assert "made without a source" in outcomes["membership"].reason
    assert {check.outcome for check in assess(made).open} == {"not measured"}


@pytest.mark.parametrize(("held", "expected"), [(True, "pass"), (False, "not measured")])
def test_a_copy_of_rows_that_stand_twice_is_not_excused_without_a_holdout(held: bool, expected: str) -> None:
    twice = copies(1.0, 100).model_copy(update={"reference": Band(value=1.0, low=0.9, high=1.0)})
    made = report(twice) if held else report(twice, holdout=None)
    check = next(each for each in assess(made).checks if each.name == "copies")
    assert check.outcome == expected
    assert ("fresh real rows do" in check.reason) is held
