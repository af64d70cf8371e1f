"""Text → values → text: nothing dropped, and spelled as before."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.errors import TableError
from synth.prepare import Column, Reading, Schema, Text, infer_schema, spell_cells, type_cells
from synth.prepare.table import DTYPES


def _text(**columns: list[str]) -> Text:
    return Text(pd.DataFrame(columns, dtype=object), Reading())


def test_each_kind_has_its_dtype_and_missing_value() -> None:
    text = _text(
        n=["1.5", "NA", "2"],
        b=["yes", "no", ""],
        d=["2020-01-02", "", "1500-01-01"],
        c=["x", "?", "y"],
        k=["01", "", "02"],
    )
    schema = Schema(
        columns=(
            Column(name="n", kind="number", decimals=1, nulls=("NA",)),
            Column(name="b", kind="boolean", true="yes", false="no"),
            Column(name="d", kind="datetime", format="%Y-%m-%d"),
            Column(name="c", kind="category", nulls=("?", "")),
            Column(name="k", kind="key", treatment="key"),
        )
    )
    table = type_cells(text, schema)
    assert [str(dtype) for dtype in table.frame.dtypes] == [DTYPES[column.kind] for column in schema.columns]
    assert table.frame.isna().sum().tolist() == [1, 1, 1, 1, 1]
    assert table.reading.unparsed == {}
    assert spell_cells(table).to_dict("list") == text.frame.to_dict("list")


def test_misfits_are_counted_and_no_row_is_dropped() -> None:
    text = _text(n=["1", "x", "x", "3"], b=["yes", "no", "maybe", ""], d=["2020-02-30", "2020-01-01", "", "soon"])
    schema = Schema(
        columns=(
            Column(name="n", kind="number"),
            Column(name="b", kind="boolean", true="yes", false="no"),
            Column(name="d", kind="datetime", format="%Y-%m-%d"),
        )
    )
    table = type_cells(text, schema)
    assert len(table) == 4
    assert table.reading.unparsed == {"n": 2, "b": 1, "d": 2}


def test_columns_are_taken_in_the_schemas_order_and_a_missing_one_is_named() -> None:
    text = _text(a=["1"], b=["2"])
    assert list(type_cells(text, Schema(columns=(Column(name="b", kind="number"),))).frame.columns) == ["b"]
    with pytest.raises(TableError, match="no column 'c'"):
        type_cells(text, Schema(columns=(Column(name="c", kind="number"),)))


def test_no_rows() -> None:
    text = _text(a=[], b=[])
    schema = Schema(columns=(Column(name="a", kind="number"), Column(name="b", kind="category")))
    table = type_cells(text, schema)
    assert table.frame.shape == (0, 2)
    assert spell_cells(table).shape == (0, 2)


def test_digits_beyond_a_float_are_kept() -> None:
    text = _text(id=["9007199254740993", "9223372036854775808", "18446744073709551616"])
    assert spell_cells(type_cells(text, infer_schema(text)))["id"].tolist() == text.frame["id"].tolist()


WORD = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=6)
COLUMNS = st.one_of(
    st.lists(st.integers(-(10**6), 10**6).map(str), min_size=12, max_size=12),
    st.lists(
        st.decimals(-999, 999, places=2, allow_nan=False).map(lambda number: f"{number + 0:.2f}"),
        min_size=12,
        max_size=12,
    ),
    st.lists(st.integers(0, 9999).map(lambda code: f"{code:05d}"), min_size=12, max_size=12),
    st.lists(st.dates(date(1500, 1, 1), date(2200, 1, 1)).map(date.isoformat), min_size=12, max_size=12),
    st.lists(st.sampled_from(["TRUE", "FALSE", ""]), min_size=12, max_size=12),
    st.lists(st.sampled_from(["Yes", "No"]), min_size=12, max_size=12),
    st.lists(WORD, min_size=12, max_size=12),
    st.lists(st.sampled_from(["1.234,50", "2,25", "17,00"]), min_size=12, max_size=12),
    st.lists(
        st.sampled_from([f"{hour}:0{minute}" for hour in range(24) for minute in range(9)]), min_size=12, max_size=12
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(COLUMNS, min_size=1, max_size=4))
def test_cells_come_back_as_they_were(columns: list[list[str]]) -> None:
    text = _text(**{f"c{place}": cells for place, cells in enumerate(columns)})
    table = type_cells(text, infer_schema(text))
    spelled = spell_cells(table)
    for column in table.schema.columns:
        several_nulls = table.frame[column.name].isna() & (text.frame[column.name] != column.nulls[0])
        same = (spelled[column.name] == text.frame[column.name]) | several_nulls
        assert same.all() or column.name in table.reading.unparsed, (column, text.frame[column.name].tolist())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 20_000), min_size=30, max_size=60))
def test_dates_in_words_come_back(days: list[int]) -> None:
    cells = [(date(1960, 1, 1) + timedelta(day)).strftime("%d.%m.%Y") for day in days]
    text = _text(at=cells)
    assert spell_cells(type_cells(text, infer_schema(text)))["at"].tolist() == cells
