"""An answered review, row by row: what each was and what the expert took it for; its cells once somebody asks."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.shared.door import Session
from pages.shared.errors import shown_errors
from synth.judge.exhibits import Review
from synth.work import Run

SIDES = ("Real", "Synthetic")


def show_reviewed(session: Session, run: Run, review: Review) -> None:
    """Each row in the order in which it was shown; a look at the cells is recorded, as real ones are among them."""
    key = f"reviewed-{run.id}-{hash(review.each)}"
    cells: pd.DataFrame | None = st.session_state.get(key)
    table = marks(review)
    if cells is not None:
        named = cells.rename(columns={name: f"{name}*" for name in cells.columns if name in table.columns})
        table = pd.concat([table, named], axis=1)
    st.dataframe(
        table,
        hide_index=True,
        height=35 * len(table) + 37 if cells is not None else 260,
        column_config={"Row": st.column_config.NumberColumn(pinned=True, width=60)},
        alt="Each row of the review: what it was and what the expert said",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if cells is None and st.button("Look at the rows again", icon=":material/visibility:"):
            with shown_errors():
                st.session_state[key] = session.workspace.reviewed_rows(run.id)
                st.rerun()
        if cells is not None and st.button("Hide them again", icon=":material/visibility_off:", type="tertiary"):
            del st.session_state[key]
            st.rerun()
        st.caption("Each look at real rows is put on record; personal data stays masked.", width="stretch")


def marks(review: Review) -> pd.DataFrame:
    """A row for each of the review's: what it was, what was said, and whether that was right."""
    return pd.DataFrame(
        {
            "Row": range(1, len(review.each) + 1),
            "Was": [SIDES[not row.real] for row in review.each],
            "Expert said": [SIDES[not row.said_real] for row in review.each],
            "Told right": ["yes" if row.real == row.said_real else "no" for row in review.each],
        }
    )
