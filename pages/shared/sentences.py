"""Tables whose rows end in a sentence: rows so high that it breaks into lines instead of being cut off."""

from __future__ import annotations

import math
from collections.abc import Iterable

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

TWO_LINES = 66
"""The height of such rows in pixels; text breaks in rows of more than 4 rem."""
LINE, LETTER = 18, 6.6
MOST_LINES = 8


def high_enough(sentences: Iterable[str], width: int = 340) -> int:
    """Pixels for the longest of these sentences in a column so many pixels wide; all rows of a table are as high."""
    longest = max(map(len, sentences), default=0)
    return max(TWO_LINES, 14 + LINE * min(math.ceil(longest * LETTER / width), MOST_LINES))


def sentence(width: int = 340) -> ColumnConfig:
    """The column that holds the sentence, so many pixels wide."""
    return st.column_config.TextColumn(width=width)


def table_height(rows: int, most: int, *, row: int) -> int:
    """Pixels for a table of so many rows of that height, of which at most some show at once."""
    return row * min(rows, most) + 40
