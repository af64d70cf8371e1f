"""A score on the page: value, interval, what a fresh real sample and the worst case would score, one sentence."""

from __future__ import annotations

import streamlit as st

from pages.shared.words import plain
from synth.judge.score import Score
from synth.judge.words import figure, floor, title


def show_score(score: Score, *, name: str | None = None, sentence: bool = True) -> None:
    """One score as a tile, with its sentence or without."""
    with st.container(border=True, height="stretch"):
        if score.value is None:
            st.markdown(f":small[{name or title(score)}]")
            st.badge("not measured", icon=":material/help:", color="orange")
        else:
            source = plain(score.source) if score.source else None
            st.metric(name or title(score), figure(score.value, score.measure), help=source)
        if beside := beside_value(score):
            st.caption("  \n".join(beside))
        if sentence:
            st.markdown(plain(score.note))


def beside_value(score: Score) -> list[str]:
    """Interval, reference and floor, a line each."""
    lines = []
    if score.low is not None and score.high is not None:
        lines.append(f"interval {figure(score.low, score.measure)} to {figure(score.high, score.measure)}")
    if (fresh := score.reference) is not None:
        band = f"{figure(fresh.low, score.measure)} to {figure(fresh.high, score.measure)}"
        lines.append(f"fresh real: {figure(fresh.value, score.measure)} ({band})")
    if (least := floor(score)) is not None:
        lines.append(f"{least[0]}: {figure(least[1].value, score.measure)}")
    return lines


def tiles(scores: list[Score], *, columns: int = 3, sentence: bool = True) -> None:
    """Several scores side by side."""
    with st.grid(columns, min_column_width=160 if columns > 3 else 260):
        for score in scores:
            show_score(score, sentence=sentence)
