"""Table: the frame fits its schema; rows, columns and units are taken without touching the original."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from synth.errors import TableError
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Reading, Reject, Table
from tests.prepare.tables import column, table

WHOLE = table(
    number={"x": [1.5, None, 3]},
    category={"c": ["a", None, "b"]},
    boolean={"b": [True, None, False]},
    datetime={"d": ["2024-01-01", None, "2024-01-03"]},
    key={"k": ["p", "q", "p"]},
    unit="k",
)


def test_each_kind_has_its_dtype() -> None:
    assert WHOLE.frame.dtypes.astype(str).to_dict() == {
        "x": "float64",
        "c": "object",
        "b": "boolean",
        "d": "datetime64[us]",
        "k": "object",
    }
    assert len(WHOLE) == 3


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("number", pd.Series([1, 2])),
        ("category", pd.Series([1.0, 2.0])),
        ("boolean", pd.Series([True, False])),
        ("datetime", pd.Series(pd.to_datetime(["2024-01-01"])).astype("datetime64[ns]")),
        ("text", pd.Series(["a"], dtype="string")),
    ],
)
def test_another_dtype_is_refused(kind: str, values: pd.Series) -> None:
    schema = Schema(columns=(column("x", kind),))  # type: ignore[arg-type]
    with pytest.raises(TableError, match=f"'x' is of kind {kind}"):
        Table(pd.DataFrame({"x": values}), schema)


def test_other_columns_or_another_order_are_refused() -> None:
    for frame in (WHOLE.frame[["c", "x", "b", "d", "k"]], WHOLE.frame[["x"]], pd.DataFrame()):
        with pytest.raises(TableError, match="not those of its schema"):
            Table(frame, WHOLE.schema)


def test_an_index_that_does_not_count_the_rows_is_refused() -> None:
    with pytest.raises(TableError, match="index"):
        Table(WHOLE.frame.iloc[1:], WHOLE.schema)


def test_rows_by_position_and_by_mask() -> None:
    by_position = WHOLE.take(np.array([2, 0]))
    by_mask = WHOLE.take(np.array([True, False, True]))
    assert by_position.frame["x"].tolist() == [3, 1.5]
    assert by_mask.frame["x"].tolist() == [1.5, 3]
    assert list(by_position.frame.index) == [0, 1]
    assert len(WHOLE.take(np.array([], dtype=int))) == 0
    assert len(WHOLE) == 3


def test_fewer_columns_in_the_tables_order() -> None:
    fewer = WHOLE.select(["d", "x"])
    assert list(fewer.frame.columns) == fewer.schema.names == ["x", "d"]
    assert fewer.schema.unit is None


def test_a_schema_of_other_kinds_does_not_fit() -> None:
    sensitive = WHOLE.with_schema(WHOLE.schema.with_column("c", sensitive=True))
    assert sensitive.schema["c"].sensitive
    assert sensitive.frame is WHOLE.frame
    with pytest.raises(TableError, match="'x' is of kind category"):
        WHOLE.with_schema(WHOLE.schema.with_column("x", kind="category"))


def test_units_are_numbered_and_a_missing_one_stands_alone() -> None:
    assert WHOLE.units().tolist() == [0, 1, 0]
    alone = table(key={"k": ["p", None, "p", None]}, unit="k")
    assert alone.units().tolist() == [0, 1, 0, 2]
    assert replace(WHOLE, schema=WHOLE.schema.select(WHOLE.schema.names)).units().tolist() == [0, 1, 0]
    assert table(number={"x": [5, 5]}).units().tolist() == [0, 1]


def test_a_reading_goes_to_json_and_back() -> None:
    reading = Reading(source="a.csv", rows_in_file=3, loaded=2, rejected=(Reject(line=3, why="too long"),))
    assert Reading.model_validate_json(reading.model_dump_json()) == reading


def test_rows_know_their_unit_without_its_column() -> None:
    columns = (Column(name="who", kind="key", treatment="key"), Column(name="age", kind="number"))
    frame = pd.DataFrame({"who": np.array(["b", "a", "b", None], dtype=object), "age": [1.0, 2.0, 3.0, 4.0]})
    ages = Table(frame, Schema(columns=columns, unit="who")).without_unit(["age"])
    assert ages.schema.names == ["age"]
    assert ages.units().tolist() == [0, 1, 0, 2]
    assert ages.take(np.array([3, 0])).units().tolist() == [2, 0]
