"""Small typed tables for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from synth.prepare.schema import Column, Kind, Schema
from synth.prepare.table import DTYPES, Reading, Table


def column(name: str, kind: Kind, **fields: Any) -> Column:
    treatment = {"text": "drop", "key": "key"}.get(kind, "model")
    return Column.model_validate(
        {"name": name, "kind": kind, "treatment": treatment, "format": "%Y-%m-%d" if kind == "datetime" else None}
        | fields
    )


def table(
    *,
    number: Mapping[str, Iterable[Any]] | None = None,
    category: Mapping[str, Iterable[Any]] | None = None,
    boolean: Mapping[str, Iterable[Any]] | None = None,
    datetime: Mapping[str, Iterable[Any]] | None = None,
    text: Mapping[str, Iterable[Any]] | None = None,
    key: Mapping[str, Iterable[Any]] | None = None,
    unit: str | None = None,
    target: str | None = None,
    unparsed: Mapping[str, int] | None = None,
) -> Table:
    """A table of the given columns, kind by kind; `None` is missing."""
    kinds: dict[Kind, Mapping[str, Iterable[Any]] | None] = {
        "number": number,
        "category": category,
        "boolean": boolean,
        "datetime": datetime,
        "text": text,
        "key": key,
    }
    frame, columns = {}, []
    for kind, named in kinds.items():
        for name, values in (named or {}).items():
            cells = list(values)
            read = pd.to_datetime(pd.Series(cells)) if kind == "datetime" else pd.Series(cells, dtype="object")
            frame[name] = read.astype(pd.api.types.pandas_dtype(DTYPES[kind]))
            columns.append(column(name, kind))
    schema = Schema(columns=tuple(columns), unit=unit, target=target)
    return Table(pd.DataFrame(frame), schema, Reading(unparsed=dict(unparsed or {})))
