from __future__ import annotations

import numpy as np
import pytest

from synth.errors import TableError
from synth.judge.comparison import Comparison
from synth.judge.privacy.risky_rows import risky_rows
from synth.make import fit
from synth.prepare.schema import Schema
from synth.prepare.table import Table
from synth.work.remedy import drop, generalise, resample
from tests.judge.privacy.samples import joined, people
from tests.prepare.tables import table


def unequal(first: Table, second: Table) -> list[int]:
    """Which rows differ."""
    differs = [first.frame[name].to_numpy() != second.frame[name].to_numpy() for name in first.schema.names]
    return np.flatnonzero(np.any(differs, axis=0)).tolist()


def test_dropped_rows_are_gone_and_nothing_else() -> None:
    made = people(10, 0)
    left = drop(made, [7, 2, 2])
    assert left.frame.equals(made.take(np.array([0, 1, 3, 4, 5, 6, 8, 9])).frame)
    assert left.reading.notes[-1] == "2 risky rows were dropped."
    assert len(made) == 10


def test_rows_that_are_not_there_and_tables_of_no_rows_are_refused() -> None:
    made = people(3, 0)
    for rows in ([3], [-1]):
        with pytest.raises(TableError, match="not in this table of 3 rows"):
            drop(made, rows)
    with pytest.raises(TableError, match="none would be left"):
        drop(made, [0, 1, 2])


def test_resampled_rows_come_from_the_model_and_keys_stay() -> None:
    keys = table(key={"id": [f"P{row:03}" for row in range(80)]})
    rows = people(80, 0)
    training = Table(
        keys.frame.join(rows.frame),
        Schema.build(columns=[each.model_dump() for each in (*keys.schema.columns, *rows.schema.columns)]),
    )
    model = fit(training, "trees", seed=0)
    made = model.sample(40, seed=1)
    again = resample(made, [3, 11], model, seed=2)
    assert unequal(made, again) == [3, 11]
    assert again.frame["id"].equals(made.frame["id"])
    assert again.schema == made.schema
    assert again.frame.dtypes.equals(made.frame.dtypes)
    assert again.frame.equals(resample(made, [11, 3], model, seed=2).frame)
    assert not again.frame.equals(resample(made, [3, 11], model, seed=3).frame)
    assert resample(made, [], model, seed=2) is made


def test_numbers_go_to_the_mean_of_a_wide_bin_as_the_column_spells_them() -> None:
    first = np.datetime64("2024-01-01")
    training = table(number={"x": [*range(99), 98.9, None]}, datetime={"day": first + np.arange(101)})
    made = table(number={"x": [3, 98, None, 50]}, datetime={"day": first + np.array([0, 99, 5, 7])})
    columns = [each.model_copy(update={"decimals": 1} if each.kind == "number" else {}) for each in made.schema.columns]
    made = made.with_schema(Schema(columns=tuple(columns)))
    said = generalise(made, [0, 1, 2], training)
    assert said.frame["x"].tolist()[:2] == [4.5, 94.5]
    assert np.isnan(said.frame["x"][2])
    assert said.frame["x"][3] == 50
    assert said.frame["day"].dt.strftime("%m-%d").tolist() == ["01-06", "04-06", "01-06", "01-08"]
    assert said.frame.dtypes.equals(made.frame.dtypes)


def test_bins_hold_k_units() -> None:
    once = table(number={"x": [*[1.0] * 50, *range(100, 110)]})
    same = table(number={"x": [*[1.0] * 50, 100.0, 109.0]})
    assert set(generalise(same, range(52), once, k=5).frame["x"].round(1)) == {1.0, 104.5}
    assert set(generalise(same, range(52), once, k=11).frame["x"].round(4)) == {round((50 + 1045) / 60, 4)}
    assert generalise(same, range(52), once, k=61).frame["x"].isna().all()


def test_levels_become_commoner_ones_or_the_rare_label() -> None:
    training = table(category={"job": ["clerk"] * 50 + ["nurse"] * 20 + ["smith"] * 6 + ["spy"] * 2 + [None]})
    made = table(category={"job": ["clerk", "nurse", "smith", "spy", None, "new"] * 20})
    said = generalise(made, range(60), training).frame["job"]
    became = {
        level: set(said[place:60:6]) for place, level in enumerate(["clerk", "nurse", "smith", "spy", None, "new"])
    }
    assert became["clerk"] == {"clerk"}
    assert became["nurse"] == {"clerk"}
    assert became["smith"] == {"clerk", "nurse"}
    assert became["spy"] <= {"clerk", "nurse", "smith"}
    assert became[None] == {None}
    assert said[60:].tolist() == made.frame["job"][60:].tolist()
    labelled = generalise(made, range(6), training, rare_label="other").frame["job"][:6].tolist()
    assert labelled == ["clerk", "other", "other", "other", None, "other"]


def test_a_row_that_would_break_a_rule_is_dropped() -> None:
    rules = [{"kind": "inequality", "columns": ["start", "end"], "op": "<="}]
    training = table(number={"start": [*range(30), *range(100, 130)], "end": range(60)})
    made = table(number={"start": [29, 110], "end": [29, 110]})
    made = made.with_schema(Schema.build(columns=made.schema.columns, rules=rules))
    said = generalise(made, [0, 1], training)
    assert said.frame["start"].tolist() == [26.5]
    assert said.frame["end"].tolist() == [26.5]
    assert said.reading.notes == ("1 risky row was generalised.", "1 risky row was dropped.")


def test_every_remedy_frees_the_table_of_its_riskiest_row() -> None:
    training, holdout = people(200, 0), people(80, 1)
    made = joined(people(60, 2), training.take(np.array([17])))
    model = fit(training, "trees", seed=0)

    def riskiest(synthetic: Table) -> list[float]:
        return [each.distance for each in risky_rows(Comparison.of(training, synthetic, holdout=holdout)).rows]

    assert 0.0 in riskiest(made)
    for remedied in (drop(made, [60]), resample(made, [60], model, seed=5), generalise(made, [60], training)):
        assert 0.0 not in riskiest(remedied)
