"""Privacy: what attackers found out, how near synthetic rows lie to real ones, and the riskiest of them."""

import streamlit as st

from pages.shared.attackers import ask_knowledge, show_attackers, show_attacks
from pages.shared.charts import draw
from pages.shared.door import door
from pages.shared.evidence import evidence, groups_scores, onward
from pages.shared.places import PRIVACY
from pages.shared.risky import show_risky_rows
from pages.shared.scores import tiles
from pages.shared.words import plain
from synth.judge.attention import perhaps_short, short, shortfall
from synth.judge.charts.distances import alt_distance_chart, distance_chart
from synth.judge.exhibits import Attacks, Distances, RiskyRows
from synth.judge.score import Score
from synth.judge.words import title

ATTACKS = ("singling_out", "linkability", "attribute_inference")


def finding(scores: list[Score]) -> str:
    """What the page comes to, in words."""
    worst = sorted(filter(short, scores), key=shortfall, reverse=True)
    if worst:
        return worst[0].note
    doubtful = [title(score) for score in scores if perhaps_short(score)]
    if doubtful:
        return (
            f"Nothing clearly gives anybody away, but look at what lies a little beyond fresh real rows, as chance "
            f"alone may have it: {', '.join(doubtful)}."
        )
    unknown = sum(score.value is None for score in scores)
    if unknown:
        return f"Nothing was found that gives anybody away; {unknown} of {len(scores)} measures could not be taken."
    return "Nothing was found that gives anybody away more than a fresh real sample would."


session = door()
shown = evidence(session, PRIVACY)
scores = groups_scores(shown, "privacy")
if scores:
    st.markdown(f"**{plain(finding(scores))}**")
    attacks = shown.report.exhibit(Attacks)
    st.subheader("Who could find out what?", anchor=False)
    if attacks is None:
        tiles([score for score in scores if score.measure in ATTACKS])
    else:
        show_attackers(attacks)
        with st.expander("All attacks", icon=":material/table_rows:"):
            show_attacks(attacks)
        ask_knowledge(shown, attacks)
    st.subheader("How near do synthetic rows lie to real ones?", anchor=False)
    tiles([score for score in scores if score.measure not in ATTACKS])
    distances = shown.report.exhibit(Distances)
    if distances is not None:
        draw(
            distance_chart(distances),
            alt=alt_distance_chart(distances),
            key="distances",
            read="a synthetic line that rises before that of fresh real rows lies nearer to the training rows than "
            "chance would put it.",
        )
    risky = shown.report.exhibit(RiskyRows)
    if risky is not None and shown.run.settled:
        show_risky_rows(shown, risky)
onward(PRIVACY, shown.run)
