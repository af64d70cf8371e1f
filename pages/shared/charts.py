"""A chart on the page: without Plotly's tool bar, named for those who cannot see it, with a line on how to read it."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from pages.shared.words import plain
from synth.prepare.charts import without_title

CONFIG = {"displayModeBar": False}


def draw(figure: go.Figure, *, alt: str, key: str, read: str = "") -> None:
    """Show a figure under its title, which breaks where the page does; `read` says how to read it."""
    bare, title, subtitle = without_title(figure)
    st.markdown(f"**{plain(title)}**")
    if subtitle:
        st.caption(plain(subtitle))
    st.plotly_chart(bare, config=CONFIG, alt=alt, key=key)
    if read:
        st.caption(f"How to read this: {read}")
