"""A form drawn from a `Settings` model: title, help and bounds come from the fields, and from nowhere else.

Numbers are typed as text: a number box of Streamlit's answers an impossible number by silently keeping the old one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

import pandas as pd
import streamlit as st
from pydantic.fields import FieldInfo

from synth.make.contract import Settings

SLIDER_STEPS = 200


USUAL = "usual"
OWN = "Your own"


def settings_form(
    model: type[Settings],
    start: Mapping[str, Any],
    key: str,
    columns: Sequence[str] = (),
    own: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Draw the form and return what is set, as typed: `model.read` checks it.

    Fields that are set elsewhere are left out. `start` overrides the defaults; advanced fields are folded away;
    `columns` are those that may get a setting each. `own` are settings found or used before: they stand first, and the
    presets beside them lead back to `start`.
    """
    chosen = _preset(model, key, own=own is not None)
    start = own if own is not None and chosen == OWN else dict(start) | dict(model.presets[chosen])
    key = f"{key}-{chosen}"
    fields = {name: field for name, field in model.model_fields.items() if not _extra(field, "elsewhere")}
    values = {
        name: _field(model, name, start, key, columns)
        for name, field in fields.items()
        if not _extra(field, "advanced")
    }
    with st.expander("Advanced settings", icon=":material/tune:"), st.grid(2, min_column_width=280):
        values |= {
            name: _field(model, name, start, key, columns)
            for name, field in fields.items()
            if _extra(field, "advanced")
        }
    return values


def _preset(model: type[Settings], key: str, *, own: bool) -> str:
    """The chosen preset, or one's own settings; where there is but one of these, nothing is asked."""
    names = [OWN, *model.presets] if own else list(model.presets)
    if len(names) == 1:
        return names[0]
    key = f"{key}-own-preset" if own else f"{key}-preset"
    chosen = st.segmented_control("Preset", names, default=names[0], required=True, key=key, persist_state="session")
    return chosen or names[0]


def _extra(field: FieldInfo, mark: str) -> bool:
    extra = field.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get(mark))


def _field(model: type[Settings], name: str, start: Mapping[str, Any], key: str, columns: Sequence[str]) -> Any:
    """The one widget that suits a field's type and bounds."""
    field = model.model_fields[name]
    value = start.get(name, field.default)
    kind = field.annotation
    label, explained = field.title or name, field.description
    key = f"{key}-{name}"
    if kind is bool:
        return st.toggle(label, value, help=explained, key=key, persist_state="session")
    if get_origin(kind) is Literal:
        options = list(get_args(kind))
        return st.selectbox(label, options, options.index(value), help=explained, key=key, persist_state="session")
    if get_origin(kind) is Mapping and get_args(kind)[1] is str:
        lines = "\n".join(f"{each} = {said}" for each, said in value.items())
        return st.text_area(
            label,
            lines,
            help=explained,
            key=key,
            persist_state="session",
            height=100,
            placeholder="column = formula, one a line",
        )
    if get_origin(kind) is Mapping:
        return _by_column(field, value, key, columns)
    low, high = model.bounds(name)
    if kind is int and low is not None and high is not None and high - low <= SLIDER_STEPS:
        return st.slider(label, int(low), int(high), int(value), help=explained, key=key, persist_state="session")
    if kind == tuple[str, ...]:
        written = "; ".join(value)
        typed = st.text_input(label, written, help=f"{explained} Semicolons between.", key=key, persist_state="session")
        return tuple(part.strip() for part in typed.split(";") if part.strip())
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
    return st.text_input(label, str(value), help=explained, key=key, persist_state="session").strip()


def _by_column(field: FieldInfo, value: Mapping[str, str], key: str, columns: Sequence[str]) -> dict[str, str]:
    """A select box for each column; those left at the usual are not set."""
    options = [USUAL, *get_args(get_args(field.annotation)[1])]
    st.markdown(field.title or "", help=field.description)
    edited = st.data_editor(
        pd.DataFrame({"Column": list(columns), "Method": [value.get(name, USUAL) for name in columns]}),
        key=key,
        hide_index=True,
        height=min(36 * len(columns) + 40, 320),
        disabled=["Column"],
        column_config={"Method": st.column_config.SelectboxColumn(options=options, required=True)},
        alt=field.title,
    )
    chosen = zip(edited["Column"], edited["Method"], strict=True)
    return {name: method for name, method in chosen if method != USUAL}
