"""Expert review: rows, real and synthetic shuffled; an expert says which is which; the result joins the report."""

import pandas as pd
import streamlit as st

from pages.shared.cached import evidence_of
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.places import JOINT, REVIEW, link
from pages.shared.reviewed import SIDES, show_reviewed
from pages.shared.scores import show_score
from pages.shared.strip import no_report, top
from pages.shared.words import count, plain
from synth.judge.exhibits import Review
from synth.judge.report import Report
from synth.judge.words import title
from synth.work import Run


def show_result(session: Session, run: Run, report: Report) -> bool:
    """What the last expert said, if one did."""
    review = report.exhibit(Review)
    scores = [score for score in report.scores if score.measure == "expert_review"]
    if review is None or not scores:
        return False
    left, right = st.columns([1, 2])
    with left:
        show_score(scores[0], name=title(scores[0]), sentence=False)
    with right, st.container(border=True, height="stretch"):
        st.markdown(f"**{plain(scores[0].note)}**")
        for comment in review.comments:
            st.markdown(f"- {plain(comment)}")
        st.caption(
            "It stands in the report, in what is signed and in the pack. A later review takes its place; the record "
            "keeps all of them."
        )
    if review.each:
        show_reviewed(session, run, review)
    return True


def invite(session: Session, run: Run, again: bool) -> None:
    """What a review is, and its start."""
    with st.container(border=True):
        st.markdown("**Ask somebody who knows the field.**" if not again else "**Ask another expert, on fresh rows.**")
        st.markdown(
            "Ten real and ten synthetic rows are shown, shuffled, and the expert says which is which. Somebody who is "
            "right in about half of them cannot tell the tables apart."
        )
        st.caption(
            "Real rows come from the holdout, so the generator never saw them; personal data is masked, keys are left "
            "out. Which real rows were seen, and when, is kept on record."
        )
        if st.button("Draw the rows", type="primary", icon=":material/shuffle:"):
            with shown_errors():
                session.workspace.start_review(run.id)
                st.rerun()


def show_quiz(session: Session, run: Run, rows: pd.DataFrame) -> None:
    """The rows, a choice for each, and the expert's name."""
    st.markdown(f"**{count(len(rows), 'row')}: which are real, and which are synthetic?**")
    numbered = rows.set_axis([f"Row {place}" for place in range(1, len(rows) + 1)], axis=0)
    st.dataframe(
        numbered.rename_axis("").reset_index(),
        hide_index=True,
        height=35 * len(rows) + 37,
        column_config={"": st.column_config.TextColumn(pinned=True, width=70)},
        alt="The rows to be told apart",
    )
    with st.form(f"review-{run.id}", border=True):
        with st.grid(5, min_column_width=190):
            answers = [
                st.segmented_control(row, SIDES, key=f"answer-{run.id}-{row}", persist_state="session")
                for row in numbered.index
            ]
        left, right = st.columns(2)
        comments = left.text_area("What gave them away? (one remark a line)", placeholder="No ward has so many beds.")
        expert = right.text_input("Your name", autocomplete="name")
        right.caption("Your name, these remarks and the result are kept for good.")
        if st.form_submit_button("These are my answers", type="primary", icon=":material/check:"):
            submit(session, run, answers, expert, comments)


def submit(session: Session, run: Run, answers: list[str | None], expert: str, comments: str) -> None:
    """Mark the answers, once there is one for each row."""
    open_rows = [str(place) for place, answer in enumerate(answers, 1) if answer is None]
    if open_rows:
        st.error(
            f"No answer yet for row {', '.join(open_rows)}. Guess where you are not sure.", icon=":material/error:"
        )
        return
    with shown_errors():
        remarks = [line.strip() for line in comments.splitlines() if line.strip()]
        session.workspace.answer_review(
            run.id, [answer == SIDES[0] for answer in answers], expert=expert, comments=remarks
        )
        st.rerun()


session = door()
top(session, REVIEW)
run = session.need_run()
report, _ = evidence_of(session.workspace, run)
if report is None or report.pending:
    no_report(run)
    st.stop()
with shown_errors():
    rows = session.workspace.review_rows(run.id)
    if rows is not None:
        show_quiz(session, run, rows)
    else:
        answered = show_result(session, run, report)
        invite(session, run, answered)
    link(JOINT, "What a learner says of the same question", dataset=run.dataset_id, run=run.id)
