"""Lists of a spec that are edited as small tables: correlations, scenarios, rules, and the cases of a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from synth.make.spec.text import line_text, read_piece

Row = dict[str, str]


@dataclass(frozen=True)
class Rows:
    """The columns of such a table, and what is to be typed into them."""

    columns: tuple[str, ...]
    help: str


CORRELATIONS = Rows(("One column", "Another", "Rank correlation"), "From −1 to 1, of two columns drawn by themselves.")
SCENARIOS = Rows(
    ("Name", "Share of rows", "Sets"),
    "What columns hold instead, such as {price: {distribution: uniform, low: 900, high: 1000}, note: odd}.",
)
RULES = Rows(
    ("Rule", "Columns", "Sign", "Value", "Tolerance"),
    "inequality, range, sum, product, fixed_combination, null_when, unique or pattern; columns with commas between; "
    "how far a sum or product may be off.",
)


def edited(label: str, rows: Sequence[Row], shown: Rows, key: str) -> list[Row]:
    """Draw the table and give its rows as they are now; empty ones are left out."""
    st.markdown(f"**{label}**")
    frame = pd.DataFrame([*rows], columns=list(shown.columns), dtype=object)
    config = {name: st.column_config.TextColumn(name) for name in shown.columns}
    found = st.data_editor(frame, num_rows="dynamic", hide_index=True, column_config=config, key=key, height="content")
    st.caption(shown.help)
    filled = found.astype(object).where(found.notna(), "").astype(str)
    return [
        {str(name): value.strip() for name, value in row.items()}
        for row in filled.to_dict("records")
        if any(str(value).strip() for value in row.values())
    ]


def lists_form(fields: dict[str, Any], key: str) -> dict[str, Any]:
    """Draw the three lists of a whole spec and give them as fields, as typed."""
    correlations = edited(
        "Correlations",
        [
            dict(zip(CORRELATIONS.columns, (*each["columns"], f"{each['rho']:g}"), strict=True))
            for each in fields.get("correlations", ())
        ],
        CORRELATIONS,
        key=f"{key}-correlations",
    )
    scenarios = edited(
        "Rare scenarios",
        [
            dict(zip(SCENARIOS.columns, (each["name"], f"{each['share']:g}", line_text(each["set"])), strict=True))
            for each in fields.get("scenarios", ())
        ],
        SCENARIOS,
        key=f"{key}-scenarios",
    )
    rules = edited(
        "Rules that every row keeps", [_rule(each) for each in fields.get("rules", ())], RULES, f"{key}-rules"
    )
    return {
        "correlations": [
            {"columns": [row["One column"], row["Another"]], "rho": read_piece(row["Rank correlation"])}
            for row in correlations
        ],
        "scenarios": [
            {"name": row["Name"], "share": read_piece(row["Share of rows"]), "set": read_piece(row["Sets"])}
            for row in scenarios
        ],
        "rules": [
            {
                "kind": row["Rule"],
                "columns": [name.strip() for name in row["Columns"].split(",")],
                "op": row["Sign"] or "<=",
                "value": read_piece(row["Value"]),
                "tolerance": read_piece(row["Tolerance"]),
            }
            for row in rules
        ],
    }


def _rule(rule: dict[str, Any]) -> Row:
    return {
        "Rule": rule["kind"],
        "Columns": ", ".join(rule["columns"]),
        "Sign": rule.get("op", "<=") if rule["kind"] in ("inequality", "null_when") else "",
        "Value": "" if rule.get("value") is None else line_text(rule["value"]),
        "Tolerance": "" if rule.get("tolerance") is None else line_text(rule["tolerance"]),
    }
