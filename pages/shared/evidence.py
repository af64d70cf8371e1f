"""What every page of the comparison begins and ends with: the report it reads, and the way to the other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pages.shared.cached import evidence_of
from pages.shared.door import Session
from pages.shared.errors import shown_errors
from pages.shared.places import APPROVE, COMPARE, EVIDENCE, Place, go, link
from pages.shared.strip import no_report, top
from pages.shared.words import plain
from synth.judge.attention import STANDINGS, Standing, standing
from synth.judge.report import Report
from synth.judge.score import Group, Score
from synth.release import Verdict
from synth.work import Run

MARKS: dict[Standing, tuple[str, str]] = {
    "like real": (":material/check_circle:", "green"),
    "short": (":material/error:", "orange"),
    "perhaps short": (":material/error_outline:", "yellow"),
    "in part": (":material/help:", "gray"),
    "no reference": (":material/info:", "blue"),
    "not measured": (":material/help:", "gray"),
    "no source": (":material/remove:", "gray"),
    "pending": (":material/pending:", "blue"),
}
"""Icon and colour of what a group of scores comes to."""


@dataclass(frozen=True)
class Evidence:
    """What a page of the comparison shows. There is no verdict before the report is complete."""

    session: Session
    run: Run
    report: Report
    verdict: Verdict | None


def evidence(session: Session, place: Place) -> Evidence:
    """Draw the head of the page and give what it shows; without a report the page says why, and stops."""
    top(session, place)
    run = session.need_run()
    report, verdict = evidence_of(session.workspace, run)
    if report is None:
        no_report(run)
    else:
        way(place, run, report)
    if not run.settled or (report is not None and report.pending):
        watch(session, run, report, session.workspace.report_stamp(run.id))
    if report is None:
        st.stop()
    return Evidence(session, run, report, verdict)


def way(place: Place, run: Run, report: Report) -> None:
    """Links to all pages of the comparison, each marked with what its group comes to."""
    with st.container(horizontal=True, gap="xsmall", key="way"):
        for other in EVIDENCE:
            icon, told = other.icon, other.question
            if other.group is not None:
                found = standing(report, other.group)
                icon, _ = MARKS[found]
                told = f"{other.question} {STANDINGS[found].capitalize()}."
            label = "Overview" if other == COMPARE else other.title
            link(
                other,
                f"**{label}**" if other == place else label,
                dataset=run.dataset_id,
                run=run.id,
                icon=icon,
                help=told,
            )


@st.fragment(run_every="1s")
def watch(session: Session, run: Run, report: Report | None, stamp: str) -> None:
    """Say which groups are still to come, and draw the page anew as soon as one more is there."""
    with shown_errors():
        now = session.workspace.run(run.id)
        if now.state != run.state or session.workspace.report_stamp(run.id) != stamp:
            st.rerun()
        if report is None or not report.pending:
            return
        if now.settled:
            st.warning("The comparison was not finished: these are the groups that it came to.", icon=":material/info:")
            return
        groups = sum(place.group is not None for place in EVIDENCE)
        st.progress(
            1 - len(report.pending) / groups,
            text=f"Still being compared: {', '.join(report.pending)}. What is ready stands below.",
        )


def groups_scores(shown: Evidence, group: Group) -> list[Score]:
    """The scores of one group; where nothing of it was measured, the page says why."""
    scores = list(shown.report.group(group))
    if any(score.value is not None for score in scores):
        return scores
    if group in shown.report.pending:
        st.caption("This is still being compared; it appears here as soon as it is ready.")
        return []
    with st.container(border=True):
        st.badge("not measured", icon=":material/help:", color="gray")
        for sentence in dict.fromkeys(score.note for score in scores) or [_why_nothing(shown.report, group)]:
            st.markdown(plain(sentence))
    return []


def _why_nothing(report: Report, group: Group) -> str:
    if group == "rules":
        return (
            "No rule was stated or found. Rules, such as 'discharge is not before admission', are shown on Profile; "
            "with one there, this page says how many rows keep it."
        )
    if report.real is None:
        return "There is no source: this table was made from rules alone, so there is no real table to hold it against."
    return "This run was compared before there was such a measure. Make it again to have it measured."


def onward(place: Place, run: Run) -> None:
    """The next step, at the end of the page."""
    after = EVIDENCE[EVIDENCE.index(place) + 1 :]
    with st.container(horizontal=True, vertical_alignment="center"):
        if after:
            link(after[0], f"Next: {after[0].title.lower()}", dataset=run.dataset_id, run=run.id)
        kind: Literal["primary", "tertiary"] = "primary" if place in (EVIDENCE[0], EVIDENCE[-1]) else "tertiary"
        if st.button("Go on to Approve", type=kind, icon=":material/signature:"):
            go(APPROVE, dataset=run.dataset_id, run=run.id)
