"""A form drawn from a `Settings` model: title, help and bounds come from the fields, and from nowhere else.

Numbers are typed as text: a number box of Streamlit's answers an impossible number by silently keeping the old one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

import pandas as pd
import streamlit as st
from pydantic.fields import FieldInfo

from synth.errors import SettingsError
from synth.make.contract import Settings

SLIDER_STEPS = 200


USUAL = "usual"
OWN = "Your own"


@dataclass
class Filled:
    """What was put into a form, and how often: then its fields are new ones. `own` are settings that are no preset.

    `preset` is the one that the form showed last, `start` what its presets began from.
    """

    values: Mapping[str, Any]
    start: Mapping[str, Any]
    own: Mapping[str, Any] | None = None
    preset: str | None = None
    edition: int = 0

    def put(self, values: Mapping[str, Any]) -> None:
        """Put other settings in."""
        self.values, self.edition = values, self.edition + 1


def fill(key: str, values: Mapping[str, Any]) -> None:
    """Put settings into the form of that key, which was drawn before."""
    filled: Filled = st.session_state[_filled(key)]
    filled.put(dict(values))


def settings_form(
    model: type[Settings],
    start: Mapping[str, Any],
    key: str,
    columns: Sequence[str] = (),
    own: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Draw the form and return what is set, as typed: `model.read` checks it.

    Fields that are set elsewhere are left out. `start` overrides the defaults; advanced fields are folded away;
    `columns` are those that may get a setting each. `own` are settings found or used before: the form begins with
    them. The preset that is shown is the one that all fields are as; where they are as none, they are one's own.
    """
    filled: Filled = st.session_state.setdefault(_filled(key), Filled(own or dict(start), dict(start)))
    presets = {name: dict(start) | dict(changed) for name, changed in model.presets.items()}
    if filled.start != start and filled.preset is not None:
        filled.put(presets[filled.preset])
    filled.start = dict(start)
    above = st.container()
    values = _fields(model, filled.values, f"{key}-{filled.edition}", columns)
    filled.preset = _same(model, values, presets)
    if filled.preset is None:
        filled.own = values
    with above:
        _choose_preset(filled, presets, key)
    return values


def _choose_preset(filled: Filled, presets: Mapping[str, Mapping[str, Any]], key: str) -> None:
    """The presets, and one's own settings once there are any; where there is but one of these, nothing is asked."""
    offered = dict(presets) if filled.own is None else {**presets, OWN: filled.own}
    if len(offered) == 1:
        return
    key = f"{key}-preset"
    st.session_state[key] = filled.preset or OWN

    def chosen() -> None:
        filled.put(offered[st.session_state[key]])

    st.segmented_control("Preset", list(offered), required=True, key=key, on_change=chosen)


def _same(model: type[Settings], values: Mapping[str, Any], presets: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The preset that these values are; None where they are of no preset, or cannot be."""
    try:
        typed = model.read(values)
    except SettingsError:
        return None
    return next((name for name, preset in presets.items() if model.read(preset) == typed), None)


def _filled(key: str) -> str:
    return f"{key}-filled"


def _fields(model: type[Settings], values: Mapping[str, Any], key: str, columns: Sequence[str]) -> dict[str, Any]:
    """All fields that are set here, the advanced ones folded away; what they hold."""
    fields = {name: field for name, field in model.model_fields.items() if not _extra(field, "elsewhere")}
    advanced = {name for name, field in fields.items() if _extra(field, "advanced")}
    typed = {name: _field(model, name, values, key, columns) for name in fields if name not in advanced}
    with st.expander("Advanced settings", icon=":material/tune:"), st.grid(2, min_column_width=280):
        return typed | {name: _field(model, name, values, key, columns) for name in fields if name in advanced}


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
