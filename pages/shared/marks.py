"""Passed, failed and not measured: an icon and a word besides the colour, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from pages.shared.words import count, plain
from synth.release import CheckResult, Verdict
from synth.release.verdict import Found

MARKS: dict[Found, tuple[str, str, Literal["green", "red", "orange", "gray"]]] = {
    "pass": ("passed", ":material/check_circle:", "green"),
    "fail": ("failed", ":material/cancel:", "red"),
    "not measured": ("not measured", ":material/help:", "orange"),
    "look": ("look at it", ":material/visibility:", "orange"),
    "does not apply": ("does not apply", ":material/remove:", "gray"),
}
"""Word, icon and colour of what a check or a verdict comes to, in the order of what must be seen first."""
ORDER: tuple[Found, ...] = ("fail", "look", "not measured", "pass", "does not apply")


def show_outcome(outcome: Found) -> None:
    """One outcome as a badge."""
    word, icon, colour = MARKS[outcome]
    st.badge(word, icon=icon, color=colour)


def worst(verdict: Verdict) -> Found:
    """What must be seen first of a verdict: a table that is only to be looked at was measured all the same."""
    found = {check.outcome for check in verdict.open}
    return next((outcome for outcome in ORDER if outcome in found), "pass")


def verdict_words(verdict: Verdict) -> str:
    """The policy's answer in a sentence, with the checks that stand open by what they came to."""
    if not verdict.open:
        return all_passed(verdict)
    passed = len(verdict.applying) - len(verdict.open)
    said = [f"{passed} of {count(len(verdict.applying), 'check')} of the policy passed."]
    for outcome in ORDER:
        titles = ", ".join(f"“{check.title}”" for check in verdict.open if check.outcome == outcome)
        if titles:
            said.append(f"{MARKS[outcome][0].capitalize()}: {plain(titles)}.")
    return " ".join(said)


def all_passed(verdict: Verdict) -> str:
    """A sentence on a verdict in which no check stands open."""
    applying = len(verdict.applying)
    said = f"All {count(applying, 'check')} of the policy passed." if applying > 1 else "The policy's check passed."
    if applying == len(verdict.checks):
        return said
    return f"{said} The table has no source, so that the others do not apply."


def show_checks(checks: Sequence[CheckResult]) -> None:
    """Each check with its outcome and the reason, the ones that did not pass first."""
    for check in sorted(checks, key=lambda check: ORDER.index(check.outcome)):
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                show_outcome(check.outcome)
                st.markdown(f"**{plain(check.title)}**", width="stretch")
            st.markdown(plain(check.reason))
            st.caption(plain(check.why))
