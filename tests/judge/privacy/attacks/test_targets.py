from __future__ import annotations

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.privacy.attacks.targets import FEWEST, Targets, balanced, holders, targets
from tests.prepare.tables import table


def test_targets_are_unique_in_both_tables_together() -> None:
    real, holdout = table(number={"x": [1, 2, 3, 3, 4]}), table(number={"x": [4, 5, 6, 6]})
    chosen = targets(Comparison.of(real, real, holdout=holdout), ("x",))
    assert sorted(chosen.training) == [0, 1]
    assert sorted(chosen.control) == [6]


def test_a_person_of_many_rows_is_one_target() -> None:
    real = table(number={"x": [1, 1, 2, 3]}, key={"who": ["a", "a", "b", "b"]}, unit="who")
    holdout = table(number={"x": [3, 9]}, key={"who": ["c", "c"]}, unit="who")
    chosen = targets(Comparison.of(real, real, holdout=holdout), ("x",))
    found = chosen.training.tolist()
    assert len(found) == 2
    assert found.count(0) + found.count(1) == 1
    assert 2 in found  # the row of b that nobody else has
    assert chosen.control.tolist() == [5]


def test_the_order_of_rows_does_not_choose() -> None:
    real, holdout = table(number={"x": range(3000)}), table(number={"x": range(3000, 6000)})
    turned = real.take(np.arange(3000)[::-1])
    chosen = []
    for each in (real, turned):
        found = targets(Comparison.of(each, real, holdout=holdout), ("x",))
        assert (len(found.training), len(found.control)) == (2000, 2000)
        chosen.append(each.frame["x"].to_numpy()[found.training])
    assert chosen[0].tolist() == chosen[1].tolist()


def test_both_sides_have_as_many_easy_people_as_others_however_many_there_are() -> None:
    real, holdout = table(number={"x": range(20_000)}), table(number={"x": range(20_000, 22_000)})
    easy = np.arange(22_000) % 4 > 0  # three of four
    chosen = balanced(Comparison.of(real, real, holdout=holdout), ("x",), easy)
    assert chosen is not None
    assert (len(chosen.training), len(chosen.control)) == (2000, 1000)
    assert easy[chosen.training].mean() == easy[chosen.control].mean() == 0.5


def test_few_easy_people_are_not_outnumbered_either() -> None:
    real, holdout = table(number={"x": [*range(160), *[999] * 400]}), table(number={"x": range(200, 280)})
    easy = np.r_[np.arange(160) % 4 == 0, np.ones(400, dtype=bool), np.arange(80) % 2 == 0]
    chosen = balanced(Comparison.of(real, real, holdout=holdout), ("x",), easy)
    assert chosen is not None
    assert (len(chosen.training), len(chosen.control)) == (80, 80)


def test_holders_are_counted_by_unit() -> None:
    assert holders(np.array([0, 0, 1, 1]), np.array([7, 7, 1, 2])).tolist() == [1, 2]
    assert holders(np.array([0, 0, 1]), np.arange(3)).tolist() == [2, 1]


def test_too_few_says_how_many_there_are() -> None:
    assert "only 49 people" in Targets(np.arange(FEWEST - 1), np.arange(90)).too_few
    assert "only 3 people in the holdout" in Targets(np.arange(90), np.arange(3)).too_few
    assert Targets(np.arange(FEWEST), np.arange(FEWEST)).too_few == ""
