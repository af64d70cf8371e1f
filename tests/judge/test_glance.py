from __future__ import annotations

from synth.judge.glance import QUESTIONS, STANDS_OUT, glance
from tests.judge.test_attention import report, score


def test_four_questions_are_answered_in_order_whatever_was_measured() -> None:
    answers = glance(report())
    assert [answer.question.title for answer in answers] == ["Fidelity", "Usefulness", "Privacy", "Fairness"]
    assert {answer.standing for answer in answers} == {"not measured"}
    assert all(not answer.scores for answer in answers)


def test_the_scores_that_decide_are_those_of_the_table_in_their_order() -> None:
    pairs, shapes, column = score(0.9, group="pairs", measure="pair"), score(0.9), score(0.1, subject=("a",))
    [fidelity, *_] = glance(report(pairs, column, shapes))
    assert fidelity.scores[:2] == (shapes, pairs)


def test_what_makes_a_group_short_is_named_and_no_tile_says_that_all_is_well() -> None:
    rate = score(0.9, group="fairness", measure="group_rate", subject=("sex",))
    models = score(0.1, group="fairness", measure="equalised_odds", subject=("sex",))
    *_, fairness = glance(report(rate, models))
    assert fairness.scores == (rate, models)
    assert (fairness.standing, fairness.headline) == ("short", STANDS_OUT)
    *_, fairness = glance(report(score(0.1, group="fairness", measure="group_rate", subject=("sex",)), models))
    assert fairness.headline == fairness.question.short


def test_a_breach_is_named_beside_the_measures_that_always_stand_there() -> None:
    copies = score(0.1, group="privacy", measure="copies", better="lower")
    attack = score(1.5, group="privacy", measure="inference", better="lower", subject=("pay",))
    [_, _, privacy, _] = glance(report(copies, attack))
    assert privacy.scores == (copies, attack)
    assert privacy.standing == "short"


def test_a_question_is_pending_until_all_its_groups_are_there() -> None:
    [fidelity, *_] = glance(report(score(0.9), pending=("joint",)))
    assert fidelity.standing == "pending"
    assert len(fidelity.scores) == 1


def test_each_standing_is_answered_in_one_sentence() -> None:
    good, bad = score(0.9), score(0.1)
    untold = score(None, measure="pair", group="pairs", note="Too few rows.")
    headlines = {
        glance(report(*scores, pending=pending))[0].headline
        for scores, pending in (
            ((good,), ()),
            ((bad,), ()),
            ((good, untold), ()),
            ((untold,), ()),
            ((score(0.9, reference=None),), ()),
            ((good,), ("joint",)),
        )
    }
    assert len(headlines) == 6
    assert {"", "Too few rows."} < headlines


def test_what_could_not_be_told_is_never_as_a_fresh_real_sample() -> None:
    untold = score(None, measure="detection", group="joint")
    [fidelity, *_] = glance(report(score(0.9), untold))
    assert fidelity.standing == "in part"


def test_every_group_of_a_question_is_one_of_the_report() -> None:
    groups = [group for question in QUESTIONS for group in question.groups]
    assert len(groups) == len(set(groups))
