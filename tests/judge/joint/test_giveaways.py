from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from synth.judge.comparison import Comparison
from synth.judge.exhibits import Giveaways
from synth.judge.joint.detection import measure
from synth.prepare.table import Table
from tests.judge.test_controls import population
from tests.prepare.tables import table


def found(real: Table, synthetic: Table) -> Giveaways:
    return next(each for each in measure(Comparison.of(real, synthetic)) if isinstance(each, Giveaways))


def changed(source: Table, name: str, cells: pd.Series[Any]) -> Table:
    return Table(source.frame.assign(**{name: cells}), source.schema)


def test_fresh_rows_give_nothing_away() -> None:
    assert found(population(300, 0), population(300, 1)).found == ()


def test_a_shifted_column_is_found_first() -> None:
    fresh = population(300, 1)
    first = found(population(300, 0), changed(fresh, "age", fresh.frame["age"] + 25)).found[0]
    assert first.columns[0] == "age"
    assert first.importance > 0.1
    assert "age is" in first.sentence


def test_a_lost_spike_is_named() -> None:
    fresh = population(400, 1)
    debt = fresh.frame["debt"]
    first = found(population(400, 0), changed(fresh, "debt", debt.where(debt != 0, 1.0))).found[0]
    assert first.columns == ("debt",)
    assert first.sentence.startswith("debt is 0 in 0.0% of the synthetic rows, but in ")


def test_a_broken_relation_is_told_by_both_columns() -> None:
    rng = np.random.default_rng(0)

    def sides(rows: int, alike: float) -> Table:
        first = rng.random(rows) < 0.5
        second = np.where(rng.random(rows) < alike, first, ~first)
        return table(
            category={"a": np.where(first, "x", "y").tolist(), "b": np.where(second, "x", "y").tolist()},
            number={"c": rng.normal(size=rows)},
        )

    first, *others = found(sides(400, 1.0), sides(400, 0.5)).found
    assert set(first.columns) == {"a", "b"}
    assert all(set(other.columns) != {"a", "b"} for other in others)
    assert "hardly any real ones" in first.sentence


def test_no_value_of_few_holders_is_told() -> None:
    noise = np.random.default_rng(0).normal(size=(2, 120))
    real = table(
        number={"a": [*range(119), 987654], "c": noise[0]},
        category={"b": ["x"] * 117 + ["secret"] * 3},
    )
    made = table(
        number={"a": [987654] * 60 + [*range(60)], "c": noise[1]}, category={"b": ["secret"] * 70 + ["x"] * 50}
    )
    shown = found(real, made)
    assert len(shown.found) > 0
    assert "987" not in shown.model_dump_json()
    assert "secret" not in shown.model_dump_json()
