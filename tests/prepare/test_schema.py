"""Schema: what fits, what is refused and how, and the way to JSON and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from synth.errors import TableError
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Schema
from tests.prepare.tables import column

SCHEMA = Schema(
    columns=(
        column("id", "key"),
        column("age", "number", decimals=0, why="Every value is a whole number."),
        column("ward", "category", nulls=("?", "")),
        column("day", "datetime"),
        column("note", "text"),
        column("back", "boolean", true="ja", false="nein", sensitive=True),
    ),
    unit="id",
    target="back",
    rules=(Rule(kind="range", columns=("age",), value=[0, 120]), Rule(kind="unique", columns=("id", "day"))),
)


def test_json_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    SCHEMA.to_json(path)
    read = Schema.from_json(path)
    assert read == SCHEMA
    assert read.rules[0].value == [0, 120]


def test_it_is_frozen() -> None:
    with pytest.raises(ValidationError):
        SCHEMA.columns[0].kind = "text"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        SCHEMA.unit = None  # type: ignore[misc]


def test_columns_by_name_and_what_is_modelled() -> None:
    assert SCHEMA.names == ["id", "age", "ward", "day", "note", "back"]
    assert SCHEMA["age"].decimals == 0
    assert [one.name for one in SCHEMA.modelled] == ["age", "ward", "day", "back"]
    with pytest.raises(TableError, match=r"no column 'wage'.*'id', 'age'"):
        SCHEMA["wage"]


def test_one_column_changed_makes_a_new_schema() -> None:
    changed = SCHEMA.with_column("age", treatment="drop")
    assert changed["age"].treatment == "drop"
    assert SCHEMA["age"].treatment == "model"
    assert changed.with_column("age", treatment="model") == SCHEMA
    with pytest.raises(TableError, match="'note' is of kind text and cannot be modelled"):
        SCHEMA.with_column("note", treatment="model")
    with pytest.raises(TableError, match="treatment"):
        SCHEMA.with_column("age", treatment="forget")
    with pytest.raises(TableError, match="needs a format"):
        SCHEMA.with_column("age", kind="datetime")
    with pytest.raises(TableError, match="no column"):
        SCHEMA.with_column("wage", treatment="drop")


def test_fewer_columns_keep_the_order_and_lose_what_names_the_others() -> None:
    fewer = SCHEMA.select(["day", "age"])
    assert fewer.names == ["age", "day"]
    assert (fewer.unit, fewer.target) == (None, None)
    assert [rule.kind for rule in fewer.rules] == ["range"]
    assert SCHEMA.select(SCHEMA.names) == SCHEMA


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"columns": [{"name": "a", "kind": "number"}] * 2}, "'a' stands twice"),
        ({"columns": [{"name": "a", "kind": "number"}], "unit": "b"}, "the unit names the column 'b'"),
        ({"columns": [{"name": "a", "kind": "number"}], "target": "b"}, "the target names the column 'b'"),
        (
            {"columns": [{"name": "a", "kind": "number"}], "rules": [{"kind": "unique", "columns": ["b"]}]},
            "the rule 'b is never repeated' names the column 'b'",
        ),
        ({"columns": [{"name": "a", "kind": "words"}]}, "at columns → 0 → kind"),
        ({"columns": [{"name": "a", "kind": "number", "colour": "red"}]}, "colour"),
        ({"columns": [{"name": "a", "kind": "text"}]}, "cannot be modelled"),
        ({"columns": [{"name": "a", "kind": "key"}]}, "cannot be modelled"),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(TableError, match=message):
        Schema.build(**fields)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"columns": 3}', b'{"columns": [{"name": "a"}]}', b"\xff\xfe"])
def test_a_schema_file_that_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "schema.json"
    path.write_bytes(content)
    with pytest.raises(TableError, match=r"schema file 'schema\.json'"):
        Schema.from_json(path)


def test_a_schema_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be read"):
        Schema.from_json(tmp_path / "schema.json")


def test_sdmetrics_is_told_of_the_modelled_columns() -> None:
    assert SCHEMA.to_sdmetrics() == {
        "columns": {
            "age": {"sdtype": "numerical"},
            "ward": {"sdtype": "categorical"},
            "day": {"sdtype": "datetime"},
            "back": {"sdtype": "boolean"},
        }
    }


def test_twenty_thousand_columns_are_no_burden() -> None:
    wide = Schema(columns=tuple(Column(name=f"c{place}", kind="number") for place in range(20_000)))
    assert wide["c19999"].kind == "number"
    with pytest.raises(TableError, match="'c7' stands twice"):
        Schema.build(columns=[*wide.columns, wide.columns[7]])
