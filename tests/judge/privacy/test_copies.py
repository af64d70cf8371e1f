from __future__ import annotations

import pytest

from synth.judge.comparison import Comparison
from synth.judge.interval import exceeds
from synth.judge.privacy.copies import measure
from synth.judge.score import Score
from synth.prepare.table import Table
from tests.prepare.tables import table


def numbers(*values: float | None) -> Table:
    return table(number={"x": values}, text={"note": [f"row {place}" for place in range(len(values))]})


def score(real: Table, synthetic: Table, holdout: Table | None = None) -> Score:
    return measure(Comparison.of(real, synthetic, holdout=holdout))[0]


def test_a_copy_scores_one_although_unmodelled_columns_differ() -> None:
    real, holdout = numbers(*range(100)), numbers(*range(100, 200))
    found = score(real, numbers(*reversed(range(100))), holdout)
    assert found.value == 1.0
    assert found.reference is not None
    assert found.reference.value == 0.0
    assert found.low is not None
    assert found.low > found.reference.high
    assert "100 of 100 synthetic rows" in found.note
    assert "do not release" in found.note


def test_half_copies_score_a_half() -> None:
    assert score(numbers(*range(100)), numbers(*range(50, 150)), numbers(*range(200, 300))).value == 0.5


def test_no_copies_score_nothing() -> None:
    found = score(numbers(*range(9)), numbers(*range(9, 18)), numbers(*range(20, 29)))
    assert (found.value, found.low) == (0.0, 0.0)
    assert "no more than chance" in found.note


def test_natural_twins_excuse_copies() -> None:
    found = score(numbers(1, 2, 1, 2), numbers(2, 2, 1, 1), numbers(1, 1, 2, 3))
    assert found.value == 1.0
    assert found.reference is not None
    assert found.reference.value == 7 / 8
    assert "cannot tell" in found.note


def test_without_a_holdout_duplicates_inside_the_real_table_are_the_yardstick() -> None:
    found = score(numbers(1, 1, 2, 3), numbers(1, 9, 9, 9))
    assert found.value == 0.25
    assert found.reference is not None
    assert found.reference.value == 0.5
    assert "2 of 4 real rows equal one of somebody else" in found.note


def test_rows_of_one_person_that_are_equal_are_no_twins() -> None:
    visits = table(number={"x": [1, 1, 2, 3]}, key={"who": ["a", "a", "b", "c"]}, unit="who")
    assert score(visits, visits).reference == score(numbers(1, 2, 3, 4), numbers(1, 2, 3, 4)).reference


def test_missing_equals_missing() -> None:
    assert score(numbers(1, None), numbers(None, 7), numbers(5, 6)).value == 0.5


@pytest.mark.parametrize("value", ["1", "01"])
def test_text_is_compared_as_it_is_spelled(value: str) -> None:
    found = score(table(category={"a": ["1", "2"]}), table(category={"a": [value, "x"]}))
    assert found.value == (0.5 if value == "1" else 0.0)


def test_a_few_copies_in_a_small_table_are_told_from_none_among_fresh_rows() -> None:
    assert exceeds(18, 242, 0, 61)
    assert not exceeds(10, 242, 0, 61)
    assert not exceeds(6, 240, 2, 61)


def test_copies_of_held_out_rows_are_told_from_twins_of_training_rows() -> None:
    real, holdout = numbers(*range(100)), numbers(*range(99, 149))
    fine, leaked = (
        measure(Comparison.of(real, made, holdout=holdout))[1]
        for made in (numbers(99, *range(200, 299)), numbers(*range(99, 149), *range(200, 250)))
    )
    assert (fine.value, fine.reference and fine.reference.value) == (0.01, 0.01)
    assert "no more than chance" in fine.note
    assert leaked.value == 0.5
    assert "50 of 100 synthetic rows equal a holdout row" in leaked.note
    assert "seen the holdout" in leaked.note
    assert measure(Comparison.of(real, real))[1].status == "not measured"
