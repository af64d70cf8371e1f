"""Fairness: each sensitive group, its share of the rows and its outcome, real beside synthetic."""

import pandas as pd
import streamlit as st

from pages.shared.charts import draw
from pages.shared.door import door
from pages.shared.evidence import Evidence, evidence, groups_scores, onward
from pages.shared.places import FAIRNESS, PROFILE, link
from pages.shared.scores import score_table
from pages.shared.sentences import high_enough, sentence, table_height
from pages.shared.words import plain, short
from synth.judge.attention import perhaps_short, shortfall
from synth.judge.attention import short as falls_short
from synth.judge.charts.fairness import alt_rates, alt_shares, rates, shares
from synth.judge.exhibits import Groups
from synth.judge.score import Score
from synth.judge.words import figure

Subject = tuple[str, ...]

SAID = 500
SPEAKING = ("parity", "group_rate", "representation")
"""The measures whose sentences speak for a subject, the first first."""


def show_subjects(by_subject: dict[Subject, dict[str, Score]]) -> None:
    """One row a sensitive column or pair of them, what was made worse first."""
    worse = [subject for subject, scores in by_subject.items() if any(map(falls_short, scores.values()))]
    doubtful = [subject for subject, scores in by_subject.items() if perhaps(scores)]
    told = "No clear change: groups fare as in the real table."
    if worse:
        told = f"How groups fare differs from the real table for {', '.join(map(name, worse))}."
    elif doubtful:
        told = f"No clear change, but perhaps one in a group of {', '.join(map(name, doubtful))}: look at it."
    st.markdown(f"**{plain(told)}**")
    rows = [
        {
            "Groups of": name(subject),
            "Gap, real": figure(value(scores, "parity_real"), "coverage"),
            "Gap, synthetic": figure(value(scores, "parity_synthetic"), "coverage"),
            "Clearest change": figure(value(scores, "group_rate"), "group_rate"),
            "Other group": figure(value(scores, "representation"), "representation"),
            "What it says": scores[next(measure for measure in SPEAKING if measure in scores)].note,
        }
        for subject, scores in by_subject.items()
    ]
    height = high_enough((row["What it says"] for row in rows), SAID)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        row_height=height,
        height=table_height(len(rows), most=6, row=height),
        column_config={
            "Gap, real": st.column_config.TextColumn(
                width="small", help="Between the groups with the highest and the lowest rate of the outcome."
            ),
            "Gap, synthetic": st.column_config.TextColumn(width=104),
            "Clearest change": st.column_config.TextColumn(
                width=116, help="How far the rate of the group where that is clearest moved."
            ),
            "Other group": st.column_config.TextColumn(
                width=96, help="Share of rows that would have to be of another group to match the real shares."
            ),
            "What it says": sentence(SAID),
        },
        alt="Sensitive columns and pairs of them, what differs most first",
    )


def perhaps(scores: dict[str, Score]) -> bool:
    """Whether the rate of a group may have changed."""
    return "group_rate" in scores and perhaps_short(scores["group_rate"])


def value(scores: dict[str, Score], measure: str) -> float | None:
    """The value of one measure, if it was taken."""
    return scores[measure].value if measure in scores else None


def name(subject: Subject) -> str:
    """A column or a pair of columns as a person writes it."""
    return " × ".join(subject)


def show_groups(shown: Evidence, by_subject: dict[Subject, dict[str, Score]]) -> None:
    """The groups of one column or pair: what its scores say, then its charts."""
    names = {name(subject): subject for subject in by_subject}
    chosen = st.selectbox(
        "Groups of", list(names), format_func=lambda each: short(each, 60), key="of", bind="query-params", width=420
    )
    subject, scores = names[chosen], by_subject[names[chosen]]
    for score in scores.values():
        if score.measure in SPEAKING:
            st.markdown(plain(score.note))
    groups = shown.report.exhibit(Groups, *subject)
    if groups is not None:
        with st.grid(2, min_column_width=320):
            if groups.outcome is not None:
                with st.container():
                    draw(
                        rates(groups),
                        alt=alt_rates(groups),
                        key="rates",
                        read="a line a group; the further apart its marks, the more synthesis changed its rate.",
                    )
            with st.container():
                draw(
                    shares(groups),
                    alt=alt_shares(groups),
                    key="shares",
                    read="bars are 95% intervals; where they overlap, chance alone may have done it.",
                )
    score_table(list(scores.values()), alt=f"Fairness scores of {chosen}")


session = door()
shown = evidence(session, FAIRNESS)
by_subject: dict[Subject, dict[str, Score]] = {}
for score in groups_scores(shown, "fairness"):
    if score.subject:
        by_subject.setdefault(score.subject, {})[score.measure] = score
by_subject = dict(sorted(by_subject.items(), key=lambda each: -max(map(shortfall, each[1].values()))))
if by_subject:
    show_subjects(by_subject)
    show_groups(shown, by_subject)
st.caption("Which columns are sensitive is said on Profile; groups of fewer than k people are merged into one.")
link(PROFILE, "See which columns are sensitive", dataset=shown.run.dataset_id)
onward(FAIRNESS, shown.run)
