"""Passed, failed and not measured: an icon and a word besides the colour, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from pages.shared.words import plain
from synth.release import CheckResult
from synth.release.verdict import Outcome

MARKS: dict[Outcome, tuple[str, str, Literal["green", "red", "orange"]]] = {
    "pass": ("passed", ":material/check_circle:", "green"),
    "fail": ("failed", ":material/cancel:", "red"),
    "not measured": ("not measured", ":material/help:", "orange"),
}


def show_outcome(outcome: Outcome) -> None:
    """One outcome as a badge."""
    word, icon, colour = MARKS[outcome]
    st.badge(word, icon=icon, color=colour)


def show_checks(checks: Sequence[CheckResult]) -> None:
    """Each check with its outcome and the reason, the ones that did not pass first."""
    for check in sorted(checks, key=lambda check: ("fail", "not measured", "pass").index(check.outcome)):
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                show_outcome(check.outcome)
                st.markdown(f"**{plain(check.title)}**", width="stretch")
            st.markdown(plain(check.reason))
            st.caption(plain(check.why))
