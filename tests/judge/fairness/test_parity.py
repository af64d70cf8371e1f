from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.exhibits import Groups
from synth.judge.fairness import group_rate
from synth.judge.fairness.outcome import outcome
from synth.judge.fairness.parity import Case, measure
from synth.judge.fairness.tallies import gap, rates
from synth.judge.score import Score
from synth.prepare.control import Control
from synth.prepare.table import Table
from tests.judge.fairness.people import hired, marked
from tests.prepare.tables import table


def equal(size: int = 1) -> Table:
    return hired((60 * size, 60 * size), (60 * size, 60 * size))


def unequal(size: int = 1) -> Table:
    return hired((30 * size, 90 * size), (60 * size, 60 * size))


def worse(size: int = 1) -> Table:
    return hired((6 * size, 114 * size), (90 * size, 30 * size))


def taken(
    real: Table, synthetic: Table, holdout: Table | None = None, control: Control | None = None
) -> tuple[dict[str, Score], Groups]:
    comparison = Comparison.of(real, synthetic, holdout=holdout, control=control)
    changed, shown = group_rate.measure(comparison)
    assert isinstance(shown, Groups)
    assert isinstance(changed, Score)
    return {score.measure: score for score in [*measure(comparison), changed]}, shown


def test_rates_and_gaps_by_thought() -> None:
    tally = np.array([[30, 10, 5], [20, 20, 0], [0, 0, 9]])
    assert rates(tally).tolist()[:2] == [0.25, 0.5]
    assert gap(rates(tally)) == 0.25
    assert np.isnan(gap(rates(tally[:1])))
    assert np.isnan(gap(rates(tally[:0])))


def test_a_faithful_bias_does_not_pass_in_silence() -> None:
    scores, shown = taken(unequal(), unequal(), unequal(2))
    assert scores["parity"].value == pytest.approx(0, abs=0.03)
    assert scores["parity_real"].value == pytest.approx(0.25, abs=0.03)
    assert "faithfully repeats" in scores["parity"].note
    assert "0.50 of the highest, under four fifths" in scores["parity"].note
    women, men = shown.groups
    assert women.real_rate is not None
    assert men.synthetic_rate is not None
    assert (women.label, women.real_rate.value, men.synthetic_rate.value) == ("f", 0.25, 0.5)
    assert shown.outcome == "hired yes"


def test_synthesis_that_made_it_worse_is_said_with_the_rates() -> None:
    score = taken(unequal(), worse(), unequal(2))[0]["parity"]
    assert score.value == pytest.approx(0.7 - 0.25, abs=0.03)
    assert "Synthesis made it worse" in score.note
    assert "75.0% of “m” and 5.0% of “f” in the synthetic rows, 50.0% and 25.0% in the real ones" in score.note


def test_a_gap_that_became_smaller_unasked_is_said() -> None:
    assert "looks too fair" in taken(worse(), equal(), worse(2))[0]["parity"].note


def test_a_gap_between_other_groups_is_not_called_faithful() -> None:
    turned = hired((60, 60), (30, 90))
    note = taken(unequal(), turned, unequal(2))[0]["parity"].note
    assert "not between the same groups" in note


@pytest.mark.parametrize(
    ("women", "men", "moved"),
    [((33, 87), (57, 63), False), ((60, 60), (30, 90), True), ((30, 90), (90, 30), True)],
    ids=["nearer by chance", "turned", "one of them"],
)
def test_groups_moved_only_where_a_rate_changed_by_more_than_chance(
    women: tuple[int, int], men: tuple[int, int], moved: bool
) -> None:
    comparison = Comparison.of(unequal(), hired(women, men))
    assert Case.of(comparison, ("sex",), outcome(comparison, "hired")).moved(tests=3) == moved


def test_equal_groups_need_nothing() -> None:
    assert taken(equal(), equal(), equal(2))[0]["parity"].note.endswith("Nothing to do.")


def test_asked_for_fairness_is_judged_against_equal_rates() -> None:
    fair = Control(fair=("hired", "sex"))
    reached = taken(unequal(), equal(), unequal(2), fair)[0]["parity"]
    assert "Equal rates were asked for and are reached; in the real table as it is the gap is 0.250." in reached.note
    assert reached.value == pytest.approx(0, abs=0.05)
    missed = taken(unequal(), unequal(), unequal(2), fair)[0]["parity"]
    assert "are not reached" in missed.note
    assert missed.value is not None
    assert missed.value > 0.15


def test_a_number_is_an_outcome_by_its_upper_half() -> None:
    pay = [*range(10, 30), *range(30, 50)]
    made = marked(table(category={"sex": ["f"] * 20 + ["m"] * 20}, number={"pay": pay}, target="pay"), "sex")
    scores, shown = taken(made, made)
    assert shown.outcome == "pay above its real median"
    assert scores["parity_synthetic"].value == 1


def test_of_several_classes_the_commonest_is_the_outcome_and_a_boolean_s_is_true() -> None:
    several = table(category={"sex": ["f", "m"] * 30, "job": ["a"] * 30 + ["b"] * 20 + ["c"] * 10}, target="job")
    assert taken(marked(several, "sex"), several)[1].outcome == "job a"
    flag = table(category={"sex": ["f", "m"] * 30}, boolean={"ill": [True] * 40 + [False] * 20}, target="ill")
    assert taken(marked(flag, "sex"), flag)[1].outcome == "ill true"


@pytest.mark.parametrize(
    ("real", "reason"),
    [
        (marked(table(category={"sex": ["f", "m"] * 30}, number={"x": range(60)}), "sex"), "there is no target"),
        (hired((60, 0), (58, 2)), "the same in nearly all real rows"),
        (hired((6, 6), (60, 60)), "fewer than two groups have rows enough"),
    ],
)
def test_what_cannot_be_told_says_why_and_shows_the_groups_all_the_same(real: Table, reason: str) -> None:
    scores, shown = taken(real, real)
    assert list(scores) == ["parity", "group_rate"]
    assert reason in scores["parity"].note
    assert shown.groups[0].real_share.value > 0


def test_rates_of_few_people_are_not_told() -> None:
    shown = taken(hired((38, 2), (30, 30)), equal(), equal())[1]
    assert shown.groups[0].real_rate is not None
    assert shown.groups[1].real_rate is None


def test_people_are_counted_by_unit() -> None:
    one = hired((30, 90), (60, 60)).frame
    rows = {name: one[name].repeat(10) for name in ("sex", "hired")}
    made = table(category=rows, key={"who": np.repeat(np.arange(240), 10).astype(str)}, unit="who", target="hired")
    shown = taken(marked(made, "sex"), made)[1]
    alone = taken(unequal(), unequal())[1]
    assert shown.groups[0].real_rate == alone.groups[0].real_rate
