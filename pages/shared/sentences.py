"""Tables whose rows end in a sentence: rows so high that it breaks into lines instead of being cut off."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

LINES = 72
"""The height of such rows in pixels: three lines; text breaks in rows of more than 4 rem."""


def sentence() -> ColumnConfig:
    """The column that holds the sentence."""
    return st.column_config.TextColumn(width=340)


def table_height(rows: int, most: int) -> int:
    """Pixels for a table of so many rows, of which at most some show at once."""
    return LINES * min(rows, most) + 40
