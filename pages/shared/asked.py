"""What should the table hold, and what should its new rows be like? Real rows beside or filled; any of three wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared.words import plain, short
from synth.errors import ControlError
from synth.prepare import Schema
from synth.prepare.control import Control

ALONE, AUGMENT, IMPUTE = "New rows alone", "Real rows, and new ones after them", "Real rows, their gaps filled"
HOLDS = {
    ALONE: "",
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
"""What the table may hold, and what comes of it."""
GIVEN, BALANCE, FAIR = "Fixed values", "A balance", "Equal outcomes"
WISHES = {
    GIVEN: "Every new row has these values.",
    BALANCE: "The levels that you name get their shares of all rows; the others keep theirs to each other.",
    FAIR: "The outcome becomes equally common in every group, in all rows together; both columns keep their shares.",
}
"""What may be asked of the new rows, and what comes of it."""
LIKE = "Nothing more is asked: every value is as common as in the real table."
INTENDED = (
    "The table is compared with the real rows as they would be had the same been asked of them, and, in small, as they "
    "are."
)


@dataclass(frozen=True)
class Levels:
    """The levels of one column that enough people hold to be named, and the share of the rows with each."""

    names: tuple[str, ...]
    shares: tuple[float, ...]

    def share(self, name: str) -> float:
        """The share of the rows with that level."""
        return self.shares[self.names.index(name)]


def asked_form(schema: Schema, levels: Mapping[str, Levels], key: str, start: Control) -> Control:
    """The form, which begins with `start`; `ControlError` where what was typed does not fit together."""
    st.subheader("What should the table hold?", anchor=False)
    held = st.segmented_control(
        "The table",
        list(HOLDS),
        default=IMPUTE if start.impute else AUGMENT if start.augment else ALONE,
        required=True,
        key=f"{key}-holds",
        persist_state="session",
        label_visibility="collapsed",
    )
    if HOLDS[held or ALONE]:
        st.caption(HOLDS[held or ALONE])
    if held == IMPUTE:
        return Control.build(impute=True)
    control = Control.build(augment=held == AUGMENT, **_wishes(schema, levels, key, start))
    if control.of_table is not None:
        st.caption(INTENDED)
    return control


def _wishes(schema: Schema, levels: Mapping[str, Levels], key: str, start: Control) -> dict[str, Any]:
    """What is asked of the new rows: any of the wishes, or none."""
    chosen = st.pills(
        "What should the new rows be like?",
        list(WISHES),
        selection_mode="multi",
        default=[wish for wish, asked in zip(WISHES, (start.given, start.balance, start.fair), strict=True) if asked],
        key=f"{key}-wishes",
        persist_state="session",
    )
    if not chosen:
        st.caption(LIKE)
    fields: dict[str, Any] = {}
    for wish in chosen:
        with st.container(border=True):
            st.markdown(f"**{wish}**")
            match wish:
                case "Fixed values":
                    fields["given"] = _given(schema, levels, key, start.given)
                case "A balance":
                    fields["balance"] = _balance(levels, key, start.balance)
                case "Equal outcomes":
                    fields["fair"] = _fair(schema, levels, key, start.fair)
            st.caption(WISHES[wish])
    return {name: value for name, value in fields.items() if value}


def _given(schema: Schema, levels: Mapping[str, Levels], key: str, start: Mapping[str, Any]) -> dict[str, str]:
    """A value for each chosen column."""
    possible = [column.name for column in schema.modelled if column.name in levels or column.kind == "number"]
    first = [name for name in possible if name in start]
    chosen = st.multiselect("Columns", possible, first, format_func=short, key=f"{key}-given", persist_state="session")
    given = {}
    for name in chosen:
        label = f"Value of {plain(short(name))}"
        if name in levels:
            names = levels[name].names
            at = _place(names, start.get(name))
            given[name] = st.selectbox(label, names, at, key=f"{key}-given-{name}", persist_state="session")
        else:
            value = str(start.get(name, ""))
            given[name] = st.text_input(label, value, key=f"{key}-given-{name}", persist_state="session").strip()
    return {name: value for name, value in given.items() if value}


def _place(names: Sequence[str], name: Any) -> int:
    """Where a name stands; the first place where it does not."""
    return names.index(name) if name in names else 0


def _balance(
    levels: Mapping[str, Levels], key: str, start: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Shares in per cent for chosen levels of one column."""
    names = ["none: as they come", *levels]
    name = st.selectbox(
        "Column whose shares are set",
        names,
        _place(names, next(iter(start), None)),
        format_func=short,
        key=f"{key}-column",
        persist_state="session",
    )
    if name not in levels:
        return {}
    found = levels[name]
    begun = start.get(name, {})
    rarest_first = sorted(found.names, key=found.share)
    chosen = st.multiselect(
        "Levels to give a share",
        rarest_first,
        [level for level in rarest_first if level in begun] or rarest_first[:1],
        format_func=short,
        key=f"{key}-levels-{name}",
        persist_state="session",
    )
    shares = {}
    for level in chosen:
        now = found.share(level)
        typed = st.text_input(
            f"Share of {plain(short(level))} (%)",
            f"{100 * begun[level]:.6g}" if level in begun else f"{100 * now:.3g}",
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


def _fair(
    schema: Schema, levels: Mapping[str, Levels], key: str, begun: tuple[str, str] | None
) -> tuple[str, str] | None:
    """The outcome, and the groups it should be equally common in."""
    if len(levels) < 2:
        raise ControlError("Equal outcomes need two columns with levels, and this table has not two.")
    names = list(levels)
    sensitive = [name for name in names if schema[name].sensitive] or names
    left, right = st.columns(2)
    start = names.index(schema.target) if schema.target in names else len(names) - 1
    start = names.index(begun[0]) if begun and begun[0] in names else start
    outcome = left.selectbox("Outcome", names, start, format_func=short, key=f"{key}-outcome", persist_state="session")
    others = [name for name in [*sensitive, *(each for each in names if each not in sensitive)] if name != outcome]
    at = _place(others, begun and begun[1])
    groups = right.selectbox(
        "Equal between", others, at, format_func=short, key=f"{key}-groups", persist_state="session"
    )
    return outcome, groups
