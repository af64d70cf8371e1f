"""Diversity: whether every kind of row is still there: kinds, levels, tails, and rows that repeat."""

import streamlit as st

from pages.shared.charts import draw
from pages.shared.door import door
from pages.shared.evidence import Evidence, evidence, groups_scores, onward
from pages.shared.places import DIVERSITY
from pages.shared.scores import score_table, tiles
from pages.shared.words import plain
from synth.judge.attention import short, shortfall
from synth.judge.charts.rows import alt_clusters, clusters
from synth.judge.exhibits import Clusters
from synth.judge.score import Score


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
    draw(
        clusters(found),
        alt=alt_clusters(found),
        key="clusters",
        read="real rows were sorted into kinds that are alike; each pair of bars is one, the largest first.",
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
