from __future__ import annotations

import pytest

from synth.judge.comparison import Comparison
from synth.judge.fairness.representation import measure
from synth.judge.score import Score
from synth.prepare.control import Control
from synth.prepare.table import Table
from tests.judge.fairness.people import hired
from tests.prepare.tables import table


def score(real: Table, synthetic: Table, holdout: Table | None = None, control: Control | None = None) -> Score:
    (found,) = measure(Comparison.of(real, synthetic, holdout=holdout, control=control).asked)
    return found


def test_the_same_shares_score_nothing_and_opposite_groups_everything() -> None:
    assert score(hired((20, 30), (20, 30)), hired((10, 15), (10, 15))).value == 0
    assert score(hired((20, 30), (0, 0)), hired((0, 0), (10, 15))).status == "not measured"  # one real group


def test_a_group_that_synthesis_left_out_is_named() -> None:
    found = score(hired((40, 40), (40, 40)), hired((10, 10), (70, 70)), hired((80, 80), (80, 80)))
    assert found.value == pytest.approx(0.375)
    assert found.value is not None
    assert found.reference is not None
    assert found.value > found.reference.high
    assert "“f” is rarer than it is: 12.5% of the synthetic rows, 50.0% of the real ones" in found.note


def test_an_asked_for_balance_is_no_fault() -> None:
    made, real = hired((40, 40), (40, 40)), hired((10, 10), (70, 70))
    balance = Control(balance={"sex": {"f": 0.5, "m": 0.5}})
    assert score(real, made).value == pytest.approx(0.375)
    assert score(real, made, control=balance).value == pytest.approx(0)


def test_a_column_may_be_sensitive_by_its_name_and_then_that_is_said() -> None:
    real = hired((20, 30), (20, 30), sensitive=False)
    assert "That sex is sensitive was guessed" in score(real, real).note
    assert "guessed" not in score(hired((20, 30), (20, 30)), real).note


def test_no_sensitive_column_is_not_measured_and_says_how_to_mark_one() -> None:
    plain = table(category={"a": ["x", "y"] * 20})
    (found,) = measure(Comparison.of(plain, plain))
    assert found.status == "not measured"
    assert "mark age, sex, origin" in found.note
