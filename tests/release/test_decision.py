from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from synth.errors import ReleaseError
from synth.release import Condition, Decision, Hashes, assess, decide
from tests.release.reports import copies, pair, pair_raw, report

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HASHES = Hashes(source="a", synthetic="b", report="c", policy="d")


def make(answer: Any, *scores: Any, **changes: Any) -> Decision:
    asked: dict[str, Any] = {
        "run": "r1",
        "person": "Ada Steward",
        "reason": "Good enough.",
        "time": NOW,
        "hashes": HASHES,
    }
    return decide(assess(report(*scores)), answer, **(asked | changes))


def test_a_passed_table_is_approved_and_may_leave() -> None:
    assert make("approved").allows_export(NOW.date())


@pytest.mark.parametrize("missing", [{"person": " "}, {"reason": ""}, {"hashes": None}])
def test_a_decision_needs_name_reason_and_report(missing: dict[str, Any]) -> None:
    with pytest.raises(ReleaseError):
        make("approved", **missing)


def test_no_report_no_approval() -> None:
    with pytest.raises(ReleaseError, match="no report"):
        decide(None, "refused", run="r", person="A", reason="b", time=NOW, hashes=HASHES)


def test_a_failed_check_needs_a_condition_that_names_it() -> None:
    low = (pair(0.5), pair_raw(0.5))
    with pytest.raises(ReleaseError, match="did not pass"):
        make("approved", *low)
    with pytest.raises(ReleaseError, match="no condition names it"):
        make("approved with conditions", *low, conditions=(Condition(check="usefulness", text="x"),))
    with pytest.raises(ReleaseError, match="no condition names it"):
        make("approved with conditions", *low, conditions=(Condition(check="pairs", text="  "),))
    agreed = make("approved with conditions", *low, conditions=(Condition(check="pairs", text="Totals only."),))
    assert agreed.allows_export(NOW.date())


def test_a_copied_table_is_only_ever_refused() -> None:
    copied = copies(0.9)
    conditions = (Condition(check="copies", text="Please"),)
    for answer in ("approved", "approved with conditions"):
        with pytest.raises(ReleaseError, match="copies real rows"):
            make(answer, copied, conditions=conditions)
    assert not make("refused", copied).allows_export(NOW.date())


def test_approval_ends_on_its_day() -> None:
    decision = make("approved", expiry=date(2026, 12, 1))
    assert decision.allows_export(date(2026, 12, 1))
    assert not decision.allows_export(date(2026, 12, 2))
    with pytest.raises(ReleaseError, match="expire"):
        make("approved", expiry=date(2026, 11, 21))
