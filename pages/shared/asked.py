"""What should the rows be like? A small form for fixed values, a balance, equal outcomes, real rows beside, or gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared.words import plain, short
from synth.errors import ControlError
from synth.prepare import Schema
from synth.prepare.control import Control

LIKE, GIVEN, BALANCE, FAIR = "Like the real ones", "With fixed values", "With a balance", "With equal outcomes"
AUGMENT, IMPUTE = "Added to the real ones", "None: fill the gaps"
INTENDED = (
    "It is compared with the real rows as they would be had the same been asked of them, and, in small, as they are."
)
CONSEQUENCES = {
    LIKE: "As common as in the real table, in every column.",
    GIVEN: f"Every row has these values. {INTENDED}",
    BALANCE: f"The levels that you name get their shares; the others keep theirs to each other. {INTENDED}",
    FAIR: f"The outcome becomes equally common in every group; both columns keep their shares. {INTENDED}",
    AUGMENT: (
        "The table holds the real training rows and the new ones after them; its column 'provenance' says which is "
        "which. Holds real rows: internal use only. Privacy is judged on the new rows alone."
    ),
    IMPUTE: (
        "The table holds the real training rows with the gaps of learned columns filled, each from a synthetic row "
        "like it; the number of rows above does not count. A tenth of the known cells are hidden first, so that the "
        "report says how well it fills. Holds real rows: internal use only."
    ),
}


@dataclass(frozen=True)
class Levels:
    """The levels of one column that enough people hold to be named, and the share of the rows with each."""

    names: tuple[str, ...]
    shares: tuple[float, ...]

    def share(self, name: str) -> float:
        """The share of the rows with that level."""
        return self.shares[self.names.index(name)]


def asked_form(schema: Schema, levels: Mapping[str, Levels], key: str) -> Control:
    """The form; `ControlError` where what was typed does not fit together."""
    st.subheader("What should the rows be like?", anchor=False)
    wish = st.segmented_control(
        "The rows",
        list(CONSEQUENCES),
        default=LIKE,
        required=True,
        key=f"{key}-wish",
        persist_state="session",
        label_visibility="collapsed",
    )
    wish = wish or LIKE
    fields: dict[str, Any] = {}
    with st.container(border=wish != LIKE):
        match wish:
            case "With fixed values":
                fields = {"given": _given(schema, levels, key)}
            case "With a balance":
                fields = {"balance": _balance(levels, key)}
            case "With equal outcomes":
                fields = {"fair": _fair(schema, levels, key)}
            case "Added to the real ones":
                fields = {"augment": True, "balance": _balance(levels, key)}
            case "None: fill the gaps":
                fields = {"impute": True}
        st.caption(CONSEQUENCES[wish])
    return Control.build(**{name: value for name, value in fields.items() if value})


def _given(schema: Schema, levels: Mapping[str, Levels], key: str) -> dict[str, str]:
    """A value for each chosen column."""
    possible = [column.name for column in schema.modelled if column.name in levels or column.kind == "number"]
    chosen = st.multiselect("Columns", possible, format_func=short, key=f"{key}-given", persist_state="session")
    given = {}
    for name in chosen:
        label = f"Value of {plain(short(name))}"
        if name in levels:
            given[name] = st.selectbox(label, levels[name].names, key=f"{key}-given-{name}", persist_state="session")
        else:
            given[name] = st.text_input(label, key=f"{key}-given-{name}", persist_state="session").strip()
    return {name: value for name, value in given.items() if value}


def _balance(levels: Mapping[str, Levels], key: str) -> dict[str, dict[str, float]]:
    """Shares in per cent for chosen levels of one column."""
    none = "none: as they come"
    name = st.selectbox(
        "Column whose shares are set", [none, *levels], format_func=short, key=f"{key}-column", persist_state="session"
    )
    if name == none:
        return {}
    found = levels[name]
    rarest_first = sorted(found.names, key=found.share)
    chosen = st.multiselect(
        "Levels to give a share",
        rarest_first,
        rarest_first[:1],
        format_func=short,
        key=f"{key}-levels-{name}",
        persist_state="session",
    )
    shares = {}
    for level in chosen:
        now = found.share(level)
        typed = st.text_input(
            f"Share of {plain(short(level))} (%)",
            f"{100 * now:.3g}",
            key=f"{key}-share-{name}-{level}",
            persist_state="session",
            help=f"{now:.1%} of the training rows have it.",
        )
        shares[level] = _per_cent(typed, level)
    return {name: shares} if shares else {}


def _per_cent(typed: str, level: str) -> float:
    try:
        return float(typed.replace("%", "").replace(",", ".")) / 100
    except ValueError:
        raise ControlError(
            f"The share of {level!r} cannot be {typed!r}: type a number of per cent, such as 30."
        ) from None


def _fair(schema: Schema, levels: Mapping[str, Levels], key: str) -> tuple[str, str] | None:
    """The outcome, and the groups it should be equally common in."""
    if len(levels) < 2:
        raise ControlError("Equal outcomes need two columns with levels, and this table has not two.")
    names = list(levels)
    sensitive = [name for name in names if schema[name].sensitive] or names
    left, right = st.columns(2)
    start = names.index(schema.target) if schema.target in names else len(names) - 1
    outcome = left.selectbox("Outcome", names, start, format_func=short, key=f"{key}-outcome", persist_state="session")
    others = [name for name in [*sensitive, *(each for each in names if each not in sensitive)] if name != outcome]
    groups = right.selectbox("Equal between", others, format_func=short, key=f"{key}-groups", persist_state="session")
    return outcome, groups
