"""Usefulness: what models learn from real, synthetic and both kinds of rows, tested on real rows never seen."""

import pandas as pd
import streamlit as st

from pages.shared.charts import draw
from pages.shared.door import door
from pages.shared.errors import shown_errors
from pages.shared.evidence import Evidence, evidence, groups_scores, onward
from pages.shared.places import USEFULNESS
from pages.shared.questions import show_questions
from pages.shared.task import of_run, show_task
from pages.shared.words import plain
from synth.judge.charts.usefulness import (
    alt_arms,
    alt_importance,
    alt_learning_curve,
    arms,
    importance,
    learning_curve,
)
from synth.judge.exhibits import Importance, Imputed, LearningCurve
from synth.judge.score import Score
from synth.judge.usefulness.cells import ARMS, CELLS, LEARNERS, OF_CLASSES, OF_NUMBERS, Arm, Learner
from synth.judge.words import figure


def show_models(by_measure: dict[str, Score]) -> None:
    """The table of models: what each was trained on, and how well it predicts real rows that nobody has seen."""
    of_classes = any(cell.measure in by_measure for cell in CELLS if cell.figure == OF_CLASSES[1].name)
    titles = {each.name: each.title for each in (OF_CLASSES if of_classes else OF_NUMBERS)}
    cells = [cell for cell in CELLS if cell.measure in by_measure and cell.figure in titles]
    if not cells:
        return
    st.subheader("What do models learn from them?", anchor=False)
    draw(
        arms(by_measure.values()),
        alt=alt_arms(by_measure.values()),
        key="arms",
        read="the same real rows, which no model has seen, test every one of them; whiskers are 95% intervals.",
    )
    rows: dict[tuple[Learner, Arm], dict[str, str]] = {}
    for cell in cells:
        row = rows.setdefault((cell.learner, cell.arm), {})
        row[titles[cell.figure]] = in_cell(by_measure[cell.measure])
    st.dataframe(
        pd.DataFrame(
            [
                {"Model": LEARNERS[learner], "Trained on": ARMS[arm]}
                | {title: row.get(title, "–") for title in titles.values()}
                for (learner, arm), row in rows.items()
            ]
        ),
        hide_index=True,
        alt="Models by what they were trained on",
    )


def in_cell(score: Score) -> str:
    """A figure with its interval."""
    if score.value is None:
        return "not measured"
    return figure(score.value) + (f" ({figure(score.low)}–{figure(score.high)})" if score.low is not None else "")


def show_gains(by_measure: dict[str, Score]) -> None:
    """Whether it pays to add the synthetic rows to the real ones."""
    gains = [by_measure[measure] for measure in ("gain_both", "gain_continued") if measure in by_measure]
    if gains:
        st.subheader("Does it pay to add them to the real rows?", anchor=False)
    for score in gains:
        st.markdown(plain(score.note))


def show_curve(shown: Evidence) -> None:
    """How many synthetic rows help most: taken when the steward asks for it."""
    curve = shown.report.exhibit(LearningCurve)
    if curve is not None:
        st.markdown(plain(next((score.note for score in shown.report.scores if score.measure == "learning_curve"), "")))
        draw(
            learning_curve(curve),
            alt=alt_learning_curve(curve),
            key="learning-curve",
            read="adding synthetic rows pays where the whole band lies above 0.",
        )
    if not shown.run.settled or shown.report.target is None:
        return
    label = "Take the learning curve" if curve is None else "Take it again"
    if st.button(label, icon=":material/show_chart:", help="Some minutes on a large table; you may close the tab."):
        with shown_errors():
            shown.session.workspace.start_task(shown.run.id, "learning curve")
            st.rerun()
    show_task(of_run(shown.session, shown.run, "learning curve", "Models are being trained"))


def show_filled(shown: Evidence) -> None:
    """How well gaps were filled, tried on known cells that were hidden first."""
    found = shown.report.exhibit(Imputed)
    if found is None:
        return
    st.subheader("How well are gaps filled?", anchor=False)
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Column": column.name,
                    "Gaps": column.gaps,
                    "Known cells hidden": column.hidden,
                    "Filled right": column.right and column.right.value,
                    "Commonest or middle value right": column.baseline and column.baseline.value,
                    "Shape moved": column.off,
                    "Shape moved by the commonest": column.baseline_off,
                }
                for column in found.columns
            ]
        ),
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(format="percent")
            for name in (
                "Filled right",
                "Commonest or middle value right",
                "Shape moved",
                "Shape moved by the commonest",
            )
        },
        alt="Columns by how well their gaps are filled",
    )
    st.caption(
        "How to read this: a tenth of the known cells were hidden before anything was learned. Right is the same "
        "level, or a number within a tenth of the usual range. A draw is right less often than the commonest value "
        "where other columns tell little, but it keeps the column's shape."
    )


def show_importance(shown: Evidence, by_measure: dict[str, Score]) -> None:
    """Which columns the models go by."""
    found = shown.report.exhibit(Importance)
    if found is None:
        return
    st.subheader("Do the same columns matter?", anchor=False)
    if "importance" in by_measure:
        st.markdown(plain(by_measure["importance"].note))
    draw(
        importance(found),
        alt=alt_importance(found),
        key="importance",
        read=f"how much of the {found.figure} is lost when that column is shuffled.",
    )


session = door()
shown = evidence(session, USEFULNESS)
scores = groups_scores(shown, "usefulness")
by_measure = {
    score.measure: score for score in scores if score.measure not in ("question", "learning_curve", "imputed")
}
show_filled(shown)
if scores:
    if "usefulness" in by_measure:
        st.markdown(f"**{plain(by_measure['usefulness'].note)}**")
    show_models(by_measure)
    show_gains(by_measure)
    show_curve(shown)
    show_importance(shown, by_measure)
if shown.run.settled and shown.report.real is not None:
    show_questions(shown)
onward(USEFULNESS, shown.run)
