"""A longer sum on demand, as a page shows it: how far it is, Cancel, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.shared.door import Session
from pages.shared.errors import shown_errors
from pages.shared.words import plain
from synth.work import Run
from synth.work.tasks import Task


@dataclass(frozen=True)
class Watched:
    """One sum: what it is called, what stands beside its bar, how to look at it and how to end it."""

    name: str
    title: str
    look: Callable[[], Task | None]
    cancel: Callable[[], object]


def of_run(session: Session, run: Run, name: str, title: str) -> Watched:
    """A sum that is made of a run."""
    workspace = session.workspace
    return Watched(name, title, lambda: workspace.task(run.id, name), lambda: workspace.cancel_task(run.id, name))


def show_task(watched: Watched, so_far: Callable[[], object] | None = None) -> None:
    """How the sum stands; nothing where it was never begun or has ended well.

    While it is going, `so_far` draws what it has found, second by second.
    """
    task = watched.look()
    if task is None or task.state == "done":
        return
    if task.going:
        with st.container(horizontal=True, vertical_alignment="center"):
            _watch(watched)
            if st.button("Cancel", key=f"cancel-{watched.name}", icon=":material/stop_circle:"):
                with shown_errors():
                    watched.cancel()
                st.rerun()
        if so_far is not None:
            st.fragment(so_far, run_every="2s")()
    elif task.error:
        st.error(plain(task.error), icon=":material/error:")
    else:
        st.caption("It was cancelled; what stood here before still stands.")


@st.fragment(run_every="1s")
def _watch(watched: Watched) -> None:
    """Its progress, second by second; the page is drawn anew once it has ended."""
    with shown_errors():
        task = watched.look()
        if task is None or not task.going:
            st.rerun()
        st.progress(task.done / task.total if task.total else 0.0, text=f"{watched.title}. You may close this tab.")
