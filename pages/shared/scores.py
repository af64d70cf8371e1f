"""Scores on the page: value, interval, what a fresh real sample and the worst case would score, one sentence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.sentences import high_enough, sentence, table_height
from pages.shared.words import plain
from synth.judge.attention import perhaps_short, short, untold
from synth.judge.score import Score
from synth.judge.words import figure, floor, title


def show_score(score: Score, *, name: str | None = None, sentence: bool = True) -> None:
    """One score as a tile, with its sentence or without."""
    with st.container(border=True, height="stretch"):
        if score.value is None:
            st.markdown(f":small[{name or title(score)}]")
            st.badge("not measured", icon=":material/help:", color="gray")
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
        name = "guessing" if score.measure == "expert_review" else "fresh real"
        lines.append(f"{name}: {figure(fresh.value, score.measure)} ({band})")
    if (least := floor(score)) is not None:
        lines.append(f"{least[0]}: {figure(least[1].value, score.measure)}")
    return lines


def tiles(scores: Sequence[Score], *, columns: int = 3, sentence: bool = True) -> None:
    """Several scores side by side."""
    with st.grid(columns, min_column_width=160 if columns > 3 else 260):
        for score in scores:
            show_score(score, sentence=sentence)


def score_table(scores: Sequence[Score], *, alt: str, of: bool = False) -> None:
    """Scores as rows, as people write figures; `of` says what each is of."""
    rows = [
        {
            "Measure": title(score),
            **({"Of": " × ".join(score.subject) or "the table"} if of else {}),
            "Value": figure(score.value, score.measure),
            "Interval": _span(score.low, score.high, score.measure),
            "Fresh real": _span(*(score.reference.low, score.reference.high), score.measure)
            if score.reference
            else "–",
            "Worst case": figure(least[1].value, score.measure) if (least := floor(score)) else "–",
            "Beside it": beside_fresh(score),
            "What it says": score.note,
        }
        for score in scores
    ]
    height = high_enough(score.note for score in scores)
    st.dataframe(
        rows,
        hide_index=True,
        row_height=height,
        height=table_height(len(rows), most=6, row=height),
        column_config={
            "Measure": st.column_config.TextColumn(pinned=True, width=170),
            "Fresh real": st.column_config.TextColumn(help="What fresh real samples of the same size score."),
            "Worst case": st.column_config.TextColumn(help="What no relation at all, or an even spread, would score."),
            "What it says": sentence(),
        },
        alt=alt,
    )


def beside_fresh(score: Score) -> str:
    """How a score stands beside fresh real rows, in a word."""
    if score.value is None:
        return "not measured"
    if short(score):
        return "short"
    if untold(score):
        return "cannot tell"
    return "–" if score.reference is None else "perhaps short" if perhaps_short(score) else "as good"


def _span(low: float | None, high: float | None, measure: str) -> str:
    """An interval in words."""
    return "–" if low is None or high is None else f"{figure(low, measure)} to {figure(high, measure)}"
