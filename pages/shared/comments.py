"""What people wrote about a column of a run, and a box to write more; it is kept on record and goes into the pack."""

from __future__ import annotations

import streamlit as st

from pages.shared.door import Session
from pages.shared.errors import shown_errors
from pages.shared.words import ago, plain
from synth.work import Run
from synth.work.remarks import MAX_COMMENT


def show_comments(session: Session, run: Run, column: str) -> None:
    """Earlier comments on the column, then the box."""
    for comment in session.workspace.comments(run.id):
        if comment.column == column:
            with st.container(border=True):
                st.markdown(plain(comment.text))
                st.caption(f"{plain(comment.owner)}, {ago(comment.time)}")
    with st.form(f"comment-{run.id}-{column}", border=False, clear_on_submit=True):
        text = st.text_area(
            f"Comment on {plain(column)}",
            max_chars=MAX_COMMENT,
            height=68,
            placeholder="What should whoever signs know about this column?",
        )
        if st.form_submit_button("Keep the comment", icon=":material/add_comment:"):
            with shown_errors():
                session.workspace.comment(run.id, column, text)
                st.rerun()
