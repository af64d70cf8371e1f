"""Compare: the verdict in words, four answers beside what fresh real rows would score, and what to look at first."""

import streamlit as st

from pages.shared.door import door
from pages.shared.evidence import MARKS, Evidence, evidence, onward
from pages.shared.marks import show_outcome, verdict_words, worst
from pages.shared.places import COMPARE, EVIDENCE, Place, link
from pages.shared.scores import beside_value
from pages.shared.words import plain, short
from synth.judge.attention import STANDINGS, look_first, perhaps_short
from synth.judge.attention import short as falls_short
from synth.judge.glance import Answer, glance
from synth.judge.score import Band, Score
from synth.judge.words import figure, title
from synth.release import CheckResult, Verdict

SUBJECTS = {"shapes": ("column",), "pairs": ("first", "second")}
"""How the page of a group is told in its address which column or pair to show; fairness names both at once."""

CHECKED = {
    "Fidelity": ("pairs",),
    "Usefulness": ("usefulness",),
    "Privacy": ("copies", "dcr_share", "membership", "near_copies", "replayed", "attacks"),
    "Fairness": (),
}
"""The checks of the policy that decide each answer: where one failed, it has the last word."""


def show_verdict(shown: Evidence) -> None:
    """What the policy says, and what must be known before any figure is read."""
    with st.container(border=True):
        if (mixed := shown.report.provenance) is not None:
            st.warning(
                f"For internal use only: {mixed.real:,} rows of this table are real and {mixed.filled:,} are real with "
                "gaps filled. Privacy is judged on the other rows alone.",
                icon=":material/lock:",
            )
        if shown.verdict is None:
            st.markdown("**The verdict comes when everything has been compared.**")
        else:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                show_outcome(worst(shown.verdict))
                st.markdown(f"**{verdict_words(shown.verdict)}**", width="stretch")
        for note in shown.report.notes:
            st.caption(plain(note))


def show_answers(shown: Evidence) -> None:
    """The four answers as tiles: a sentence, the figures that decide, and more on a click."""
    with st.grid(2, min_column_width=320):
        for answer in glance(shown.report):
            with st.container(border=True, height="stretch"):
                show_answer(shown, answer)


def show_answer(shown: Evidence, answer: Answer) -> None:
    """One tile."""
    failed = [check for check in failing(shown.verdict) if check.name in CHECKED[answer.question.title]]
    icon, colour = MARKS[answer.standing]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{answer.question.title}**", width="content")
        if failed:
            show_outcome("fail")
        else:
            st.badge(STANDINGS[answer.standing], icon=icon, color=colour)  # type: ignore[arg-type]
    st.markdown(plain(failed[0].reason if failed else answer.headline))
    if answer.standing not in ("not measured", "no source"):
        for score in answer.scores:
            st.caption(in_brief(score))
        told = [score for score in answer.scores if score.note]
        if told:
            with st.expander("What the figures say"):
                for score in told:
                    st.markdown(f"{title(score)}: {plain(score.note)}")
                    st.caption(" · ".join(beside_value(score)))
    with st.container(horizontal=True, gap="small"):
        for place in EVIDENCE:
            if place.group in answer.question.groups:
                link(place, dataset=shown.run.dataset_id, run=shown.run.id)


def failing(verdict: Verdict | None) -> list[CheckResult]:
    """The checks of the policy that failed."""
    return [] if verdict is None else [check for check in verdict.checks if check.outcome == "fail"]


def in_brief(score: Score) -> str:
    """A score on one line, with a mark where it falls short of fresh real rows."""
    of = f", {plain(short(' × '.join(score.subject), 32))}" if score.subject else ""
    if score.value is None:
        return f":material/help: {title(score)}{of}: could not be told"
    icon = ":material/error_outline:" if perhaps_short(score) else ":material/check:"
    if falls_short(score):
        icon = ":orange[:material/error:]"
    fresh = f", fresh real rows {span(score.reference, score)}" if score.reference else ""
    return f"{icon} {title(score)}{of} **{figure(score.value, score.measure)}**{fresh}"


def show_first(shown: Evidence) -> None:
    """What to look at first, over all groups; each a link to where it is shown."""
    worst = look_first(shown.report)
    st.subheader("Look at these first", anchor=False)
    if not worst:
        so_far = " so far" if shown.report.pending else ""
        told = f"Nothing{so_far} lies clearly beyond what fresh real rows score."
        st.markdown(told if shown.report.real else "There are no real rows that a score could lie beyond.")
        return
    with st.container(border=True, gap="xsmall"):
        for score in worst:
            place = next(place for place in EVIDENCE if place.group == score.group)
            left, right = st.columns([2, 3], vertical_alignment="center")
            with left:
                link(place, named(place, score), dataset=shown.run.dataset_id, run=shown.run.id, **subject(score))
            right.markdown(beside(score))


def named(place: Place, score: Score) -> str:
    """What a link to a score is called: the page, and what the score is of."""
    of = plain(short(" × ".join(score.subject), 48)) if score.subject else within(title(score))
    return f"{place.title}: {of}"


def within(words: str) -> str:
    """Words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def beside(score: Score) -> str:
    """A score in a line, beside what fresh real rows score."""
    value = f"{title(score)} **{figure(score.value, score.measure)}**"
    if score.reference is None:
        return value
    return f"{value}, where fresh real rows score {span(score.reference, score)}"


def span(band: Band, score: Score) -> str:
    """A band in the words of its score."""
    return " to ".join(figure(end, score.measure) for end in (band.low, band.high))


def subject(score: Score) -> dict[str, str]:
    """The part of an address that opens a page at what a score is of."""
    if score.group == "fairness":
        return {"of": " × ".join(score.subject)}
    return dict(zip(SUBJECTS.get(score.group, ()), score.subject, strict=False))


def show_as_is(shown: Evidence) -> None:
    """Both comparisons, where something was asked of the table."""
    if shown.report.control is None:
        return
    st.subheader("As asked, and as it is", anchor=False)
    st.caption(
        "This table was asked for something that the real one does not have. Everything here holds it against the real "
        "rows as they would be had they been asked for the same; against the real rows as they are, it scores this."
    )
    asked = {(score.measure, score.subject): score for score in shown.report.scores}
    rows = [
        {
            "Measure": title(score),
            "As asked": figure(asked[score.measure, ()].value, score.measure),
            "As it is": figure(score.value, score.measure),
            "What it says": score.note,
        }
        for score in shown.report.as_is
        if not score.subject and (score.measure, ()) in asked
    ]
    st.dataframe(rows, hide_index=True, alt="Scores as asked, beside scores against the real rows as they are")


session = door()
shown = evidence(session, COMPARE)
show_verdict(shown)
show_answers(shown)
show_first(shown)
show_as_is(shown)
onward(COMPARE, shown.run)
