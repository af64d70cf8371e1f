"""Joint: whether whole rows can be told from real ones, and by what."""

import pandas as pd
import streamlit as st

from pages.shared.door import door
from pages.shared.evidence import Evidence, evidence, groups_scores, onward
from pages.shared.places import JOINT
from pages.shared.scores import tiles
from pages.shared.words import plain
from synth.judge.exhibits import Giveaways
from synth.judge.score import Score


def finding(scores: list[Score]) -> str:
    """What the page comes to: the sentence of the main measure."""
    return next((score.note for score in scores if score.measure == "detection"), scores[0].note)


def show_giveaways(shown: Evidence) -> None:
    """What gives the synthetic rows away."""
    found = shown.report.exhibit(Giveaways)
    if found is None:
        return
    st.subheader("What gives them away?", anchor=False)
    if not found.found:
        st.markdown("Nothing: no column gives the synthetic rows away.")
        return
    for giveaway in found.found[:3]:
        st.markdown(f"- {plain(giveaway.sentence)}")
    st.dataframe(
        pd.DataFrame(
            [
                {"Columns": " × ".join(each.columns), "AUC lost without it": each.importance, "How": each.sentence}
                for each in found.found
            ]
        ),
        hide_index=True,
        column_config={
            "AUC lost without it": st.column_config.NumberColumn(format="%.3f"),
            "How": st.column_config.TextColumn(width="large"),
        },
        alt="Columns that give the synthetic rows away, the strongest first",
    )


session = door()
shown = evidence(session, JOINT)
scores = groups_scores(shown, "joint")
if scores:
    st.markdown(f"**{plain(finding(scores))}**")
    show_giveaways(shown)
    st.subheader("The measures", anchor=False)
    tiles(scores)
onward(JOINT, shown.run)
