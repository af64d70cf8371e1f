"""Compare: a verdict in words, headline scores beside their reference, the worst first, then everything."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.cached import report_of
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.marks import show_outcome
from pages.shared.places import APPROVE, COMPARE, RUN, go, link
from pages.shared.scores import show_score, tiles
from pages.shared.strip import top
from pages.shared.words import count, plain, short
from synth.judge.charts import alt_distribution, alt_heat_map, distribution, heat_maps, strength_gap
from synth.judge.html import headline, worst_first
from synth.judge.report import Report
from synth.judge.score import Score
from synth.judge.words import below_reference, figure, floor, in_words, shown, title
from synth.release import Verdict
from synth.work import Run
from synth.work.signoff import verdict_on

VIEWS = ("Columns", "Relations", "Usefulness", "Privacy", "SDMetrics", "All figures")
CHART = {"displayModeBar": False}
WORST_PAIRS = 25


def show_overview(report: Report, verdict: Verdict) -> None:
    """The answer first: in words, then four or five tiles."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            show_outcome(verdict.outcome)
            passed = len(verdict.checks) - len(verdict.open)
            st.markdown(f"**{passed} of {count(len(verdict.checks), 'check')} of the policy passed.**")
        for sentence in in_words(report):
            st.markdown(f"- {plain(sentence)}")
    tiles(headline(report), columns=5, sentence=False)
    for note in report.notes:
        st.caption(plain(note))


def show_worst(report: Report) -> None:
    """What to look at first."""
    columns = [score for score in report.group("shapes") if score.measure == "shape" and score.subject]
    pairs = [score for score in report.group("pairs") if score.measure == "pair" and score.subject]
    worst = sorted((score for score in [*columns, *pairs] if below_reference(score)), key=_shortfall)[:3]
    if worst:
        st.subheader("Look at these first", anchor=False)
        with st.grid(3, min_column_width=260):
            for score in worst:
                show_score(score, name=plain(short(" × ".join(score.subject), 48)))


def _shortfall(score: Score) -> float:
    """How far a score lies under its reference; the most negative first."""
    return (score.value or 0.0) - (score.reference.low if score.reference else 0.0)


def column_table(report: Report, summaries: list[str]) -> pd.DataFrame:
    """One row a column, the least alike first, with every shape measure beside it."""
    by_column: dict[str, dict[str, Any]] = {name: {} for name in summaries}
    for score in report.group("shapes"):
        if len(score.subject) == 1 and score.subject[0] in by_column:
            by_column[score.subject[0]][score.measure] = score.value
    shapes = [score for score in report.group("shapes") if score.measure == "shape" and score.subject]
    return pd.DataFrame(
        [
            {
                "Column": score.subject[0],
                "Alike": score.value,
                "Fresh real": score.reference.value if score.reference else None,
                "Distance": by_column[score.subject[0]].get("ks", by_column[score.subject[0]].get("total_variation")),
                **{label: by_column[score.subject[0]].get(name) for name, label in MEASURES.items()},
                "What it says": score.note,
            }
            for score in worst_first(shapes)
            if score.subject[0] in by_column
        ]
    )


HELP = {
    "Cramér's V": "Size of the difference of levels, for categories: 0 is the same, 1 has no level in common.",
    "Chi² p": "Chi-squared test on counts, for categories. With many rows every p is small: look at the size first.",
    "Missing": "Share of missing cells, synthetic less real.",
}
WIDTHS = {"Cramér's V": 82, "Chi² p": 60, "Missing": 66}
MEASURES = {
    "cramers_v": "Cramér's V",
    "chi_squared": "Chi² p",
    "missing_rate": "Missing",
}


def show_columns(report: Report, run: Run) -> None:
    """Columns ranked worst first; the selected one drawn beside them."""
    summaries = {summary.name: summary for summary in report.columns}
    table = column_table(report, list(summaries))
    wanted = ""
    if len(table) > 20:
        wanted = st.text_input("Find a column", placeholder="part of its name", icon=":material/search:")
    table = table[table["Column"].str.contains(wanted.strip(), case=False, regex=False)].reset_index(drop=True)
    if table.empty:
        st.caption("No column has that in its name.")
        return
    numbers = {name: st.column_config.NumberColumn(format="%.3f", width=WIDTHS[name], help=HELP[name]) for name in HELP}
    left, right = st.columns([5, 3])
    with left:
        state = st.dataframe(
            table,
            hide_index=True,
            height=min(36 * len(table) + 40, 460),
            on_select="rerun",
            selection_mode="single-row",
            placeholder="–",
            key=f"columns-{run.id}-{wanted}",
            column_config={
                "Column": st.column_config.TextColumn(pinned=True, width=140),
                "Alike": st.column_config.NumberColumn(format="%.3f", width=58),
                "Fresh real": st.column_config.NumberColumn(
                    format="%.3f", width=80, help="What a fresh real sample of the same size scores."
                ),
                "Distance": st.column_config.NumberColumn(
                    format="%.3f",
                    width=70,
                    help="Over all values: Kolmogorov–Smirnov for numbers and dates, total variation for categories.",
                ),
                "What it says": st.column_config.TextColumn(width="large"),
                **numbers,
            },
            alt="Columns, the least alike first",
        )
        st.caption("Worst first. Select a row to see it. Effect sizes come before p: with many rows every p is small.")
    chosen = state["selection"]["rows"]
    name = table["Column"][chosen[0] if chosen and chosen[0] < len(table) else 0]
    with right:
        summary = summaries[name]
        st.plotly_chart(distribution(summary), config=CHART, alt=alt_distribution(summary), key="distribution")
        st.caption(
            "How to read this: where both colours are level, as many synthetic rows fall there as real ones. "
            "Small gaps side by side add up, so the distance can exceed the widest single gap."
        )
        show_quantiles(report, name)


def show_quantiles(report: Report, name: str) -> None:
    """Quantiles of a number or date, real beside synthetic."""
    summary = next(summary for summary in report.columns if summary.name == name)
    if not summary.real_quantiles or not summary.synthetic_quantiles:
        return
    marks = ["5 %", "25 %", "50 %", "75 %", "95 %"]
    frame = pd.DataFrame({"Quantile": marks, "Real": summary.real_quantiles, "Synthetic": summary.synthetic_quantiles})
    if summary.kind == "datetime":
        for side in ("Real", "Synthetic"):
            frame[side] = pd.to_datetime(frame[side], unit="s").dt.strftime("%Y-%m-%d %H:%M")
    st.dataframe(frame, hide_index=True, alt="Quantiles, real beside synthetic")


def show_relations(report: Report) -> None:
    """Three heat maps on one scale; the pairs that differ most."""
    found = report.associations
    st.markdown(f"**{plain(strength_gap(found))}**")
    with st.grid(3, min_column_width=260):
        for name, chart in heat_maps(found).items():
            st.plotly_chart(chart, config=CHART, alt=alt_heat_map(found, name), key=f"heat-map-{name}")
    st.caption(
        "How to read this: each cell is the strength between two columns, from −1 (orange) over 0 (white) to 1 "
        "(purple). The nearer the third map is to white, the better."
    )
    pairs = sorted(
        (score for score in report.group("pairs") if score.measure == "pair" and len(score.subject) == 2),
        key=lambda score: (score.value is not None, score.value),
    )
    st.markdown(f"**The {min(WORST_PAIRS, len(pairs))} least alike of {count(len(pairs), 'pair')}**")
    st.caption(
        "Alike compares all values of both columns at once; strength, which the maps show, is one number. "
        "A pair can differ in one and not in the other."
    )
    strength = strengths(report)
    rows = [
        {
            "First": a,
            "Second": b,
            "Alike": on_page(score, score.value),
            "Fresh real": score.reference and on_page(score, score.reference.value),
            "Strength, real": strength.get((a, b), (None, None))[0],
            "Strength, synthetic": strength.get((a, b), (None, None))[1],
            "What it says": score.note,
        }
        for score in pairs[:WORST_PAIRS]
        for a, b in [score.subject]
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="auto" if len(rows) < 9 else 340,
        placeholder="–",
        column_config={
            "Alike": st.column_config.NumberColumn(format="%.3f", width="small"),
            "Fresh real": st.column_config.NumberColumn(format="%.3f", width="small"),
            "Strength, real": st.column_config.NumberColumn(format="%.2f", width=100),
            "Strength, synthetic": st.column_config.NumberColumn(format="%.2f", width=130),
            "What it says": st.column_config.TextColumn(width="large"),
        },
        alt="Pairs of columns, the least alike first",
    )


def strengths(report: Report) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    """What the maps show of each two columns: the strength of their relation, real and synthetic."""
    found = report.associations
    return {
        (a, b): (found.real[row][place], found.synthetic[row][place])
        for row, a in enumerate(found.names)
        for place, b in enumerate(found.names)
    }


def on_page(score: Score, value: float | None) -> float | None:
    """A figure of a score as people see it."""
    return None if value is None else shown(value, score.measure)


def show_group(report: Report, group: Any, nothing: str) -> None:
    """All scores of one group as tiles."""
    scores = list(report.group(group))
    if not scores:
        st.caption(nothing)
    tiles(scores)


def show_standard(report: Report, run: Run) -> None:
    """SDMetrics as it reports itself."""
    if report.standard is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                "SDMetrics' scores are still being taken." if run.scoring else "SDMetrics' scores were not taken."
            )
            if run.scoring:
                st.button("Look again", icon=":material/refresh:", type="tertiary")
        return
    st.caption(f"SDMetrics {report.standard.version}. {plain(report.standard.note)}")
    with st.grid(4, min_column_width=200):
        for name, value in report.standard.scores.items():
            st.metric(name, "not measured" if value is None else figure(value), border=True)


def show_all(report: Report) -> None:
    """Every score, to be searched and read."""
    rows = [
        {
            "Group": score.group,
            "Measure": title(score),
            "Of": " × ".join(score.subject) or "the table",
            "Value": on_page(score, score.value),
            "Low": on_page(score, score.low),
            "High": on_page(score, score.high),
            "Fresh real": on_page(score, score.reference.value) if score.reference else None,
            "Floor": least[1].value if (least := floor(score)) else None,
            "Rows": score.rows,
            "What it says": score.note,
        }
        for score in report.scores
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=520,
        placeholder="–",
        column_config={
            "Floor": st.column_config.NumberColumn(
                help="What no relation at all would score; for a column's shape, values spread evenly."
            )
        },
        alt="All scores of the report",
    )
    st.caption("The pack holds the same figures as report.json, and as report.html to print.")


def show(session: Session, run: Run, report: Report, verdict: Verdict) -> None:
    """The whole page, once there is a report."""
    show_overview(report, verdict)
    show_worst(report)
    view = st.segmented_control(
        "View", VIEWS, default=VIEWS[0], required=True, key="view", label_visibility="collapsed"
    )
    match view:
        case "Columns":
            show_columns(report, run)
        case "Relations":
            show_relations(report)
        case "Usefulness":
            show_group(report, "usefulness", "No target was chosen, so usefulness was not measured.")
        case "Privacy":
            show_group(report, "privacy", "Privacy was not measured.")
        case "SDMetrics":
            show_standard(report, run)
        case _:
            show_all(report)
    if st.button("Go on to Approve", type="primary", icon=":material/signature:"):
        go(APPROVE, dataset=run.dataset_id, run=run.id)


session = door()
top(session, COMPARE)
run = session.need_run()
with shown_errors():
    report, verdict = report_of(session.workspace, run), verdict_on(session.workspace, run.id)
    if report is None or verdict is None:
        with st.container(border=True):
            st.markdown("**There is no report yet.** It is made as soon as the synthetic rows are drawn.")
            link(RUN, "See how the run is going", dataset=run.dataset_id, run=run.id)
    else:
        show(session, run, report, verdict)
