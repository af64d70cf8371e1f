from __future__ import annotations

import numpy as np
import pytest

from synth.errors import ReportError
from synth.judge.comparison import Comparison
from synth.judge.exhibits import JointTable
from synth.judge.pairs.joint_table import joint_table, measure
from synth.prepare.table import Table
from tests.judge.test_compare import people
from tests.prepare.tables import table


def joint(real: Table, synthetic: Table | None = None, *pair: str, k: int = 5) -> JointTable:
    return joint_table(Comparison.of(real, synthetic or real, k=k), *(pair or real.schema.names[:2]))


def grid(*cells: tuple[str, str, int]) -> Table:
    """A table of two categories with so many rows in each cell."""
    rows = [(first, second) for first, second, count in cells for _ in range(count)]
    return table(category={"a": [first for first, _ in rows], "b": [second for _, second in rows]})


def test_cells_are_shares_and_small_ones_are_not_told() -> None:
    real = grid(("x", "u", 60), ("x", "v", 20), ("y", "u", 14), ("y", "v", 6), ("z", "u", 6), ("z", "v", 4))
    found = joint(real, grid(("x", "u", 5), ("y", "v", 5)))
    assert (found.rows, found.columns) == (("x", "y", "z"), ("u", "v"))
    assert found.synthetic == ((0.5, 0.0), (0.0, 0.5), (0.0, 0.0))
    assert found.real[0] == pytest.approx((60 / 110, 20 / 110), abs=1e-6)
    assert found.real[2] == (None, None)  # 4 rows alone could be told from the rest: the least other ones go too


def test_levels_of_few_holders_go_to_the_others_and_missing_comes_last() -> None:
    real = grid(("x", "u", 20), ("secret", "v", 3), ("y", "v", 10))
    gone = Table(real.frame.assign(b=real.frame["b"].where(real.frame["a"] != "y", None)), real.schema)
    found = joint(gone)
    assert found.rows == ("x", "y", "other")
    assert found.columns == ("u", "other", "missing")
    assert "secret" not in found.model_dump_json()


def test_numbers_stand_in_stretches_from_low_to_high() -> None:
    real = table(number={"n": [*range(100)]}, category={"c": ["x", "y"] * 50})
    found = joint(real.with_schema(real.schema.with_column("n", decimals=0)))
    assert len(found.rows) == 10
    assert found.rows[:2] == ("2 to 9", "10 to 19")  # its ends are means of five values: that of 0 to 4 is 2
    assert sum(filter(None, (cell for row in found.real for cell in row))) == pytest.approx(1)


def test_values_that_many_hold_are_told_as_they_are() -> None:
    real = table(number={"n": [0] * 50 + [7] * 30 + [3] * 20}, category={"c": ["x", "y"] * 50})
    assert joint(real).rows == ("0", "3", "7")


def test_dates_are_spelled() -> None:
    real = table(datetime={"d": ["2024-01-01"] * 20 + ["2024-03-05"] * 20}, category={"c": ["x", "y"] * 20})
    assert joint(real, None, "d", "c").rows == ("2024-01-01", "2024-03-05")


def test_no_single_real_number_is_told() -> None:
    rng = np.random.default_rng(0)
    values = [*rng.normal(50_000, 9_000, 60).round(2), 987_654.32]
    real = table(number={"n": values, "m": rng.normal(size=61)})
    found = joint(real.with_schema(real.schema.with_column("n", decimals=2)))
    told = " ".join(found.rows).replace(",", "")
    assert "987654" not in told
    assert not set(told.split()) & {f"{value:g}" for value in values}


def test_units_are_counted_and_not_their_rows() -> None:
    real = table(
        category={"a": ["x"] * 20 + ["y"] * 20, "b": ["u", "v"] * 20},
        key={"who": [*map(str, range(20)), *["one"] * 20]},
        unit="who",
    )
    found = joint(real, None, "a", "b")
    assert found.rows == ("x", "other")
    assert found.real[1] == (None, None)


def test_columns_with_hardly_a_value_have_one_bin() -> None:
    real = table(number={"a": [1, 2, 3, *[None] * 17]}, category={"b": [None] * 20})
    found = joint(real)
    assert found.rows == ("any value", "missing")
    assert found.columns == ("missing",)
    assert found.real == ((None,), (None,))  # 17 of 20 would tell that there are 3


def test_only_modelled_columns_have_one() -> None:
    with pytest.raises(ReportError, match="'note'"):
        joint(people(40, 0), None, "age", "note")


def test_the_worst_pairs_come_first() -> None:
    rng = np.random.default_rng(0)
    first = rng.choice(list("abc"), 300)
    real = table(category={"a": first, "b": first, "c": rng.choice(list("xy"), 300)})
    broken = table(category={"a": first, "b": rng.permutation(first), "c": rng.choice(list("xy"), 300)})
    found = measure(Comparison.of(real, broken))
    assert found[0].subject == ("a", "b")
    assert len(found) == 3
    one = table(category={"a": first})
    assert measure(Comparison.of(one, one)) == []
