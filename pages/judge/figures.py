"""All figures: every score to be searched and read, and SDMetrics as it reports itself."""

import pandas as pd
import streamlit as st

from pages.shared.door import door
from pages.shared.evidence import Evidence, evidence, onward
from pages.shared.places import FIGURES
from pages.shared.words import count, plain
from synth.judge.attention import short
from synth.judge.score import Score
from synth.judge.words import figure, floor, title
from synth.judge.words import shown as as_shown

MOST = 2000


def show_scores(shown: Evidence) -> None:
    """The scores that are asked for, by group and by name."""
    groups = list(dict.fromkeys(score.group for score in shown.report.scores))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.pills("Groups", groups, selection_mode="multi", format_func=str.capitalize, key="groups")
        part = st.text_input("Find a measure or column", key="part", type="search", live="300ms", width=280) or ""
    scores = [score for score in shown.report.scores if (not wanted or score.group in wanted) and named(score, part)]
    st.dataframe(
        pd.DataFrame([row(score) for score in scores[:MOST]]),
        hide_index=True,
        height=480,
        placeholder="–",
        column_config={
            "Of": st.column_config.TextColumn(width=160),
            "Floor": st.column_config.NumberColumn(
                help="What no relation at all would score; for a column's shape, values spread evenly."
            ),
            "What it says": st.column_config.TextColumn(width="large"),
        },
        alt="Scores of the report",
    )
    more = f"; the first {MOST:,} are shown" if len(scores) > MOST else ""
    st.caption(f"{count(len(scores), 'score')}{more}. The pack holds them all, as report.json and report.html.")


def named(score: Score, part: str) -> bool:
    """Whether the searched text stands in the name of the measure or of a column."""
    return part.strip().lower() in " ".join([title(score), score.measure, *score.subject]).lower()


def row(score: Score) -> dict[str, object]:
    """One score in the table."""
    least = floor(score)
    return {
        "Group": score.group,
        "Measure": title(score),
        "Of": " × ".join(score.subject) or "the table",
        "Value": on_page(score, score.value),
        "Low": on_page(score, score.low),
        "High": on_page(score, score.high),
        "Fresh real": on_page(score, score.reference.value) if score.reference else None,
        "Floor": least[1].value if least else None,
        "Short": short(score),
        "Rows": score.rows,
        "What it says": score.note,
    }


def on_page(score: Score, value: float | None) -> float | None:
    """A figure of a score as people see it."""
    return None if value is None else as_shown(value, score.measure)


def show_standard(shown: Evidence) -> None:
    """SDMetrics as it reports itself."""
    st.subheader("SDMetrics, as it reports itself", anchor=False)
    standard = shown.report.standard
    if standard is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            going = shown.run.scoring
            st.caption("SDMetrics' scores are still being taken." if going else "SDMetrics' scores were not taken.")
            if going:
                st.button("Look again", icon=":material/refresh:", type="tertiary")
        return
    st.caption(plain(standard.note))
    with st.grid(4, min_column_width=200):
        for name, value in standard.scores.items():
            with st.container(border=True, height="stretch"):
                if value is None:
                    st.markdown(f":small[{plain(name)}]")
                    st.badge("not measured", icon=":material/help:", color="gray")
                else:
                    st.metric(plain(name), figure(value))


session = door()
shown = evidence(session, FIGURES)
show_scores(shown)
show_standard(shown)
onward(FIGURES, shown.run)
