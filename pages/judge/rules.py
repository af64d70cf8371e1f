"""Rules: how many rows keep each rule, real beside synthetic."""

import pandas as pd
import streamlit as st

from pages.shared.door import door
from pages.shared.evidence import evidence, groups_scores, onward
from pages.shared.places import PROFILE, RULES, link
from pages.shared.sentences import high_enough, sentence
from pages.shared.words import count
from synth.judge.score import Score
from synth.prepare.palette import REAL, SYNTHETIC


def show_kept(scores: list[Score]) -> None:
    """One row a rule, the one that is broken most often first."""
    ranked = sorted(scores, key=lambda score: (score.value is not None, score.value))
    broken = [score for score in ranked if score.value is not None and score.value < 1]
    told = f"{len(broken)} of them broken by some row" if broken else "kept by every synthetic row"
    st.markdown(f"**{count(len(ranked), 'rule')}, {told}.**")
    rows = [
        {
            "Columns": ", ".join(score.subject),
            "Synthetic": None if score.value is None else 100 * score.value,
            "Real": 100 * score.reference.value if score.reference else None,
            "What it says": score.note,
        }
        for score in ranked
    ]
    real, synthetic = (
        st.column_config.ProgressColumn(min_value=0, max_value=100, format="%.2f%%", width=150, color=colour)
        for colour in (REAL, SYNTHETIC)
    )
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="–",
        row_height=high_enough(score.note for score in ranked),
        column_config={
            "Synthetic": synthetic,
            "Real": real,
            "What it says": sentence(),
        },
        alt="Share of rows that keep each rule, real beside synthetic",
    )
    st.caption("Share of rows that keep each rule. A rule that real rows break too may be stated too strictly.")


session = door()
shown = evidence(session, RULES)
scores = groups_scores(shown, "rules")
if scores:
    show_kept(scores)
link(PROFILE, "See the rules, and change them", dataset=shown.run.dataset_id)
onward(RULES, shown.run)
