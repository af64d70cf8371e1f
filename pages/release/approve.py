"""Approve: the policy's checks with their reasons, then a person's answer, recorded for good."""

from datetime import date, timedelta

import streamlit as st

from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.marks import MARKS, all_passed, show_checks
from pages.shared.places import APPROVE, COMPARE, EXPORT, go, link
from pages.shared.strip import no_report, top
from pages.shared.words import count, plain
from synth.release import Answer, Condition, Decision, Verdict
from synth.work import Run
from synth.work.signoff import decisions_on, sign, verdict_on

ANSWERS: dict[Answer, str] = {
    "approved": "Approve",
    "approved with conditions": "Approve with conditions",
    "refused": "Refuse",
}


def headline(verdict: Verdict) -> str:
    """The answer to the page's question, in words."""
    if verdict.copied:
        return "No. This table copies real rows; it can only be refused."
    if not verdict.open:
        return f"Yes. {all_passed(verdict)}"
    failed, unknown, doubtful = (
        sum(check.outcome == outcome for check in verdict.checks) for outcome in ("fail", "not measured", "look")
    )
    parts = [f"{count(failed, 'check')} failed"] * bool(failed)
    parts += [f"{count(unknown, 'check was', 'checks were')} not measured"] * bool(unknown)
    parts += [f"{count(doubtful, 'check')} must be looked at"] * bool(doubtful)
    return f"Only with conditions: {' and '.join(parts)} out of {len(verdict.applying)}."


def may_answer(verdict: Verdict) -> list[Answer]:
    """The answers that this verdict leaves open."""
    if verdict.copied:
        return ["refused"]
    return ["approved with conditions", "refused"] if verdict.open else list(ANSWERS)


def show_form(session: Session, run: Run, verdict: Verdict) -> None:
    """The signature."""
    st.subheader("Your decision", anchor=False)
    answer: Answer = st.radio(
        "Your decision",
        may_answer(verdict),
        format_func=lambda answer: ANSWERS[answer],
        horizontal=True,
        key=f"answer-{run.id}",
        label_visibility="collapsed",
    )
    with st.form(f"decision-{run.id}", border=True):
        conditions = ask_conditions(verdict) if answer == "approved with conditions" else []
        reason = st.text_area("Reason", placeholder="What you would say if asked: why did you release this?")
        left, right = st.columns(2)
        person = left.text_input("Your name", autocomplete="name")
        expiry = None
        if answer != "refused":
            expiry = right.date_input(
                "Valid until (optional)",
                value=None,
                min_value=date.today(),
                max_value=date.today() + timedelta(days=3650),
            )
        st.caption(
            "Your name, this reason, the time and the hashes of source, table, report and policy are kept for good."
        )
        if st.form_submit_button(f"{ANSWERS[answer]} and sign", type="primary", icon=":material/signature:"):
            with shown_errors():
                sign(
                    session.workspace,
                    run.id,
                    answer,
                    person=person,
                    reason=reason,
                    conditions=conditions,
                    expiry=expiry,
                )
                go(APPROVE if answer == "refused" else EXPORT, dataset=run.dataset_id, run=run.id)


def ask_conditions(verdict: Verdict) -> list[Condition]:
    """A condition for each check that did not pass; a free one where all did."""
    open_checks = [(check.name, check.title, check.demand) for check in verdict.open] or [("use", "Use", "")]
    asked = "What must users keep to because of this?"
    texts = [
        (name, st.text_input(f"Condition for '{plain(title)}'", value=demand, placeholder=asked))
        for name, title, demand in open_checks
    ]
    return [Condition(check=name, text=text) for name, text in texts if text.strip()]


def show_decisions(decisions: list[Decision]) -> None:
    """What was decided, the latest first."""
    st.subheader("What was decided", anchor=False)
    for decision in reversed(decisions):
        titles = {check.name: check.title for check in decision.verdict.checks}
        with st.container(border=True):
            st.markdown(
                f"**{decision.answer.capitalize()}** by {plain(decision.person)}, "
                f"{decision.time.astimezone():%d %b %Y %H:%M}. {plain(decision.reason)}"
            )
            for condition in decision.conditions:
                st.markdown(f"- {plain(condition.text)} (because of: {plain(titles.get(condition.check, 'use'))})")
            until = f" Valid until {decision.expiry}." if decision.expiry else ""
            st.caption(f"Policy {plain(decision.verdict.policy)}: {MARKS[decision.verdict.outcome][0]}.{until}")


session = door()
top(session, APPROVE)
run = session.need_run()
verdict = verdict_on(session.workspace, run.id)
decisions = decisions_on(session.workspace, run.id)
if verdict is None:
    no_report(run)
    st.stop()
st.markdown(f"**{headline(verdict)}**")
if decisions:
    show_decisions(decisions)
    if run.decision not in ("refused", "expired"):
        link(EXPORT, "Export the pack", dataset=run.dataset_id, run=run.id)
show_checks(verdict.checks)
link(COMPARE, "See the evidence", dataset=run.dataset_id, run=run.id)
if decisions:
    with st.expander("Decide again", icon=":material/edit:"):
        st.caption("The earlier decision stays in the record; the latest one counts.")
        show_form(session, run, verdict)
else:
    show_form(session, run, verdict)
