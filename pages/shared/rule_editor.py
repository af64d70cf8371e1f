"""Rules that every made row keeps: listed with how many real rows break them, added and removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.words import count, plain, short
from synth.errors import SynthError, TableError
from synth.prepare import Schema, Table
from synth.prepare.rule import RuleKind
from synth.prepare.schema import Column

KINDS: dict[RuleKind, str] = {
    "inequality": "One column compared with another",
    "range": "A column within a range",
    "sum": "A column is the sum of others",
    "product": "A column is the product of others",
    "fixed_combination": "Only combinations that occur",
    "null_when": "Missing when another column says so",
    "unique": "Never repeated",
    "pattern": "Text of a pattern",
}
SIGNS = ["<=", "<", ">=", ">", "=", "!="]
K = 5
"""So many people must share a combination for it to be offered."""
Keep = Callable[[Schema], None]


def show_rules(table: Table, schema: Schema, keep: Keep, key: str) -> None:
    """The rules there are, and a form for another."""
    st.subheader("Rules", anchor=False)
    if not schema.rules:
        st.caption(
            "None yet. A rule holds in every made row: sums are worked out, cells that must be missing are emptied, "
            "other rows are drawn again."
        )
    for place, rule in enumerate(schema.rules):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{plain(rule)}. {_kept(table, schema, place)}", width="stretch")
            if st.button("Remove", key=f"{key}-remove-{place}", icon=":material/close:", type="tertiary"):
                keep(_with(schema, [each for at, each in enumerate(schema.rules) if at != place]))
                st.rerun()
    with st.expander("State a rule", key=f"{key}-new", icon=":material/rule:"):
        _new(table, schema, keep, key)


def _kept(table: Table, schema: Schema, place: int) -> str:
    """How many rows break it now, in words."""
    try:
        broken = int((~schema.rules[place].holds(table.frame)).sum())
    except TableError as error:
        return f":red[:material/error: {plain(error)}]"
    if not broken:
        return ":green[:material/check_circle: Every row keeps it.]"
    rows = count(broken, "row breaks", "rows break")
    return f":orange[:material/warning: {rows} it now, of {len(table):,}.]"


def _with(schema: Schema, rules: Sequence[Any]) -> Schema:
    return Schema.build(**schema.model_dump() | {"rules": list(rules)})


def _new(table: Table, schema: Schema, keep: Keep, key: str) -> None:
    """One rule, as it is being written; it can be added once it can be checked."""
    kind = st.selectbox("What holds", list(KINDS), format_func=KINDS.__getitem__, key=f"{key}-kind")
    try:
        written = {
            "inequality": _inequality,
            "range": _range,
            "sum": _total,
            "product": _total,
            "fixed_combination": _combination,
            "null_when": _null_when,
            "unique": _unique,
            "pattern": _pattern,
        }[kind](table, schema, f"{key}-{kind}")
        if written is None:
            st.caption("Say which columns it is about.")
            return
        changed = _with(schema, [*schema.rules, {"kind": kind} | written])
        st.markdown(f"{plain(changed.rules[-1])}. {_kept(table, changed, -1)}")
        changed.rules[-1].holds(table.frame)
        if changed.rules[-1] in schema.rules:
            st.caption("It stands above already.")
            return
    except SynthError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    if st.button("Add the rule", icon=":material/add:", key=f"{key}-add"):
        keep(changed)
        st.rerun()


Written = dict[str, Any] | None


def _named(schema: Schema, *kinds: str) -> list[str]:
    return [column.name for column in schema.columns if not kinds or column.kind in kinds]


def _column(label: str, names: Sequence[str], key: str) -> str | None:
    if not names:
        raise TableError("No column of this table can have such a rule.")
    return st.selectbox(label, names, index=None, format_func=short, key=f"{key}-{label}", placeholder="choose")


def _inequality(table: Table, schema: Schema, key: str) -> Written:
    first = _column("First column", _named(schema, "number", "datetime"), key)
    sign = st.selectbox("is", SIGNS, key=f"{key}-sign")
    others = [name for name in _named(schema, schema[first].kind) if name != first] if first else []
    second = _column("Second column", others, key) if first else None
    return {"columns": (first, second), "op": sign} if first and second else None


def _range(table: Table, schema: Schema, key: str) -> Written:
    name = _column("Column", _named(schema, "number", "datetime"), key)
    left, right = st.columns(2)
    low, high = left.text_input("At least", key=f"{key}-low"), right.text_input("At most", key=f"{key}-high")
    if not name or not (low.strip() or high.strip()):
        return None
    return {"columns": (name,), "value": [_value(schema[name], end) for end in (low, high)]}


def _total(table: Table, schema: Schema, key: str) -> Written:
    numbers = _named(schema, "number")
    total = _column("Column", numbers, key)
    parts = st.multiselect("of", [name for name in numbers if name != total], format_func=short, key=f"{key}-parts")
    return {"columns": (total, *parts)} if total and len(parts) > 1 else None


def _combination(table: Table, schema: Schema, key: str) -> Written:
    names = st.multiselect("Columns", _named(schema, "category", "boolean"), format_func=short, key=f"{key}-columns")
    if len(names) < 2:
        return None
    found = _combinations(table, names)
    st.caption(f"{count(len(found), 'combination is', 'combinations are')} shared by {K} people or more.")
    if not found:
        raise TableError(f"No combination of these columns is shared by {K} people. Choose fewer columns.")
    return {"columns": tuple(names), "value": found}


def _combinations(table: Table, names: list[str]) -> list[list[Any]]:
    """Combinations that at least k units hold."""
    held = table.frame[names].astype(object).assign(**{"": table.units()}).dropna().drop_duplicates()
    holders = held.groupby(names, sort=True).size() if len(held) else pd.Series(dtype=int)
    return [list(each) for each in holders.index[holders >= K]]


def _null_when(table: Table, schema: Schema, key: str) -> Written:
    first = _column("Missing column", _named(schema), key)
    when = _column("when", _named(schema, "number", "datetime", "category", "boolean"), key)
    sign = st.selectbox("is", ["=", *[sign for sign in SIGNS if sign != "="]], key=f"{key}-sign")
    typed = st.text_input("Value", key=f"{key}-value")
    if not first or not when or first == when or not typed.strip():
        return None
    return {"columns": (first, when), "op": sign, "value": _value(schema[when], typed)}


def _unique(table: Table, schema: Schema, key: str) -> Written:
    names = st.multiselect("Columns", _named(schema), format_func=short, key=f"{key}-columns")
    return {"columns": tuple(names)} if names else None


def _pattern(table: Table, schema: Schema, key: str) -> Written:
    name = _column("Column", _named(schema, "category", "text", "key"), key)
    typed = st.text_input(
        "Regular expression", key=f"{key}-pattern", help="Such as [A-Z]{2}-[0-9]+; of the whole text."
    )
    return {"columns": (name,), "value": typed} if name and typed else None


def _value(column: Column, typed: str) -> Any:
    """A value as typed, as the column holds it; None where nothing was typed."""
    typed = typed.strip()
    if not typed:
        return None
    try:
        match column.kind:
            case "number":
                return float(typed)
            case "datetime":
                return pd.Timestamp(typed).isoformat()
            case "boolean":
                return {column.true: True, column.false: False}[typed]
            case _:
                return typed
    except (ValueError, KeyError):
        wanted = {"boolean": f"{column.true} or {column.false}", "number": "a number"}.get(column.kind, "a date")
        raise TableError(f"{typed!r} is no value of {column.name!r}: type {wanted}.") from None
