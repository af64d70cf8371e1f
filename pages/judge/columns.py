"""Columns: all of them in one table, the least alike first; the chosen one drawn, with its tests and its quantiles."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.charts import draw
from pages.shared.comments import show_comments
from pages.shared.door import door
from pages.shared.evidence import Evidence, evidence, groups_scores, onward
from pages.shared.places import COLUMNS
from pages.shared.scores import beside_fresh, score_table
from pages.shared.words import count, plain
from synth.judge.attention import short
from synth.judge.charts.distribution import alt_distribution, distribution
from synth.judge.charts.ecdf import alt_ecdf, ecdf
from synth.judge.report import ColumnSummary
from synth.judge.score import Score
from synth.prepare.palette import REAL, SYNTHETIC

FEW = 8
HEIGHT = 36
HISTOGRAM = "In bins"
DRAWN = (HISTOGRAM, "Cumulative")
QUANTILES = ("5%", "25%", "50%", "75%", "95%")
KINDS = {"number": "Numbers", "category": "Categories", "boolean": "Yes or no", "datetime": "Dates"}


def show_table(shown: Evidence, likeness: dict[str, Score]) -> None:
    """One row a column, the least alike first; selecting a row chooses the column."""
    by_name = {summary.name: summary for summary in shown.report.columns}
    summaries = {name: by_name[name] for name in likeness}
    names = narrowed(summaries)
    rows = [row(summaries[name], likeness[name]) for name in names]
    off = [name for name in summaries if short(likeness[name])]
    st.markdown(f"**{finding(len(summaries), off)}**")
    if not rows:
        st.caption("No column is of that kind with that in its name.")
        return
    key = f"columns-{shown.run.id}-{hash(tuple(names))}"
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=min(HEIGHT * len(rows) + 40, 400),
        on_select=lambda: choose(key, names),
        selection_mode="single-row",
        placeholder="–",
        key=key,
        column_config={
            "Column": st.column_config.TextColumn(pinned=True, width=150),
            "Real": st.column_config.BarChartColumn(width=110, y_min=0, color=REAL),
            "Synthetic": st.column_config.BarChartColumn(width=110, y_min=0, color=SYNTHETIC),
            "Alike": st.column_config.NumberColumn(
                format="%.3f", width=64, help="Share of the distribution that both have in common; 1 is all of it."
            ),
            "Fresh real": st.column_config.NumberColumn(
                format="%.3f", width=84, help="What a fresh real sample of the same size scores."
            ),
            "Missing": st.column_config.NumberColumn(
                format="%+.1f%%", width=76, help="Missing cells: the synthetic share less the real one."
            ),
            "Beside it": st.column_config.TextColumn(width=104, help="How it stands beside a fresh real sample."),
        },
        alt="Columns, the least alike first",
    )
    st.caption("Least alike first. Select a row to see that column below.")


def narrowed(summaries: dict[str, ColumnSummary]) -> list[str]:
    """The names that are searched for, of the kinds that are wanted."""
    names, kinds = list(summaries), sorted({summary.kind for summary in summaries.values()}, key=list(KINDS).index)
    with st.container(horizontal=True, vertical_alignment="top"):
        if len(names) > FEW:
            part = st.text_input("Find a column", key="find", type="search", live="300ms", width=280) or ""
            names = [name for name in names if part.strip().lower() in name.lower()]
        if len(kinds) > 1:
            wanted = st.pills("Kinds", kinds, selection_mode="multi", format_func=KINDS.__getitem__, key="kinds")
            names = [name for name in names if not wanted or summaries[name].kind in wanted]
    return names


def finding(columns: int, off: list[str]) -> str:
    """What the table comes to."""
    if not off:
        return f"{count(columns, 'column')}: none lies clearly beyond what a fresh real sample scores."
    return (
        f"{len(off)} of {count(columns, 'column')} {'lies' if len(off) == 1 else 'lie'} short of a fresh real sample."
    )


def row(summary: ColumnSummary, score: Score) -> dict[str, Any]:
    """One column in the table."""
    return {
        "Column": summary.name,
        "Real": list(summary.real),
        "Synthetic": list(summary.synthetic),
        "Alike": score.value,
        "Fresh real": score.reference.value if score.reference else None,
        "Missing": 100 * (summary.synthetic_missing - summary.real_missing),
        "Beside it": beside_fresh(score),
    }


def gap(score: Score) -> tuple[bool, float]:
    """How much more alike than a fresh real sample a column is; the least alike first, behind what was not measured."""
    fresh = 1.0 if score.reference is None else score.reference.value
    return score.value is not None, (score.value or 0.0) - fresh


def choose(key: str, names: list[str]) -> None:
    """The selected row becomes the chosen column."""
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(names):
        st.session_state["column"] = names[rows[0]]


def show_column(shown: Evidence, names: list[str]) -> None:
    """The chosen column: its distribution beside its tests."""
    name = st.selectbox("Column", names, key="column", bind="query-params", width=360)
    summary = next(summary for summary in shown.report.columns if summary.name == name)
    scores = [score for score in shown.report.group("shapes") if score.subject == (name,)]
    left, right = st.columns([3, 2])
    with left:
        show_distribution(summary)
    with right:
        st.markdown(plain(next((score.note for score in scores if score.measure == "shape"), "")))
        show_quantiles(summary)
    score_table(scores, alt=f"Every measure of {name}")
    st.caption("Sizes come before p-values: with many rows every p-value is small.")
    show_comments(shown.session, shown.run, name)


def show_distribution(summary: ColumnSummary) -> None:
    """How its values are spread: in bins or as a cumulative curve, on either axis where they are skewed."""
    curve, log = ecdf(summary), False
    with st.container(horizontal=True, vertical_alignment="center"):
        drawn = HISTOGRAM
        if curve is not None:
            drawn = st.segmented_control(
                "Drawn as", DRAWN, default=HISTOGRAM, required=True, key="drawn", label_visibility="collapsed"
            )
        if summary.log_edges:
            log = st.toggle(
                "Logarithmic axis", key="log", help="Powers of ten side by side: for skewed numbers above 0."
            )
    if drawn == HISTOGRAM:
        draw(
            distribution(summary, log=log),
            alt=alt_distribution(summary),
            key="distribution",
            read="where both colours are level, as many synthetic rows fall there as real ones. Drag to zoom in.",
        )
    else:
        curve = ecdf(summary, log=log)
        if curve is not None:
            draw(
                curve,
                alt=alt_ecdf(summary),
                key="ecdf",
                read="each line rises to the share of values up to that point; the widest gap between them is the "
                "Kolmogorov–Smirnov distance.",
            )


def show_quantiles(summary: ColumnSummary) -> None:
    """Quantiles of a number or date, real beside synthetic."""
    if not summary.real_quantiles or not summary.synthetic_quantiles:
        return
    sides = {"Real": summary.real_quantiles, "Synthetic": summary.synthetic_quantiles}
    frame = pd.DataFrame({"Of the rows": QUANTILES} | sides)
    if summary.kind == "datetime":
        for side in sides:
            frame[side] = pd.to_datetime(frame[side], unit="s").dt.strftime("%Y-%m-%d %H:%M")
    st.dataframe(
        frame,
        hide_index=True,
        column_config={"Of the rows": st.column_config.TextColumn("Share at or under", width="small")},
        alt="Quantiles, real beside synthetic",
    )


session = door()
shown = evidence(session, COLUMNS)
known = {summary.name for summary in shown.report.columns}
likeness = [score for score in groups_scores(shown, "shapes") if score.measure == "shape" and known & {*score.subject}]
ranked = {score.subject[0]: score for score in sorted(likeness, key=gap)}
if ranked:
    show_table(shown, ranked)
    show_column(shown, list(ranked))
onward(COLUMNS, shown.run)
