"""The form of one column of a spec: its name and kind, where its values come from, its gaps and its cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.spec_lists import Rows, edited
from synth.make.fakes import WAYS
from synth.make.spec.distributions import Drawn
from synth.make.spec.spec import Spec, Stated
from synth.make.spec.text import line_text, piece_text, read_piece, spec_fields
from synth.make.spec.words import FAMILY_NAMES
from synth.prepare.schema import KINDS

ORIGINS: Mapping[str, tuple[str, ...]] = {
    "number": (*FAMILY_NAMES, "weights", "quantiles", "formula", "one value"),
    "category": ("weights", "weights by another column", "formula", "one value"),
    "boolean": ("weights", "weights by another column", "formula", "one value"),
    "datetime": ("first and last", "weights", "quantiles", "formula", "one value"),
    "text": ("invented", "pattern", "row numbers"),
    "key": ("row numbers", "pattern", "invented"),
}
"""Where the values of each kind may come from."""
_KEYS = {
    "weights": "weights",
    "by": "weights by another column",
    "quantiles": "quantiles",
    "first": "first and last",
    "formula": "formula",
    "value": "one value",
    "pattern": "pattern",
    "count_from": "row numbers",
    "fake": "invented",
}
_HELP = "Formulas know + - * / % ^, comparisons, and, or, not, in, if(…), round(…), min, max, days(…), concat(…) …"


def column_form(spec: Spec, at: int, key: str) -> dict[str, Any]:
    """Draw the form of a column and give its fields, as typed."""
    column, fields = spec.columns[at], dict(spec_fields(spec)["columns"][at])
    key = f"{key}-{at}"
    with st.grid(2, min_column_width=180):
        fields["name"] = st.text_input("Name", column.name, key=f"{key}-name").strip()
        kind = st.selectbox("Kind", KINDS, KINDS.index(column.kind), key=f"{key}-kind")
    fields["kind"] = kind
    origins, present = ORIGINS[kind], _origin(fields["values"])
    chosen = st.selectbox(
        "Values come from",
        origins,
        origins.index(present) if present in origins else 0,
        key=f"{key}-{kind}-origin",
    )
    before = fields["values"] if chosen == present else {}
    fields["values"] = _values(spec, column, chosen, before if isinstance(before, dict) else {}, f"{key}-{chosen}")
    with st.grid(2, min_column_width=180):
        if kind == "number":
            decimals = st.text_input(
                "Decimals",
                "" if column.decimals is None else str(column.decimals),
                help="0 for whole numbers; empty for as many as it takes.",
                key=f"{key}-decimals",
            )
            fields["decimals"] = _number(decimals)
        else:
            fields.pop("decimals", None)
        _step(column, kind, fields, key)
        _gaps(column, fields, key)
    if kind not in ("text", "key"):
        _cases(fields, key)
    return fields


def _origin(values: Any) -> str:
    """The word for where these values come from."""
    if not isinstance(values, dict):
        return "one value"
    return (
        str(values["distribution"])
        if "distribution" in values
        else next(_KEYS[name] for name in _KEYS if name in values)
    )


def _number(text: str) -> Any:
    """A number that was typed, None for an empty box; anything else is left for the spec to refuse by its place."""
    return read_piece(text) if text.strip() else None


def _values(spec: Spec, column: Stated, chosen: str, before: Mapping[str, Any], key: str) -> Any:
    """The boxes of one origin of values."""
    if chosen in FAMILY_NAMES:
        return _distribution(FAMILY_NAMES[chosen], chosen, before, key)
    match chosen:
        case "weights":
            start = piece_text(dict(before.get("weights", {"A": 1, "B": 1})))
            typed = st.text_area(
                "Weights", _block(start), key=f"{key}-weights", help="A line each: level: weight. They need not add up."
            )
            return {"weights": read_piece(typed)}
        case "weights by another column":
            others = [name for name in spec.kinds if name != column.name]
            by = st.selectbox(
                "By", others, others.index(before["by"]) if before.get("by") in others else 0, key=f"{key}-by"
            )
            start = before.get("levels", {"A": {"X": 1}, "B": {"X": 1, "Y": 1}})
            levels = st.text_area("Weights for each of its levels", piece_text(start), key=f"{key}-levels")
            otherwise = st.text_input(
                "Otherwise", _line(before.get("otherwise")), key=f"{key}-otherwise", placeholder="{X: 1, Y: 2}"
            )
            return {"by": by, "levels": read_piece(levels), "otherwise": _number(otherwise)}
        case "quantiles":
            start = ", ".join(map(_line, before.get("quantiles", (0, 10, 100))))
            typed = st.text_area("Quantiles, from the least to the greatest", start, key=f"{key}-quantiles")
            return {"quantiles": read_piece(f"[{typed}]")}
        case "first and last":
            return _dates(before, key)
        case "formula":
            typed = st.text_input("Formula", str(before.get("formula", "")), key=f"{key}-formula", help=_HELP)
            return {"formula": typed}
        case "one value":
            return {"value": _number(st.text_input("Value", _line(before.get("value")), key=f"{key}-value"))}
        case "pattern":
            start = str(before.get("pattern", "[A-Z]{2}-[0-9]{5}"))
            return {"pattern": st.text_input("Pattern", start, key=f"{key}-pattern")}
        case "row numbers":
            return {"count_from": _number(st.text_input("From", str(before.get("count_from", 1)), key=f"{key}-from"))}
    ways = list(WAYS)
    with st.grid(2, min_column_width=180):
        fake = st.selectbox("Invented", ways, ways.index(before.get("fake", "name")), key=f"{key}-fake")
        locale = st.text_input("Language", before.get("locale", "en_US"), key=f"{key}-locale", help="Such as de_DE.")
    return {"fake": fake, "locale": locale}


def _distribution(family: type[Drawn], name: str, before: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A box for each parameter."""
    found: dict[str, Any] = {"distribution": name} | ({"often": before["often"]} if "often" in before else {})
    own = [each for each in family.model_fields if each not in ("distribution", "often", "least", "most")]
    with st.grid(2, min_column_width=180):
        for each in (*own, "least", "most"):
            field = family.model_fields[each]
            start = before.get(each, field.default)
            typed = st.text_input(
                field.title or each,
                "" if start is None else f"{start:g}",
                key=f"{key}-{each}",
                placeholder="no bound" if each in ("least", "most") else None,
            )
            found[each] = _number(typed)
    return {name: value for name, value in found.items() if value is not None}


def _dates(before: Mapping[str, Any], key: str) -> dict[str, Any]:
    with st.grid(2, min_column_width=180):
        first = st.text_input("From", str(before.get("first", "2024-01-01")), key=f"{key}-first")
        last = st.text_input("To", str(before.get("last", "2024-12-31")), key=f"{key}-last")
    weekdays = st.text_input(
        "Weights of Monday to Sunday",
        " ".join(f"{each:g}" for each in before.get("weekdays") or ()),
        key=f"{key}-weekdays",
        placeholder="all alike",
        help="Seven numbers, such as 1 1 1 1 1 0 0.",
    )
    times = st.toggle("With a time of day", bool(before.get("times")), key=f"{key}-times")
    found: dict[str, Any] = {"first": first, "last": last, "times": times}
    return found | ({"weekdays": [read_piece(each) for each in weekdays.split()]} if weekdays.split() else {})


def _step(column: Stated, kind: str, fields: dict[str, Any], key: str) -> None:
    """The step that numbers or dates lie on; where it begins is left as it is."""
    if kind != column.kind:
        fields.pop("step", None)
        fields.pop("step_from", None)
    if kind in ("number", "datetime"):
        examples = "1000, or 0.05" if kind == "number" else "day, 15 minutes or month"
        typed = st.text_input(
            "Step",
            _line(fields.get("step")),
            help=f"What all values are whole numbers of, such as {examples}; empty for none.",
            key=f"{key}-{kind}-step",
        )
        fields["step"] = _number(typed)


def _gaps(column: Stated, fields: dict[str, Any], key: str) -> None:
    """The share of missing values; conditions on it are left as they are."""
    if any(gap.when for gap in column.missing):
        st.caption("It is missing by conditions: change them in the YAML.")
        return
    rate = column.missing[0].rate if column.missing else 0
    typed = _number(st.text_input("Share of missing values", f"{rate:g}", key=f"{key}-missing"))
    fields["missing"] = typed if typed else []


def _cases(fields: dict[str, Any], key: str) -> None:
    """What it holds where a condition is true."""
    rows = [{"When": case["when"], "Then": _line(case["then"])} for case in fields.get("cases", ())]
    found = edited(
        "Cases",
        rows,
        Rows(("When", "Then"), "A formula such as age < 18, and then a value or {formula: …}. The first that holds."),
        key=f"{key}-cases",
    )
    fields["cases"] = [{"when": row["When"], "then": read_piece(row["Then"])} for row in found]


def _line(value: Any) -> str:
    """A piece of a spec on one line."""
    if value is None:
        return ""
    if isinstance(value, dict) and set(value) == {"value"}:
        return _line(value["value"]) or "null"
    return line_text(value)


def _block(text: str) -> str:
    """A mapping with a line for each of its entries."""
    entries: Any = read_piece(text)
    return "\n".join(f"{_line(name)}: {_line(weight)}" for name, weight in entries.items())
