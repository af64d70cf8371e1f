"""The steward's own questions: a small form, and every answer of this run, real beside synthetic."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.cached import comparison_of
from pages.shared.charts import draw
from pages.shared.errors import shown_errors
from pages.shared.evidence import Evidence
from pages.shared.words import plain
from synth.judge.charts.questions import alt_answers, answers
from synth.judge.exhibits import Question
from synth.judge.questions import Query, ask
from synth.judge.questions.query import EXAMPLES, FIGURES, MOST_GROUPINGS, OPERATORS, Condition

QUESTIONS = "questions"
"""The name by which the answers of a run are kept."""
WORDS = {
    "count": "Number of rows",
    "share": "Share of rows",
    "mean": "Mean",
    "median": "Median",
    "sum": "Sum",
    "rate": "Rate of a value",
}


def show_questions(shown: Evidence) -> None:
    """The form, then the answers, the latest first."""
    st.subheader("What would you ask of the table?", anchor=False)
    with st.form(f"question-{shown.run.id}", border=True):
        fields = _form(list(shown.report.associations.names))
        if st.form_submit_button("Ask both tables", icon=":material/question_answer:"):
            with shown_errors():
                _ask(shown, _query(fields))
                st.rerun()
    for exhibit in reversed(shown.report.exhibits):
        if isinstance(exhibit, Question):
            _show_answer(shown, exhibit)


def _form(names: list[str]) -> dict[str, Any]:
    """What is asked, part by part."""
    left, middle, right = st.columns(3)
    figure = left.selectbox("Figure", FIGURES, format_func=WORDS.__getitem__, key="ask-figure")
    column = middle.selectbox("Of the column", names, index=None, placeholder="of rows", key="ask-column")
    with right:
        sign, value = st.columns([1, 2])
        op = sign.selectbox("Is", OPERATORS, key="ask-op")
        level = value.text_input("Value", placeholder="for a rate", key="ask-level")
    left, right = st.columns([1, 2])
    by = left.multiselect("For each", names, max_selections=MOST_GROUPINGS, key="ask-by")
    where = right.text_input("Only rows where", placeholder="age >= 50 and sex = Male", key="ask-where")
    st.caption(f"In words: {plain(EXAMPLES)}. Names and values with spaces stand in quotes.")
    return {"figure": figure, "column": column, "op": op, "level": level, "by": by, "where": where}


def _query(fields: dict[str, Any]) -> Query:
    """The question that was filled in; `ReportError` says what does not fit."""
    where: tuple[Condition, ...] = ()
    if fields["where"].strip():
        where = Query.read(f"count where {fields['where']}").where
    of_rows, rate = fields["figure"] in ("count", "share"), fields["figure"] == "rate"
    return Query.build(
        figure=fields["figure"],
        column=None if of_rows else fields["column"],
        op=fields["op"] if rate else "=",
        level=fields["level"].strip() or None if rate else None,
        by=tuple(fields["by"]),
        where=where,
    )


def _ask(shown: Evidence, query: Query) -> None:
    """Answer it and keep the answer beside the report, with the earlier ones."""
    workspace, run = shown.session.workspace, shown.run
    before = workspace.supplemented(run.id, QUESTIONS).found
    with st.spinner("Counting in both tables…"):
        workspace.supplement(run.id, QUESTIONS, [*before, *ask(comparison_of(workspace, run), query)])


def _show_answer(shown: Evidence, found: Question) -> None:
    """One question: in words, then group by group."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(found.text)}**", width="stretch")
            st.button(
                "Remove",
                key=f"remove-{found.text}",
                icon=":material/close:",
                type="tertiary",
                on_click=_remove,
                args=(shown, found.text),
            )
        st.markdown(plain(found.sentence))
        if len(found.answers) > 1:
            draw(
                answers(found),
                alt=alt_answers(found),
                key=f"answers-{found.text}",
                read="a synthetic mark within the bar differs no more than two real samples would.",
            )
        rows: list[dict[str, Any]] = [
            {
                **dict(zip(found.by, answer.group, strict=False)),
                "Real": answer.real,
                "Synthetic": answer.synthetic,
                "May differ by": answer.tolerance,
                "Agrees": {True: "yes", False: "no", None: "cannot be told"}[answer.agrees],
            }
            for answer in found.answers
        ]
        share = found.figure in ("share", "rate")
        number = st.column_config.NumberColumn(format="percent" if share else "localized")
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            placeholder="–",
            height="auto" if len(rows) < 9 else 320,
            column_config={"Real": number, "Synthetic": number, "May differ by": number},
            alt=f"Answers to: {found.text}",
        )


def _remove(shown: Evidence, text: str) -> None:
    """Take one question with its answer away."""
    kept = [
        each
        for each in shown.session.workspace.supplemented(shown.run.id, QUESTIONS).found
        if getattr(each, "text", None) != text and getattr(each, "subject", None) != (text,)
    ]
    shown.session.workspace.supplement(shown.run.id, QUESTIONS, kept)
