"""The way in: a file → a typed table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.errors import SettingsError, TableError
from synth.prepare import Column, Schema, parse_read_options, read_table, spell_cells

CONTENT = b"id,age,sex\nA1,30,f\nA2,?,m\nA3,50,f\n"


def test_a_file_or_bytes(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_bytes(CONTENT)
    table = read_table(tmp_path / "patients.csv")
    assert table.frame["age"].tolist()[::2] == [30.0, 50.0]
    assert table.reading.source == "patients.csv"
    assert read_table(CONTENT, name="patients.csv").reading == table.reading


def test_a_schema_decides(tmp_path: Path) -> None:
    schema = Schema(columns=(Column(name="id", kind="key", treatment="key"), Column(name="age", kind="number")))
    assert read_table(CONTENT, schema=schema).reading.unparsed == {"age": 1}
    schema.to_json(tmp_path / "schema.json")
    table = read_table(CONTENT, schema=tmp_path / "schema.json", nulls=["?"])
    assert (list(table.frame.columns), table.reading.unparsed) == (["id", "age"], {})
    with pytest.raises(TableError, match="no column"):
        read_table(b"a,b\n1,2\n", schema=schema)


def test_dialect_and_nulls_are_passed_on() -> None:
    table = read_table(b"a;b\n1,5;k\n2,5;x\n3,5;x\n", delimiter=";", decimal=",", nulls=["k"])
    assert table.frame["a"].tolist() == [1.5, 2.5, 3.5]
    assert table.frame["b"].isna().tolist() == [True, False, False]


def test_options_of_the_shell() -> None:
    options = ["delimiter=;", "header=no", "skip=2", "quote=none", "encoding=cp1252", "decimal=,", "null=?", "null=-"]
    assert parse_read_options(options) == {
        "delimiter": ";", "header": 0, "skip": 2, "quote": "", "encoding": "cp1252", "decimal": ",",
        "nulls": ("?", "-"),
    }  # fmt: skip
    assert parse_read_options(["delimiter=tab", "header=yes"]) == {"delimiter": "\t", "header": 1}
    assert parse_read_options([]) == {}


@pytest.mark.parametrize("option", ["delimiter", "colour=blue", "header=perhaps", "skip=yes", "=;"])
def test_options_that_are_not_understood(option: str) -> None:
    with pytest.raises(SettingsError, match="not understood"):
        parse_read_options([option])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.text(st.sampled_from("01239.,-+:/eETZ £%?NAyesno '\"\n"), max_size=9), min_size=2, max_size=2))
)
def test_any_cells_are_typed_without_loss_of_a_row(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["one", "two"], *rows])
    table = read_table(stream.getvalue().encode(), delimiter=",", quote='"', header=1, skip=0)
    assert len(table) == len(rows)
    assert spell_cells(table).shape == (len(rows), 2)
