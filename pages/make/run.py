"""Run: stage, share done, time left, quality so far, Cancel; found again after a refresh or a restart."""

import pandas as pd
import streamlit as st

from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.places import COMPARE, GENERATE, RUN, go
from pages.shared.strip import state_badge, top
from pages.shared.words import ago, duration, plain
from synth.work import Run, Step
from synth.work.records import WORKING
from synth.work.states import WORDS

QUALITY = "quality"
"""What the rows that a generator would draw now are scored, on shapes and pairs, every so often."""


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
            return "It is going. You may close this tab."


def elapsed(run: Run) -> float:
    """Seconds from the start to the last sign of life."""
    return (run.heartbeat - run.started).total_seconds() if run.heartbeat and run.started else 0.0


def share_done(run: Run) -> float:
    """Share of the whole run that is done, by time."""
    return elapsed(run) / (elapsed(run) + run.seconds_left) if run.seconds_left else 0.0


def time_left(run: Run) -> str:
    """How long it will still take, and whether that is more than was forecast."""
    if run.seconds_left is None:
        return "Time left: not known yet."
    left = f"About {duration(run.seconds_left)} left."
    if run.forecast_seconds and elapsed(run) + run.seconds_left > 2 * run.forecast_seconds + 30:
        return f"{left} {duration(run.forecast_seconds)} were forecast: this machine is busier or slower than assumed."
    return left


@st.fragment(run_every="1s")
def watch(session: Session, before: Run) -> None:
    """What changes from second to second."""
    with shown_errors():
        run = session.workspace.run(before.id)
        if run.state != before.state:
            st.rerun()
        show_progress(session, run)


def show_progress(session: Session, run: Run) -> None:
    """The stages as steps, the bar of the whole, and what the generator reports."""
    steps = session.workspace.steps(run.id)
    show_stages(run, steps)
    if not run.settled:
        share, counted = share_done(run), f": {run.done:,} of {run.total:,}" if run.done else ""
        stage = run.stage or WORDS[run.state]
        st.progress(share, text=f"{share:.0%} of the whole. {plain(stage[0].upper() + stage[1:])}{counted}")
        st.caption(f"{time_left(run)} Last sign of life: {ago(run.heartbeat) if run.heartbeat else 'none yet'}.")
    show_measures([step for step in steps if step.measures])


def show_stages(run: Run, steps: list[Step]) -> None:
    """The stages in order: done, present, to come; or the one at which the run ended."""
    stages = WORKING if run.fitted else ("comparing",)
    begun = max([int(run.started is not None), *(stages.index(s.stage) + 1 for s in steps if s.stage in stages)])
    last = {"failed": ":red[:material/error: {} (failed here)]", "cancelled": ":material/cancel: {} (cancelled here)"}
    with st.container(horizontal=True, gap="medium"):
        for place, state in enumerate(stages, 1):
            text = ":material/radio_button_unchecked: {}"
            if place < begun or run.state == "done":
                text = ":material/check_circle: {}"
            elif place == begun:
                text = last.get(run.state, ":material/pending: {}")
            st.markdown(text.format(WORDS[state].capitalize()), width="content")


def show_measures(steps: list[Step]) -> None:
    """The quality so far in words and as a line, beside the losses; other figures each on their own scale."""
    if len(steps) < 2:
        return
    figures = pd.DataFrame([step.measures for step in steps], index=[step.done for step in steps])
    figures = figures.groupby(level=0).last()
    named = [str(name) for name in figures.columns]
    losses = [name for name in named if "loss" in name]
    alone = [[name] for name in named if name not in (QUALITY, *losses)]
    if QUALITY in named:
        st.markdown(quality_in_words(figures[QUALITY].dropna(), steps[-1].total))
    with st.grid(2, min_column_width=300):
        for names in [[QUALITY] if QUALITY in named else [], losses, *alone]:
            if names:
                show_lines(figures.loc[:, names], plain(steps[-1].stage))


def quality_in_words(quality: "pd.Series[float]", total: int) -> str:
    """How alike the rows are now, and when they were at their best."""
    now, best = float(quality.iloc[-1]), float(quality.max())
    said = f"Rows drawn now are **{now:.3f}** like the real ones (1 is best), at {quality.index[-1]:,} of {total:,}"
    if best > now:
        return f"{said}; they were at their best, {best:.3f}, at {quality.idxmax():,}."
    return f"{said}: the best so far."


def show_lines(figures: pd.DataFrame, stage: str) -> None:
    """Figures on one scale, step by step."""
    first = str(figures.columns[0])
    title = "Losses" if figures.shape[1] > 1 else first.capitalize()
    if first == QUALITY:
        title = "Likeness of 1,000 sampled rows"
    with st.container():
        st.markdown(f"**{plain(title)}**")
        st.line_chart(figures.dropna(how="all"), x_label=stage, y_label="", height=220, alt=f"{title}, step by step")


def show_notes(session: Session, run: Run) -> None:
    """What the generator had to say of what it made."""
    if run.state == "done" and not run.external:
        with shown_errors():
            for note in session.workspace.recipe(run.id)["notes"]:
                st.caption(plain(note))


def show_log(session: Session, run: Run) -> None:
    """What the worker wrote down."""
    with st.expander("Log", icon=":material/article:"):
        st.code(session.workspace.log(run.id) or "Nothing yet.", language=None, wrap_lines=True)


def cancel(session: Session, run: Run) -> None:
    """End the run: as the first thing that a click does, before the page is drawn anew."""
    with shown_errors():
        session.workspace.cancel(run.id)


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
        show_notes(session, run)
    else:
        watch(session, run)
with st.container(horizontal=True):
    if run.state == "done" and st.button("Compare", type="primary", icon=":material/balance:"):
        go(COMPARE, dataset=run.dataset_id, run=run.id)
    if run.settled and not run.external and st.button("Make another", icon=":material/tune:"):
        go(GENERATE, dataset=run.dataset_id)
    if not run.settled:
        st.button("Cancel", icon=":material/stop_circle:", on_click=cancel, args=(session, run))
with st.expander("Settings of this run", icon=":material/settings:"):
    st.json(run.settings | {"generator": run.generator, "rows": run.rows, "seed": run.seed})
show_log(session, run)
