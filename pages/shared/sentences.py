"""Tables whose rows end in a sentence: rows so high that it breaks into lines instead of being cut off."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

TWO_LINES, FOUR_LINES = 66, 84
"""The height of such rows in pixels; text breaks in rows of more than 4 rem."""


def sentence(width: int = 340) -> ColumnConfig:
    """The column that holds the sentence, so many pixels wide."""
    return st.column_config.TextColumn(width=width)


def table_height(rows: int, most: int, *, row: int) -> int:
    """Pixels for a table of so many rows of that height, of which at most some show at once."""
    return row * min(rows, most) + 40
