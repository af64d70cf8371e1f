"""The summary strip on top of every page: dataset, rows, run, state, each a link back."""

from __future__ import annotations

import streamlit as st

from pages.shared.door import Session
from pages.shared.places import APPROVE, COMPARE, EXPORT, GENERATE, PROFILE, RUN, Place, link
from pages.shared.words import count, plain, short
from synth.prepare.schema import INTENTS
from synth.work import Run


def top(session: Session, place: Place) -> None:
    """The page's title and, under it, what it is about."""
    st.title(place.question, anchor=False)
    if session.dataset is None:
        return
    dataset, run = session.dataset, session.run
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        link(PROFILE, plain(short(dataset.name)), dataset=dataset.id)
        st.caption(f"{count(dataset.rows, 'row')}, {count(dataset.columns, 'column')}", width="content")
        st.caption(f"for {INTENTS[dataset.intent].lower()}", width="content")
        if run is not None:
            link(RUN, f"Run {run.id}: {run.generator}, {count(run.rows, 'row')}", dataset=dataset.id, run=run.id)
            state_badge(run)


def state_badge(run: Run) -> None:
    """Where a run stands, as icon, word and colour."""
    word, icon, colour = state_words(run)
    st.badge(word, icon=icon, color=colour)  # type: ignore[arg-type]


def state_words(run: Run) -> tuple[str, str, str]:
    """Word, icon and colour of a run's state or, once somebody decided, of the decision."""
    if run.decision is not None:
        return {
            "approved": ("approved", ":material/verified:", "green"),
            "approved with conditions": ("approved with conditions", ":material/verified:", "yellow"),
        }.get(run.decision, ("refused", ":material/block:", "red"))
    return {
        "queued": ("waiting for a free place", ":material/schedule:", "gray"),
        "fitting": ("learning", ":material/autorenew:", "blue"),
        "sampling": ("drawing rows", ":material/autorenew:", "blue"),
        "comparing": ("comparing", ":material/autorenew:", "blue"),
        "done": ("waits for your decision", ":material/pending_actions:", "violet"),
        "failed": ("failed", ":material/error:", "red"),
        "cancelled": ("cancelled", ":material/cancel:", "gray"),
    }[run.state]


def next_place(run: Run) -> tuple[Place, str]:
    """Where a run waits for its steward, and what to do there."""
    if run.state == "done" and run.decision is None:
        return COMPARE, "Compare and decide"
    if run.state == "done":
        return (APPROVE, "See the decision") if run.decision == "refused" else (EXPORT, "Export")
    if run.state in ("failed", "cancelled"):
        return GENERATE, "Try again"
    return RUN, "Watch it run"
