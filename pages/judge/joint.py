"""Joint: whether whole rows can be told from real ones, and by what."""

import streamlit as st

from pages.shared.charts import draw
from pages.shared.door import door
from pages.shared.evidence import Evidence, evidence, groups_scores, onward
from pages.shared.places import JOINT
from pages.shared.scores import tiles
from pages.shared.words import plain
from synth.judge.charts.rows import alt_giveaways, alt_projection, giveaways, projection
from synth.judge.exhibits import Giveaways, Projection
from synth.judge.score import Score

MOST = 3


def finding(scores: list[Score]) -> str:
    """What the page comes to: the sentence of the main measure."""
    return next((score.note for score in scores if score.measure == "detection"), scores[0].note)


def show_map(shown: Evidence) -> None:
    """All rows on the two axes along which the real ones differ most."""
    found = shown.report.exhibit(Projection)
    if found is not None:
        draw(
            projection(found),
            alt=alt_projection(found),
            key="projection",
            read="each place is a kind of row. Where shades stand without rings, a kind is missing; where rings stand "
            "without shades, there are rows that no real one is like.",
        )


def show_giveaways(shown: Evidence) -> None:
    """What gives the synthetic rows away."""
    found = shown.report.exhibit(Giveaways)
    if found is None:
        return
    st.subheader("What gives them away?", anchor=False)
    if not found.found:
        st.markdown("No column gives the synthetic rows away.")
        return
    for giveaway in found.found[:MOST]:
        st.markdown(f"- {plain(giveaway.sentence)}")
    draw(
        giveaways(found),
        alt=alt_giveaways(found),
        key="giveaways",
        read="how much worse the learner tells synthetic from real rows when that column is shuffled.",
    )


session = door()
shown = evidence(session, JOINT)
scores = groups_scores(shown, "joint")
if scores:
    st.markdown(f"**{plain(finding(scores))}**")
    show_map(shown)
    show_giveaways(shown)
    st.subheader("The measures", anchor=False)
    tiles(scores)
onward(JOINT, shown.run)
