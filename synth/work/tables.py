"""Tables that lie outside the workspace: read under the real one's schema, with the recipe they were made by."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from synth.prepare.cells import type_cells
from synth.prepare.kinds import infer_schema
from synth.prepare.schema import Schema
from synth.prepare.table import Table
from synth.prepare.text import Text, read_text
from synth.prepare.write import restored
from synth.work import files
from synth.work.levels import respelled


def recipe_path(table: Path) -> Path:
    """Where the recipe of a table lies that was written by the shell."""
    return table.with_name(f"{table.name}.recipe.json")


def recipe_beside(table: Path) -> dict[str, Any]:
    """The recipe that lies beside a table, as the shell or a pack leaves it; empty unless it is of this very file."""
    for path in (recipe_path(table), table.with_name("recipe.json")):
        try:
            recipe = json.loads(path.read_text(encoding="utf-8"))
            if files.sha256(table) in recipe["outputs"].values():
                return dict(recipe)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue  # no recipe, or another program's file of that name
    return {}


def read_like(source: Path | bytes, schema: Schema, read: Mapping[str, Any]) -> Table:
    """Read a table under another one's schema; columns that schema does not have are told from their cells.

    Cells and headers that a recipe beside it says were made harmless for spreadsheets are given back as they were.
    """
    return typed_like(spelled(source, read), schema, read)


def spelled(source: Path | bytes, read: Mapping[str, Any]) -> Text:
    """A table's cells as they are spelled, before anybody made them harmless for spreadsheets."""
    text = read_text(source, **{key: value for key, value in read.items() if key != "nulls"})
    if isinstance(source, Path) and (marked := recipe_beside(source).get("neutralised")):
        return Text(_restored(text.frame, marked), text.reading)
    return text


def typed_like(
    text: Text,
    schema: Schema,
    read: Mapping[str, Any],
    columns: Mapping[str, str] = {},
    levels: Mapping[str, Mapping[str, str]] = {},
) -> Table:
    """Type a text under another table's schema; `columns` gives its names → those of the schema.

    `levels` gives, by column of the text, spellings of its own → those of the other table.
    A column that is none of the schema's keeps its name, with a mark where the schema uses that name otherwise. Numbers
    and dates that the file spells in a way of its own are read in that way.
    """
    text = respelled(text, levels)
    if columns:
        names = {name: columns.get(name, f"{name}*" if name in schema.names else name) for name in text.frame.columns}
        counts = {names[name]: count for name, count in text.reading.respelled.items()}
        text = Text(text.frame.rename(columns=names), text.reading.model_copy(update={"respelled": counts}))
    own = infer_schema(text, nulls=read.get("nulls", ()))
    known = set(schema.names)
    kept = tuple(schema[column.name] if column.name in known else column for column in own.columns)
    return _as_spelled(text, type_cells(text, Schema(columns=kept)), own)


def _as_spelled(text: Text, table: Table, own: Schema) -> Table:
    """The table with columns that fit their kind better as the file itself spells it: 1,5 for 1.5, or another date."""
    misfits = dict(table.reading.unparsed)
    doubtful = [name for name in misfits if own[name].kind == table.schema[name].kind in ("number", "datetime")]
    if not doubtful:
        return table
    again = type_cells(text, own.select(doubtful))
    better = [name for name in doubtful if again.reading.unparsed.get(name, 0) < misfits[name]]
    frame = table.frame.assign(**{name: again.frame[name] for name in better})
    left = {name: again.reading.unparsed.get(name, 0) if name in better else count for name, count in misfits.items()}
    reading = table.reading.model_copy(update={"unparsed": {name: count for name, count in left.items() if count}})
    return Table(frame, table.schema, reading)


def _restored(frame: pd.DataFrame, marked: Collection[str]) -> pd.DataFrame:
    """The marked columns without the apostrophes that keep a spreadsheet from running cells and headers."""
    named = frame.rename(columns={name: restored(name) for name in frame.columns if restored(name) in marked})
    return named.assign(**{name: named[name].map(restored) for name in named.columns if name in marked})
