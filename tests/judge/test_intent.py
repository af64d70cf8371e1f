from __future__ import annotations

import numpy as np
import pytest

from synth.judge import compare
from synth.judge.intent import as_asked
from synth.prepare.control import Control
from synth.prepare.table import Table
from tests.prepare.tables import table


def staff() -> Table:
    """80 men of whom 40 are hired, 20 women of whom 5 are; a number beside it."""
    sex = ["M"] * 80 + ["F"] * 20
    hired = [True] * 40 + [False] * 40 + [True] * 5 + [False] * 15
    return table(category={"sex": sex}, boolean={"hired": hired}, number={"pay": np.arange(100) % 3})


def kept(**asked: object) -> Table:
    rows = as_asked(staff(), Control.build(**asked), np.random.default_rng(0))
    assert len(np.unique(rows)) == len(rows)
    return staff().take(rows)


def test_a_given_value_leaves_the_rows_that_have_it() -> None:
    assert len(kept(given={"sex": "F"})) == 20
    assert len(kept(given={"pay": 2})) == 33
    assert len(kept(given={"hired": True})) == 45


def test_a_balance_leaves_as_many_rows_as_its_shares_allow() -> None:
    frame = kept(balance={"sex": {"F": 0.5}}).frame
    assert frame["sex"].value_counts().to_dict() == {"F": 20, "M": 20}
    frame = kept(balance={"sex": {"M": 1.0}}).frame
    assert frame["sex"].value_counts().to_dict() == {"M": 80}


def test_fairness_leaves_equal_rates_and_the_shares_of_the_groups() -> None:
    frame = kept(fair=("hired", "sex")).frame
    rates = frame.groupby("sex")["hired"].mean()
    assert rates["F"] == pytest.approx(rates["M"], abs=0.05)
    assert (frame["sex"] == "F").mean() == pytest.approx(0.2, abs=0.02)


def test_what_was_asked_for_does_not_fail_and_both_comparisons_are_shown() -> None:
    rng = np.random.default_rng(1)

    def people(rows: int, share: float) -> Table:
        sex = rng.choice(["F", "M"], rows, p=[share, 1 - share])
        return table(category={"sex": sex.tolist()}, number={"pay": rng.normal(np.where(sex == "F", 4, 5), 1).round(1)})

    control = Control.build(balance={"sex": {"F": 0.5}})
    report = compare(people(800, 0.2), people(400, 0.5), holdout=people(400, 0.2), control=control)
    score = report.score("shape", "sex")
    assert score.value is not None
    assert score.reference is not None
    assert score.value >= score.reference.low
    plain = next(each for each in report.as_is if each.measure == "shape" and each.subject == ("sex",))
    assert plain.value is not None
    assert plain.value < 0.8
    assert report.control == control


def test_too_few_real_rows_of_that_kind_are_no_measure_and_no_error() -> None:
    report = compare(staff(), staff(), control=Control.build(given={"sex": "nobody"}))
    assert {score.status for score in report.group("shapes")} == {"not measured"}
    assert report.score("copies").status == "ok"
