"""A steward's correction of one column: another kind, with the spelling and treatment that go with it."""

from __future__ import annotations

from typing import Any

from synth.errors import TableError
from synth.prepare.counts import FEWEST_HOLDERS
from synth.prepare.dates import find_formats, fraction_digits
from synth.prepare.numbers import find_spelling, looks_like_number, resembles_number
from synth.prepare.schema import Column, Kind, Schema, Treatment
from synth.prepare.text import Text

BY_HAND = "Set by hand."
FEWEST_KEYS = 2 * FEWEST_HOLDERS
"""A column of fewer different values tells neither rows nor people apart."""


def with_kind(text: Text, schema: Schema, name: str, kind: Kind) -> Schema:
    """The schema with one column of another kind, spelled as its cells are.

    Cells that do not fit the new kind will be missing, and counted. `TableError` where no cell could fit, and for a key
    that tells nothing apart.
    """
    column, values = schema[name], _values(text, schema, name)
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
        case "key":
            _refuse_few(text, name, values)
    return _changed(schema, name, **changes)


def with_treatment(text: Text, schema: Schema, name: str, treatment: Treatment) -> Schema:
    """The schema with another treatment of one column; `TableError` where its kind or its values do not bear it."""
    values, why = _values(text, schema, name), schema[name].why
    if treatment in ("fake", "key") and schema[name].kind == "boolean":
        raise TableError(f"Column {name!r} is yes or no: nothing can be invented for it. Choose 'model' or 'drop'.")
    if treatment == "constant" and len(values) > 1:
        raise TableError(
            f"Column {name!r} has {len(values):,} different values: as a constant it would hold one of them in every "
            "row. Choose 'drop' to leave it out."
        )
    if treatment == "key":
        _refuse_few(text, name, values)
    return _changed(schema, name, treatment=treatment, why=why if BY_HAND in why else f"{why} {BY_HAND}")


def with_unit(text: Text, schema: Schema, name: str | None) -> Schema:
    """The schema with another unit, or none; `TableError` where the column cannot say whose row each row is."""
    if name is not None:
        _refuse_few(text, name, _values(text, schema, name))
    return Schema.build(**schema.model_dump() | {"unit": name})


def _changed(schema: Schema, name: str, **changes: Any) -> Schema:
    """The schema with one column changed; a target that is no longer learned is a target no more."""
    changed = schema.with_column(name, **changes)
    lost = name == schema.target and changed[name].treatment != "model"
    return Schema.build(**changed.model_dump() | {"target": None}) if lost else changed


def _values(text: Text, schema: Schema, name: str) -> list[str]:
    """The column's different spellings, but those that mean missing."""
    return [value for value in text.frame[name].unique().tolist() if value not in (*schema[name].nulls, "")]


def _refuse_few(text: Text, name: str, values: list[str]) -> None:
    """Refuse values that repeat and are so few that they are levels, not keys."""
    if len(values) < min(FEWEST_KEYS, len(text)):
        many = f"{len(values):,} different {'value' if len(values) == 1 else 'values'}"
        raise TableError(
            f"Column {name!r} has {many} in {len(text):,} rows: that tells neither rows nor people apart. "
            "Keep it a category, or choose another column."
        )


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
