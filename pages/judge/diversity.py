"""Diversity: whether every kind of row is still there: kinds, levels, tails, and rows that repeat."""

import pandas as pd
import streamlit as st

from pages.shared.door import door
from pages.shared.evidence import Evidence, evidence, groups_scores, onward
from pages.shared.places import DIVERSITY
from pages.shared.scores import score_table, tiles
from pages.shared.words import plain
from synth.judge.attention import short, shortfall
from synth.judge.exhibits import Clusters
from synth.judge.score import Score
from synth.prepare.palette import REAL, SYNTHETIC


def finding(scores: list[Score]) -> str:
    """What the page comes to."""
    worst = sorted(filter(short, scores), key=shortfall, reverse=True)
    return worst[0].note if worst else "Every kind of row is there, as in a fresh real sample."


def show_kinds(shown: Evidence) -> None:
    """The kinds that the real rows fall into, and how many synthetic rows are of each."""
    found = shown.report.exhibit(Clusters)
    if found is None:
        return
    st.subheader("Which kinds of rows are there?", anchor=False)
    most = 100 * max(max(each.real.value, each.synthetic.value) for each in found.clusters)
    real, synthetic = (
        st.column_config.ProgressColumn(min_value=0, max_value=most, format="%.1f%%", width=130, color=colour)
        for colour in (REAL, SYNTHETIC)
    )
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Real": 100 * each.real.value,
                    "Synthetic": 100 * each.synthetic.value,
                    "Such a row": each.typical,
                }
                for each in found.clusters
            ]
        ),
        hide_index=True,
        column_config={"Real": real, "Synthetic": synthetic, "Such a row": st.column_config.TextColumn(width="large")},
        alt="Kinds of rows, with their shares, real beside synthetic",
    )
    st.caption(
        "How to read this: real rows were sorted into kinds that are alike; each line is one, the largest first."
    )


session = door()
shown = evidence(session, DIVERSITY)
scores = groups_scores(shown, "diversity")
if scores:
    st.markdown(f"**{plain(finding(scores))}**")
    show_kinds(shown)
    st.subheader("Is anything missing or repeated?", anchor=False)
    tiles([score for score in scores if not score.subject])
    columns = sorted((score for score in scores if score.subject), key=lambda score: -shortfall(score))
    if columns:
        st.subheader("Do the outer ends of numbers hold as many rows?", anchor=False)
        score_table(columns, alt="Rows in the tails of each column", of=True)
onward(DIVERSITY, shown.run)
