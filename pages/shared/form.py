"""A form drawn from a `Settings` model: title, help and bounds come from the fields, and from nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

import annotated_types
import streamlit as st
from pydantic.fields import FieldInfo

from synth.make.contract import Settings

SLIDER_STEPS = 200


def settings_form(model: type[Settings], start: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Draw the form and return what is set. `start` overrides the defaults; advanced fields are folded away."""
    presets = dict(model.presets)
    chosen = st.segmented_control(
        "Preset",
        list(presets),
        default=next(iter(presets)),
        required=True,
        key=f"{key}-preset",
        persist_state="session",
    )
    start = dict(start) | dict(presets[chosen or next(iter(presets))])
    key = f"{key}-{chosen}"
    fields = model.model_fields
    values = {name: _field(name, field, start, key) for name, field in fields.items() if not _advanced(field)}
    with st.expander("Advanced settings", icon=":material/tune:"), st.grid(2, min_column_width=280):
        values |= {name: _field(name, field, start, key) for name, field in fields.items() if _advanced(field)}
    return values


def _advanced(field: FieldInfo) -> bool:
    extra = field.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("advanced"))


def _field(name: str, field: FieldInfo, start: Mapping[str, Any], key: str) -> Any:
    """The one widget that suits a field's type and bounds."""
    value = start.get(name, field.default)
    kind = field.annotation
    label, explained = field.title or name, field.description
    key = f"{key}-{name}"
    if kind is bool:
        return st.toggle(label, value, help=explained, key=key, persist_state="session")
    if get_origin(kind) is Literal:
        options = list(get_args(kind))
        return st.selectbox(label, options, options.index(value), help=explained, key=key, persist_state="session")
    if kind in (int, float):
        return _number(kind, label, value, explained, field, key)
    if get_origin(kind) is tuple:
        typed = st.text_input(
            label,
            " ".join(map(str, value)),
            help=f"{explained} Numbers with spaces between.",
            key=key,
            persist_state="session",
        )
        return tuple(typed.replace(",", " ").split())
    if kind in (int | None, float | None):
        typed = st.text_input(
            label,
            "" if value is None else str(value),
            help=f"{explained} Empty: no limit.",
            key=key,
            persist_state="session",
        )
        return typed.strip() or None
    return st.text_input(label, value, help=explained, key=key, persist_state="session")


def _number(kind: Any, label: str, value: Any, explained: str | None, field: FieldInfo, key: str) -> Any:
    least, most = _bounds(field)
    if kind is int and least is not None and most is not None and most - least <= SLIDER_STEPS:
        return st.slider(label, int(least), int(most), int(value), help=explained, key=key, persist_state="session")
    return st.number_input(
        label,
        None if least is None else kind(least),
        None if most is None else kind(most),
        kind(value),
        format=None if kind is int else "%g",
        help=explained,
        key=key,
        persist_state="session",
    )


def _bounds(field: FieldInfo) -> tuple[float | None, float | None]:
    """Lowest and highest value, ends included as far as a widget can say."""
    least: Any = None
    most: Any = None
    for bound in field.metadata:
        match bound:
            case annotated_types.Ge(ge=value):
                least = value
            case annotated_types.Gt(gt=value):
                least = value
            case annotated_types.Le(le=value):
                most = value
            case annotated_types.Lt(lt=value):
                most = value
    return least, most
