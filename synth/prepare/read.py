"""The way in for most: a file → a typed table, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from synth.errors import SettingsError
from synth.prepare.cells import type_cells
from synth.prepare.kinds import infer_schema
from synth.prepare.schema import Schema
from synth.prepare.suggest import with_roles
from synth.prepare.table import Table
from synth.prepare.text import read_text

DIALECT_OPTIONS = {
    "delimiter": "the mark between cells; write tab or \\t for a tab",
    "encoding": "such as utf-8 or cp1252",
    "quote": "the mark around cells, or none",
    "header": "yes, no, or the number of lines",
    "skip": "lines above the header",
    "decimal": ". or ,",
    "null": "one more spelling that means missing; may be given several times",
}
"""What `--read key=value` takes."""
_WORDS = {"tab": "\t", "\\t": "\t", "space": " ", "comma": ",", "semicolon": ";", "pipe": "|"}


def read_table(
    source: Path | str | bytes,
    *,
    schema: Schema | Path | str | None = None,
    nulls: Sequence[str] = (),
    name: str | None = None,
    **dialect: Any,
) -> Table:
    """Read a CSV file and give its columns their kinds, unit and target: by `schema`, else by what the cells look like.

    `nulls` adds spellings that mean missing; `dialect` takes what `read_text` does. Raises `ReadError` or `TableError`.
    """
    text = read_text(source, name=name, **dialect)
    if schema is None:
        return with_roles(type_cells(text, infer_schema(text, nulls=nulls)))
    given = schema if isinstance(schema, Schema) else Schema.from_json(schema)
    return type_cells(text, _with_nulls(given, nulls) if nulls else given)


def _with_nulls(schema: Schema, nulls: Sequence[str]) -> Schema:
    columns = tuple(
        column.model_copy(update={"nulls": tuple(dict.fromkeys((*column.nulls, *nulls)))}) for column in schema.columns
    )
    return Schema(columns=columns, unit=schema.unit, target=schema.target, rules=schema.rules)


def parse_read_options(options: Sequence[str]) -> dict[str, Any]:
    """Turn `["delimiter=;", "null=?"]` into keyword arguments of `read_table`; `SettingsError` for the unknown."""
    read: dict[str, Any] = {}
    nulls: list[str] = []
    for option in options:
        key, equals, value = option.partition("=")
        if not equals or key not in DIALECT_OPTIONS:
            known = ", ".join(DIALECT_OPTIONS)
            raise SettingsError(f"--read {option!r} is not understood. Write key=value with one of {known}.")
        if key == "null":
            nulls.append(value)
        else:
            read[key] = _option(key, value)
    return read | ({"nulls": tuple(nulls)} if nulls else {})


def _option(key: str, value: str) -> str | int:
    if key in ("header", "skip"):
        number = {"yes": "1", "no": "0", "true": "1", "false": "0"}.get(value.lower(), value)
        if not number.isdigit() or (key == "skip" and number != value):
            raise SettingsError(f"--read {key}={value!r} is not understood. It is {DIALECT_OPTIONS[key]}.")
        return int(number)
    if key == "quote":
        return "" if value.lower() == "none" else value
    return _WORDS.get(value.lower(), value) if key in ("delimiter", "decimal") else value
