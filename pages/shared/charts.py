"""A chart on the page: without Plotly's tool bar, named for those who cannot see it, with a line on how to read it."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

CONFIG = {"displayModeBar": False}


def draw(figure: go.Figure, *, alt: str, key: str, read: str = "") -> None:
    """Show a figure; `read` says how to read it."""
    st.plotly_chart(figure, config=CONFIG, alt=alt, key=key)
    if read:
        st.caption(f"How to read this: {read}")
