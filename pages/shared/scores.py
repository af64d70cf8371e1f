"""A score on the page: value, interval, what a fresh real sample and no relation at all would score, one sentence."""

from __future__ import annotations

import streamlit as st

from pages.shared.words import plain
from synth.judge.html import figure
from synth.judge.report import Report
from synth.judge.score import Score
from synth.judge.words import title


def show_score(score: Score, *, name: str | None = None) -> None:
    """One score as a tile."""
    with st.container(border=True, height="stretch"):
        value = "not measured" if score.value is None else figure(score.value)
        st.metric(name or title(score), value, help=plain(score.source) if score.source else None)
        lines = []
        if score.low is not None and score.high is not None:
            lines.append(f"interval {figure(score.low)} to {figure(score.high)}")
        if score.reference is not None:
            lines.append(
                f"a fresh real sample: {figure(score.reference.value)} "
                f"({figure(score.reference.low)} to {figure(score.reference.high)})"
            )
        if score.floor is not None:
            lines.append(f"no relation at all: {figure(score.floor.value)}")
        if lines:
            st.caption("  \n".join(lines))
        st.markdown(plain(score.note))


def tiles(report: Report, scores: list[Score]) -> None:
    """Several scores side by side."""
    with st.grid(4, min_column_width=230):
        for score in scores:
            show_score(score)
