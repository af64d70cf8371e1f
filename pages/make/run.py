"""Run: stage, share done, time left, quality so far, Cancel; found again after a refresh or a restart."""

import pandas as pd
import streamlit as st

from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.places import COMPARE, GENERATE, RUN, go
from pages.shared.strip import state_badge, top
from pages.shared.words import ago, duration, plain
from synth.work import Run

MEASURES = {"quality": "Likeness of 1,000 sampled rows (1 is best)"}
STAGES = (("fitting", "Learning"), ("sampling", "Drawing rows"), ("comparing", "Comparing"))


def headline(run: Run) -> str:
    """How it is going, in words."""
    match run.state:
        case "queued":
            return "It waits until another run has ended."
        case "done":
            took = (run.finished - run.started).total_seconds() if run.finished and run.started else 0
            return f"It is done, after {duration(took)}. Next: compare the synthetic rows with the real ones."
        case "cancelled":
            return "It was cancelled. Nothing was kept but its settings and its log."
        case "failed":
            return "It failed. Nothing half-made was kept."
        case _:
            left = (
                f"about {duration(run.seconds_left)} left"
                if run.seconds_left is not None
                else "time left not known yet"
            )
            return f"It is going: {left}. You may close this tab."


@st.fragment(run_every="1s")
def watch(session: Session, run_id: str) -> None:
    """What changes from second to second."""
    with shown_errors():
        run = session.workspace.run(run_id)
        if run.settled:
            st.rerun()
        show_progress(session, run)


def show_progress(session: Session, run: Run) -> None:
    """The stages as steps, the bar of the present one, and what the generator reports."""
    names = [state for state, _ in STAGES]
    reached = names.index(run.state) if run.state in names else (len(names) if run.state == "done" else -1)
    with st.container(horizontal=True, gap="medium"):
        for place, (_, label) in enumerate(STAGES):
            icon = "check_circle" if place < reached else "pending" if place == reached else "radio_button_unchecked"
            st.markdown(f":material/{icon}: {label}", width="content")
    share = min(run.done / run.total, 1.0) if run.total else 0.0
    if not run.settled:
        st.progress(share, text=f"{plain(run.stage or 'Starting')}: {run.done:,} of {run.total:,}")
        st.caption(f"Last sign of life {ago(run.heartbeat) if run.heartbeat else 'not yet'}.")
    show_measures(session, run)


def show_measures(session: Session, run: Run) -> None:
    """A live chart of each figure that the generator reports, each on its own scale."""
    steps = [step for step in session.workspace.steps(run.id) if step.measures]
    if len(steps) < 2:
        return
    figures = pd.DataFrame([step.measures for step in steps], index=[step.done for step in steps])
    with st.grid(2, min_column_width=300):
        for name in figures.columns:
            with st.container():
                st.markdown(f"**{plain(MEASURES.get(name, name))}**")
                st.line_chart(
                    figures[[name]].dropna(),
                    x_label=plain(steps[-1].stage),
                    y_label="",
                    height=220,
                    alt=f"{MEASURES.get(name, name)}, step by step",
                )


def show_log(session: Session, run: Run) -> None:
    """What the worker wrote down."""
    with st.expander("Log", icon=":material/article:"):
        st.code(session.workspace.log(run.id) or "Nothing yet.", language=None, wrap_lines=True)


session = door()
top(session, RUN)
run = session.need_run()
with st.container(border=True):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(headline(run), width="stretch")
        state_badge(run)
    if run.error:
        st.error(plain(run.error), icon=":material/error:")
    if run.settled:
        show_progress(session, run)
    else:
        watch(session, run.id)
with st.container(horizontal=True):
    if run.state == "done" and st.button("Compare", type="primary", icon=":material/balance:"):
        go(COMPARE, dataset=run.dataset_id, run=run.id)
    if run.settled and st.button("Make another", icon=":material/tune:"):
        go(GENERATE, dataset=run.dataset_id)
    if not run.settled and st.button("Cancel", icon=":material/stop_circle:"):
        with shown_errors():
            session.workspace.cancel(run.id)
            st.rerun()
with st.expander("Settings of this run", icon=":material/settings:"):
    st.json(run.settings | {"generator": run.generator, "rows": run.rows, "seed": run.seed})
show_log(session, run)
