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


def all_passed(verdict: Verdict) -> str:
    """A sentence on a verdict in which no check stands open."""
    said = f"All {count(len(verdict.applying), 'check')} of the policy passed."
    if len(verdict.applying) == len(verdict.checks):
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
