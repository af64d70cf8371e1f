from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from synth.errors import ReportError
from synth.judge.comparison import Comparison
from synth.judge.shapes import ks
from synth.prepare.table import Table
from tests.prepare.tables import table


def test_missing_and_extra_columns_are_named_and_left_out() -> None:
    real = table(number={"age": [1, 2], "income": [3, 4]})
    synthetic = table(number={"extra": [5, 6], "age": [1, 2]})
    comparison = Comparison.of(real, synthetic)
    assert comparison.names == ["age"]
    assert any("lacks" in note and "'income'" in note for note in comparison.notes)
    assert any("extra" in note and "'extra'" in note for note in comparison.notes)


def test_nothing_in_common_is_refused() -> None:
    with pytest.raises(ReportError, match="share no column"):
        Comparison.of(table(number={"a": [1, 2]}), table(number={"b": [1, 2]}))


def test_columns_that_are_not_modelled_do_not_count_as_common() -> None:
    with pytest.raises(ReportError, match="modelled"):
        Comparison.of(table(key={"id": ["1", "2"]}), table(key={"id": ["3", "4"]}))


def test_too_few_rows_are_refused_by_name() -> None:
    with pytest.raises(ReportError, match="synthetic table has too few rows to compare: 1"):
        Comparison.of(table(number={"a": [1, 2]}), table(number={"a": [1]}))


def test_a_column_of_another_kind_is_read_again_and_misfits_are_counted() -> None:
    real = table(number={"age": [30, 40, 50]})
    synthetic = table(category={"age": ["31", "old", None, "41"]})
    comparison = Comparison.of(real, synthetic)
    assert comparison.synthetic.frame["age"].tolist()[::3] == [31, 41]
    assert comparison.synthetic.frame["age"].isna().sum() == 2
    assert any("1 cell of 'age' is no number" in note for note in comparison.notes)


def test_numbers_meant_as_levels_become_levels() -> None:
    real = table(category={"grade": ["1", "2", "2"]})
    synthetic = table(number={"grade": [2.0, 1.0, None]})
    comparison = Comparison.of(real, synthetic)
    assert comparison.synthetic.frame["grade"].tolist() == ["2", "1", None]


def test_infinite_numbers_are_counted_as_unparsable() -> None:
    comparison = Comparison.of(table(number={"x": [1, 2, np.inf]}), table(number={"x": [-np.inf, 2, np.inf]}))
    assert comparison.real.frame["x"].isna().tolist() == [False, False, True]
    assert comparison.synthetic.frame["x"].isna().tolist() == [True, False, True]
    assert any("real table, 1 cell of 'x'" in note for note in comparison.notes)
    assert any("synthetic table, 2 cells of 'x'" in note for note in comparison.notes)


def test_cells_that_reading_could_not_parse_are_told() -> None:
    synthetic = table(number={"x": [1, None]}, unparsed={"x": 1})
    assert any("1 cell of 'x'" in note for note in Comparison.of(table(number={"x": [1, 2]}), synthetic).notes)


def test_a_holdout_inside_the_first_table_is_taken_out_of_it_with_multiplicity() -> None:
    real = table(number={"x": [1, 2, 2, 3, 4]})
    holdout = table(number={"x": [2, 4]})
    comparison = Comparison.of(real, real, holdout=holdout)
    assert comparison.real.frame["x"].tolist() == [1, 2, 3]
    assert comparison.real_rows.tolist() == [0, 2, 3]
    assert any("All 2 rows of the holdout are in the first table" in note for note in comparison.notes)


def test_natural_twins_alone_do_not_make_the_first_table_the_whole() -> None:
    real, holdout = table(number={"x": [1, 2, 3]}), table(number={"x": [2, 2, 9]})
    comparison = Comparison.of(real, real, holdout=holdout)
    assert len(comparison.real) == 3
    assert comparison.notes == ()


def test_a_holdout_that_is_all_of_the_first_table_leaves_nothing_to_compare() -> None:
    real = table(number={"x": [1, 2, 3]})
    with pytest.raises(ReportError, match="real table has too few rows"):
        Comparison.of(real, real, holdout=real)


def test_a_holdout_lacking_a_column_is_noted_and_has_it_missing() -> None:
    real = table(number={"x": [1, 2, 3], "y": [1, 1, 1]})
    comparison = Comparison.of(real, real, holdout=table(number={"x": [7, 8]}))
    assert comparison.holdout is not None
    assert comparison.holdout.frame["y"].isna().all()
    assert any("holdout lacks" in note for note in comparison.notes)


def test_scores_are_taken_at_the_holdouts_size() -> None:
    real, synthetic = table(number={"x": range(100)}), table(number={"x": range(200, 300)})
    alone = Comparison.of(real, synthetic)
    assert [len(rows) for rows in alone.takes] == [100]
    beside = Comparison.of(real, synthetic, holdout=table(number={"x": range(500, 520)}))
    assert [len(rows) for rows in beside.takes] == [20] * 20
    assert [len(rows) for rows in beside.fresh] == [20] * 20
    assert beside.fresh_scale == pytest.approx(1)
    assert alone.fresh_scale == pytest.approx(0.5**0.5)


def test_rules_whose_columns_are_not_shared_are_kept_to_be_reported() -> None:
    real = table(number={"a": [1, 2], "b": [2, 3]})
    schema = real.schema.build(
        columns=real.schema.columns, rules=[{"kind": "inequality", "columns": ["a", "b"], "op": "<"}]
    )
    comparison = Comparison.of(real.with_schema(schema), table(number={"a": [1, 2]}))
    assert len(comparison.rules) == 1


def test_units_come_from_the_real_table_even_where_the_synthetic_has_no_such_column() -> None:
    real = table(number={"x": [1, 2, 3, 4]}, key={"patient": ["a", "a", "b", "c"]}, unit="patient")
    comparison = Comparison.of(real, table(number={"x": [1, 2]}))
    assert comparison.units.tolist() == [0, 0, 1, 2]
    assert comparison.by_unit


def test_target_comes_from_the_schema_and_must_be_modelled() -> None:
    real = table(number={"x": [1, 2]}, text={"note": ["a", "b"]}, target="x")
    assert Comparison.of(real, real).target == "x"
    asked = Comparison.of(real, real, target="note")
    assert asked.target is None
    assert any("'note'" in note for note in asked.notes)
    with pytest.raises(ReportError, match="'nowhere' is not a column"):
        Comparison.of(real, real, target="nowhere")


def test_a_holdout_that_overlaps_the_training_rows_is_said_and_loses_them() -> None:
    rng = np.random.default_rng(0)

    def rows(many: int) -> Table:
        return table(number={"a": rng.normal(size=many).round(3), "b": rng.normal(size=many).round(3)})

    real, fresh = rows(200), rows(60)
    mixed = Table(pd.concat([fresh.frame, real.frame.head(40)], ignore_index=True), fresh.schema)
    comparison = Comparison.of(real, rows(50), holdout=mixed)
    assert comparison.holdout is not None
    assert comparison.holdout.frame.equals(fresh.frame)
    assert any("40 of the 100 holdout rows are in the first table too" in note for note in comparison.notes)
    assert Comparison.of(real, rows(50), holdout=fresh).notes == ()


def test_natural_twins_stay_in_the_holdout() -> None:
    rng = np.random.default_rng(0)

    def rows(many: int) -> Table:
        return table(category={"a": rng.choice(["x", "y"], many).tolist(), "b": rng.choice(["p", "q"], many).tolist()})

    holdout = rows(50)
    comparison = Comparison.of(rows(20), rows(20), holdout=holdout)
    assert comparison.holdout is not None
    assert len(comparison.holdout) == 50


def test_large_tables_are_drawn_in_part_for_spreads_and_brought_to_size(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    real, synthetic = (table(number={"a": rng.normal(size=2000)}) for _ in range(2))
    whole = Comparison.of(real, synthetic)
    monkeypatch.setattr("synth.judge.comparison.MOST_DRAWN", 100)
    some = Comparison.of(real, synthetic)
    assert {len(rows) for rows in (*some.fresh, *some.halves)} == {100}
    assert some.fresh_scale == pytest.approx(np.sqrt((1 / 2000 + 1 / 2000) / (1 / 100 + 1 / 1900)))
    bands = [next(score for score in ks.measure(each)).reference for each in (whole, some)]
    assert bands[0] is not None
    assert bands[1] is not None
    assert bands[1].value == pytest.approx(bands[0].value, rel=0.2)
