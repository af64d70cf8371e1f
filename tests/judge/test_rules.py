from __future__ import annotations

import pytest

from synth.judge.comparison import Comparison
from synth.judge.rules import measure
from synth.prepare.rule import Rule
from synth.prepare.table import Table
from tests.prepare.tables import table

ORDERED = Rule(kind="inequality", columns=("low", "high"), op="<=")


def ruled(low: list[float | None], high: list[float | None], *rules: Rule) -> Table:
    plain = table(number={"low": low, "high": high})
    return plain.with_schema(
        plain.schema.build(columns=[column.model_dump() for column in plain.schema.columns], rules=rules)
    )


def test_the_share_of_rows_that_keep_a_rule_stands_beside_the_real_share() -> None:
    (found,) = measure(Comparison.of(ruled([1, 2, 3, 9], [2, 3, 4, 5], ORDERED), ruled([1, 5, 1, 5], [3, 3, 3, 3])))
    assert found.subject == ("low", "high")
    assert (found.value, found.ideal, found.rows) == (0.5, 1.0, 4)
    assert found.reference is not None
    assert found.reference.value == 0.75
    assert "low <= high" in found.note
    assert "2 of 4 synthetic rows and by 1 of 4 real ones" in found.note


def test_a_rule_that_all_rows_keep_scores_one_and_missing_keeps_it() -> None:
    (found,) = measure(Comparison.of(ruled([1, 2], [2, 3], ORDERED), ruled([1, None], [3, 3])))
    assert (found.value, found.high) == (1.0, 1.0)
    assert "Have the generator" not in found.note


def test_no_rules_no_scores() -> None:
    assert measure(Comparison.of(ruled([1, 2], [2, 3]), ruled([1, 2], [2, 3]))) == []


def test_a_rule_on_a_column_that_is_not_shared_is_not_measured() -> None:
    (found,) = measure(Comparison.of(ruled([1, 2], [2, 3], ORDERED), table(number={"low": [1, 2]})))
    assert (found.status, found.value) == ("not measured", None)
    assert "'high'" in found.note


@pytest.mark.parametrize(("rows", "low"), [(10, 0.72), (1_000, 0.996)])
def test_the_interval_narrows_with_the_rows(rows: int, low: float) -> None:
    one = ruled([1.0] * rows, [2.0] * rows, ORDERED)
    (found,) = measure(Comparison.of(one, one))
    assert found.low == pytest.approx(low, abs=0.005)
