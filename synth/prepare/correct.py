"""A steward's correction of one column: another kind, with the spelling and treatment that go with it."""

from __future__ import annotations

from typing import Any

from synth.errors import TableError
from synth.prepare.dates import find_formats, fraction_digits
from synth.prepare.numbers import find_spelling, looks_like_number, resembles_number
from synth.prepare.schema import Column, Kind, Schema, Treatment
from synth.prepare.text import Text

BY_HAND = "Set by hand."


def with_kind(text: Text, schema: Schema, name: str, kind: Kind) -> Schema:
    """The schema with one column of another kind, spelled as its cells are.

    Cells that do not fit the new kind will be missing, and counted. `TableError` where no cell could fit.
    """
    column = schema[name]
    values = [value for value in text.frame[name].unique().tolist() if value not in column.nulls]
    treatment: Treatment = {"key": "key", "text": "fake" if column.personal else "drop"}.get(kind, "model")
    changes: dict[str, Any] = {"kind": kind, "treatment": treatment, "why": BY_HAND}
    match kind:
        case "number":
            changes |= _number(name, values, text.reading.dialect.decimal)
        case "datetime":
            form = _format(name, values)
            changes |= {"format": form, "decimals": fraction_digits(values) if "%f" in form else None}
        case "boolean":
            changes |= _boolean(name, values)
    return schema.with_column(name, **changes)


def with_treatment(schema: Schema, name: str, treatment: Treatment) -> Schema:
    """The schema with another treatment of one column; `TableError` where it does not go with the column's kind."""
    why = schema[name].why
    return schema.with_column(name, treatment=treatment, why=why if BY_HAND in why else f"{why} {BY_HAND}")


def _number(name: str, values: list[str], decimal: str) -> dict[str, Any]:
    spelling = find_spelling(list(filter(resembles_number, values)), decimal) or find_spelling(
        list(filter(looks_like_number, values)), decimal
    )
    if spelling is None:
        raise TableError(f"Column {name!r} cannot be a number: no cell in it is spelled like one.")
    fields = set(Column.model_fields) & set(spelling.__dataclass_fields__)
    return {field: getattr(spelling, field) for field in fields}


def _format(name: str, values: list[str]) -> str:
    for example in values[:20]:
        fits = [form for form in find_formats([example]) if form]
        if fits:
            return max(fits, key=lambda form: sum(form in find_formats([value]) for value in values[:200]))
    raise TableError(f"Column {name!r} cannot be a date: no cell in it is spelled like one that is known here.")


def _boolean(name: str, values: list[str]) -> dict[str, Any]:
    if len(values) != 2:
        raise TableError(
            f"Column {name!r} has {len(values):,} different values; a boolean has two. Make it a category instead."
        )
    false, true = sorted(values, key=str.lower)
    return {"true": true, "false": false}
