"""A longer sum on demand, as a page shows it: how far it is, Cancel, and what it came to."""

from __future__ import annotations

import streamlit as st

from pages.shared.door import Session
from pages.shared.errors import shown_errors
from pages.shared.words import plain
from synth.work import Run


def show_task(session: Session, run: Run, name: str, title: str) -> None:
    """How the sum of that name stands; nothing where it was never begun or has ended well."""
    task = session.workspace.task(run.id, name)
    if task is None or task.state == "done":
        return
    if task.going:
        with st.container(horizontal=True, vertical_alignment="center"):
            _watch(session, run, name, title)
            if st.button("Cancel", key=f"cancel-{name}", icon=":material/stop_circle:"):
                with shown_errors():
                    session.workspace.cancel_task(run.id, name)
                st.rerun()
    elif task.error:
        st.error(plain(task.error), icon=":material/error:")
    else:
        st.caption("It was cancelled; what stood here before still stands.")


@st.fragment(run_every="1s")
def _watch(session: Session, run: Run, name: str, title: str) -> None:
    """Its progress, second by second; the page is drawn anew once it has ended."""
    with shown_errors():
        task = session.workspace.task(run.id, name)
        if task is None or not task.going:
            st.rerun()
        st.progress(task.done / task.total if task.total else 0.0, text=f"{title}. You may close this tab.")
