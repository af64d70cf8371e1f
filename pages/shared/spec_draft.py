"""The spec that a page is working on: its text, and changes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from synth.errors import SynthError
from synth.make import fit
from synth.make.spec import Spec, read_spec, spec_text
from synth.make.spec.text import spec_fields
from synth.prepare import spell_cells
from synth.prepare.schema import Kind
from synth.prepare.table import Table

ROWS = 1_000
START = """\
format: 1
about: A table made from rules.
columns:
- {name: id, kind: key, values: {count_from: 1}}
- {name: group, kind: category, values: {weights: {A: 2, B: 1}}}
- name: amount
  kind: number
  values: {distribution: normal, mean: 50.0, sd: 10.0}
  decimals: 2
"""
NEW: Mapping[Kind, Mapping[str, Any]] = {
    "number": {"distribution": "normal", "mean": 0, "sd": 1},
    "category": {"weights": {"A": 1, "B": 1}},
    "boolean": {"weights": {"true": 1, "false": 1}},
    "datetime": {"first": "2024-01-01", "last": "2024-12-31"},
    "text": {"fake": "name"},
    "key": {"count_from": 1},
}
"""What the values of a new column of each kind come from at first."""


@dataclass
class Draft:
    """A text, and how often it was changed other than by typing: then the box in which it is typed is a new one."""

    text: str
    edition: int = 0
    column: int = 2

    def spec(self) -> Spec:
        """The spec; `SettingsError` where the text is none."""
        return read_spec(self.text)

    def change(self, how: Callable[[dict[str, Any]], None]) -> None:
        """Change the fields of the spec; where the outcome is no spec, nothing is changed and the error raised."""
        fields = spec_fields(self.spec())
        how(fields)
        self.text = spec_text(Spec.build(fields))
        self.edition += 1


def draft_of(key: str, text: str) -> Draft:
    """The draft of this browser tab, begun with that text."""
    draft: Draft = st.session_state.setdefault(f"spec-{key}", Draft(text))
    return draft


def unused(name: str, spec: Spec) -> str:
    """A name that no column has yet."""
    taken = {column.name for column in spec.columns}
    return next(found for number in range(1, len(taken) + 2) if (found := f"{name}{number}") not in taken)


@st.cache_resource(scope="session", max_entries=8, show_spinner="Drawing some rows…")
def drawn(text: str) -> Table:
    """Some rows of the spec."""
    return fit(None, "rules", settings={"spec": text}).sample(ROWS)


def drawn_or_why(text: str) -> Table | str:
    """Some rows of the spec, or why there can be none."""
    try:
        return drawn(text)
    except SynthError as error:
        return str(error)


def first_rows(table: Table, rows: int = 10) -> pd.DataFrame:
    """Rows to show, as a file would spell them."""
    return spell_cells(table.take(np.arange(min(rows, len(table)))))
