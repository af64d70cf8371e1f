"""Suggestions of unit and target, and none where there is no ground for one."""

from __future__ import annotations

from synth.prepare.read import read_table
from synth.prepare.suggest import suggest_target, suggest_unit
from tests.prepare.tables import table


def test_the_key_that_repeats_is_the_unit() -> None:
    whole = table(
        key={"visit_id": [f"v{row}" for row in range(100)], "patient_id": [f"p{row // 2}" for row in range(100)]}
    )
    found = suggest_unit(whole)
    assert found is not None
    assert found.column == "patient_id"
    assert found.why == "'patient_id' is a key that repeats: 50 different values in 100 rows, the commonest in 2."


def test_a_column_of_codes_called_no_more_than_whom_it_is_about_is_the_unit() -> None:
    lines = [f"P{row // 3:04d},{row % 7},{'ab'[row % 2]}" for row in range(90)]
    found = suggest_unit(read_table("\n".join(["patient,dose,arm", *lines]).encode()))
    assert found is not None and found.column == "patient"


def test_among_repeating_keys_people_come_before_firms() -> None:
    whole = table(
        key={"company_id": [f"c{row % 30}" for row in range(90)], "customer_id": [f"p{row % 9}" for row in range(90)]}
    )
    found = suggest_unit(whole)
    assert found is not None and found.column == "customer_id"


def test_a_key_that_repeats_by_slips_only_is_no_unit() -> None:
    assert suggest_unit(table(key={"id": [f"p{min(row, 98)}" for row in range(100)]})) is None
    assert suggest_unit(table(key={"id": ["one"] * 10})) is None
    assert suggest_unit(table(number={"patient_id": [1, 1, 2]})) is None
    assert suggest_unit(table(key={"id": [None]})) is None


def test_the_target_is_known_by_its_name() -> None:
    whole = table(
        boolean={"fraud": [True, False] * 5},
        category={"loan_status": list("ab") * 5, "income": ["<=50K", ">50K"] * 5, "town": list("xy") * 5},
    )
    found = suggest_target(whole)
    assert found is not None and found.column == "fraud"  # says nothing else, as income does, but stands later
    found = suggest_target(whole.select(["loan_status", "town"]))
    assert found is not None and found.column == "loan_status"


def test_else_it_is_the_last_column_if_that_has_few_levels() -> None:
    last = suggest_target(table(number={"x": [1, 2]}, category={"group": ["a", "b"]}))
    assert last is not None and last.column == "group"
    assert "last column" in last.why
    assert suggest_target(table(category={"c": [f"l{row}" for row in range(11)]})) is None
    assert suggest_target(table(category={"class": ["a", "a"]})) is None
    assert suggest_target(table(number={"x": [1, 2]})) is None
    assert suggest_target(table(text={"label": ["a", "b"]})) is None
