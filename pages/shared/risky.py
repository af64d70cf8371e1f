"""The synthetic rows that give most away, each beside its nearest real row: hidden until somebody asks to see it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from pages.shared.cached import synthetic_of
from pages.shared.errors import shown_errors
from pages.shared.evidence import Evidence
from pages.shared.places import RUN, go
from pages.shared.sentences import TWO_LINES, sentence, table_height
from pages.shared.words import count
from synth.judge.exhibits import RiskyRow, RiskyRows
from synth.prepare.cells import spell_cells
from synth.work.remarks import MASK
from synth.work.remedy import Remedy

HIDDEN = "hidden"
REMEDIES: dict[Remedy, tuple[str, str, str]] = {
    "drop": ("Leave them out", ":material/delete:", "The table becomes shorter by these rows."),
    "resample": ("Draw them again", ":material/refresh:", "The generator draws other rows in their place."),
    "generalise": ("Say less in them", ":material/blur_on:", "Numbers and dates become rounder, rare levels commoner."),
}
"""What each remedy is called, and what it does."""


def show_risky_rows(shown: Evidence, found: RiskyRows) -> None:
    """The list, and the chosen row beside its nearest real one."""
    st.subheader("Which rows give most away?", anchor=False)
    if not found.rows:
        st.markdown("None lies nearer to one real row than fresh real rows do.")
        return
    st.markdown(
        f"**{count(max(found.found, len(found.rows)), 'synthetic row')} "
        f"{'lies' if found.found == 1 else 'lie'} as near to one real row as few fresh real rows do.** "
        "The riskiest come first. Some always do by chance; whether they are too many is said above."
    )
    table = pd.DataFrame(
        [
            {
                "Synthetic row": row.row + 1,
                "Equal columns": row.columns_equal,
                "Distance": row.distance,
                "Usual distance": row.usual,
                "Why": row.why,
            }
            for row in found.rows
        ]
    )
    state = st.dataframe(
        table,
        hide_index=True,
        row_height=TWO_LINES,
        height=table_height(len(table), most=5, row=TWO_LINES),
        on_select="rerun",
        selection_mode="single-row",
        key=f"risky-{shown.run.id}",
        column_config={
            "Distance": st.column_config.NumberColumn(format="%.3f"),
            "Usual distance": st.column_config.NumberColumn(
                format="%.3f", help="The median distance of fresh real rows to their nearest training row."
            ),
            "Why": sentence(),
        },
        alt="The riskiest synthetic rows",
    )
    chosen = state["selection"]["rows"]
    _show_beside(shown, found.rows[chosen[0] if chosen and chosen[0] < len(found.rows) else 0])
    _show_remedies(shown, found)


def _show_remedies(shown: Evidence, found: RiskyRows) -> None:
    """What can be done about them: each makes a run of its own, and this one stays."""
    st.markdown(f"**What shall be done about {'it' if len(found.rows) == 1 else 'them'}?**")
    rows = [row.row for row in found.rows]
    if len(rows) > 1:
        rows = st.multiselect(
            "Synthetic rows to mend",
            rows,
            rows,
            format_func=lambda row: f"{row + 1:,}",
            placeholder="None: choose at least one",
            key=f"mend-{shown.run.id}",
            persist_state="session",
        )
    with st.container(horizontal=True):
        for remedy, (label, icon, told) in REMEDIES.items():
            if st.button(label, icon=icon, help=told, disabled=not rows, key=f"remedy-{remedy}"):
                with shown_errors():
                    made = shown.session.workspace.start_remedy(shown.run.id, remedy, rows)
                    go(RUN, dataset=made.dataset_id, run=made.id)
    st.caption("It becomes a run of its own and is compared anew; this one stays as it is.")


def _show_beside(shown: Evidence, row: RiskyRow) -> None:
    """The synthetic row beside the real one; the real cells only once they are asked for, which is recorded."""
    key = f"real-{shown.run.id}-{row.nearest}"
    real: dict[str, str] = st.session_state.get(key, {})
    made = spell_cells(synthetic_of(shown.session.workspace, shown.run).take(np.array([row.row]))).iloc[0]
    st.dataframe(
        pd.DataFrame(
            {
                "Column": [str(name) for name in made.index],
                f"Synthetic row {row.row + 1:,}": [str(cell) for cell in made],
                f"Real row {row.nearest + 1:,}": [
                    real.get(str(name), HIDDEN if not real else "") for name in made.index
                ],
            }
        ),
        hide_index=True,
        height=min(36 * len(made) + 40, 320),
        alt="The synthetic row beside its nearest real row",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        label = "Show masked cells too" if real else "Look at the real row"
        if (not real or MASK in real.values()) and st.button(label, icon=":material/visibility:"):
            with shown_errors():
                reveal = bool(real)
                st.session_state[key] = shown.session.workspace.real_row(shown.run.id, row.nearest, reveal=reveal)
                st.rerun()
        if real and st.button("Hide it again", icon=":material/visibility_off:", type="tertiary"):
            del st.session_state[key]
            st.rerun()
        st.caption("Each look at a real row is put on record.", width="stretch")
