"""The summary strip on top of every page: dataset, rows, run, state, each a link back."""

from __future__ import annotations

import streamlit as st

from pages.shared.door import Session
from pages.shared.places import APPROVE, COMPARE, EXPORT, GENERATE, PROFILE, RUN, SPEC, Place, link
from pages.shared.words import count, plain, short
from synth.prepare.schema import INTENTS
from synth.work import Dataset, Run


def top(session: Session, place: Place) -> None:
    """The page's title and, under it, what it is about."""
    st.title(place.question, anchor=False)
    if session.dataset is None:
        return
    dataset, run = session.dataset, session.run
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        link(SPEC if dataset.stated else PROFILE, plain(short(dataset.name)), dataset=dataset.id)
        st.caption(f"{rows_of(dataset)}, {count(dataset.columns, 'column')}", width="content")
        st.caption(f"for {INTENTS[dataset.intent].lower()}", width="content")
        if run is not None:
            link(
                RUN,
                f"Run {run.id}: {plain(short(run.maker))}, {count(run.rows, 'row')}",
                dataset=dataset.id,
                run=run.id,
            )
            state_badge(run)


def rows_of(dataset: Dataset) -> str:
    """How many rows a dataset has, or that it is stated by rules."""
    return "stated by rules" if dataset.stated else count(dataset.rows, "row")


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
            "expired": ("approval expired", ":material/event_busy:", "orange"),
        }.get(run.decision, ("refused", ":material/block:", "red"))
    state = "comparing" if run.state in ("fitting", "sampling") and run.external else run.state
    return {
        "queued": ("waiting for a free place", ":material/schedule:", "gray"),
        "fitting": ("learning", ":material/autorenew:", "blue"),
        "sampling": ("drawing rows", ":material/autorenew:", "blue"),
        "comparing": ("comparing", ":material/autorenew:", "blue"),
        "done": ("waits for your decision", ":material/pending_actions:", "violet"),
        "failed": ("failed", ":material/error:", "red"),
        "cancelled": ("cancelled", ":material/cancel:", "gray"),
    }[state]


def next_place(run: Run) -> tuple[Place, str]:
    """Where a run waits for its steward, and what to do there."""
    if run.state == "done" and run.decision is None:
        return COMPARE, "Compare and decide"
    if run.state == "done":
        return {"refused": (APPROVE, "See the decision"), "expired": (APPROVE, "Decide again")}.get(
            run.decision or "", (EXPORT, "Export")
        )
    if run.state in ("failed", "cancelled"):
        return GENERATE, "Try again"
    return RUN, "Watch it run"


def no_report(run: Run) -> None:
    """Why a run has no report to show, and where to go."""
    with st.container(border=True):
        if run.state in ("failed", "cancelled"):
            st.markdown(
                f"**This run {'has failed' if run.state == 'failed' else 'was cancelled'}**, so nothing was compared."
            )
            link(GENERATE, "Make another", dataset=run.dataset_id)
        else:
            st.markdown("**There is no report yet.** It is made as soon as the synthetic rows are drawn.")
            link(RUN, "See how the run is going", dataset=run.dataset_id, run=run.id)
