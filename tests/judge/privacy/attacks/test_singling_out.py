from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.privacy.attacks.singling_out import Statements, statements, steps, usual
from synth.prepare.table import Table
from tests.prepare.tables import table


def words(*values: str) -> Table:
    return table(category={"x": values, "y": ["same"] * len(values)})


def stated(real: Table, made: Table, holdout: Table) -> dict[int, str]:
    """For each synthetic row that a statement was made of: whom that statement fits."""
    comparison = Comparison.of(real, made, holdout=holdout)
    trained = set(comparison.units[: len(real)].tolist())
    found, _ = statements(list(comparison.coded.values()), len(real), comparison.units, np.random.default_rng(0))
    words = ("training" if person in trained else "holdout" if person >= 0 else "none" for person in found.person)
    return dict(sorted(zip(found.row.tolist(), words, strict=True)))


def test_statements_fit_one_person_nobody_or_several() -> None:
    assert stated(words(*"abccd"), words(*"abcxee"), words(*"bxz")) == {
        0: "training",  # a: one person in the table
        # b: one person in the table and one outside it, left out
        2: "none",  # c: two people
        3: "holdout",  # x: one person, who is not in the table
        # e: two synthetic rows
    }


def test_a_statement_grows_until_it_fits_one_synthetic_row() -> None:
    real = table(category={"x": list("aabb"), "y": list("pqpq")})
    found = stated(real, real, table(category={"x": list("cc"), "y": list("cc")}))
    assert found == dict.fromkeys(range(4), "training")


def test_several_rows_of_one_person_are_one_person() -> None:
    real = table(category={"x": list("aabc")}, key={"who": ["1", "1", "2", "3"]}, unit="who")
    holdout = table(category={"x": list("zz")}, key={"who": ["4", "5"]}, unit="who")
    assert stated(real, real.take(np.array([0, 2, 3])), holdout) == dict.fromkeys(range(3), "training")


def test_each_person_and_each_synthetic_unit_is_drawn_once() -> None:
    whole = Statements(row=np.arange(6), person=np.array([7, 7, -1, -1, 8, -1]))
    drawn = whole.drawn(np.array([0, 1, 2, 2, 3, 4]), np.random.default_rng(0))
    assert sorted(drawn.person) == [-1, -1, 7, 8]
    assert len(whole.drawn(np.arange(6), np.random.default_rng(0), most=3).row) == 3


@pytest.mark.parametrize(("values", "expected"), [(range(200), 99), ([1, 2, None], 75)])
def test_numbers_are_named_by_their_hundredth(values: list[float | None], expected: int) -> None:
    whole = table(number={"x": values})
    column = Comparison.of(whole, whole).coded["x"]
    named = steps(column)
    assert named[len(column.values) - 1] == expected
    assert named[-1] > 100  # missing


def test_the_usual_share_is_brought_to_size() -> None:
    found = usual(10, 200, times=4, confidence=0.95)
    assert found.value == 0.2
    assert 0.08 < found.low < 0.12
    assert 0.3 < found.high < 0.4
    assert usual(0, 200, times=4, confidence=0.95).low == 0
    assert usual(200, 200, times=4, confidence=0.95).high == 1
