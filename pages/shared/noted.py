"""What was noted about columns of the last run, turned into another run: its settings, or another method for these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared.door import Session
from pages.shared.words import plain, short
from synth.make import GENERATORS, generator
from synth.work import Dataset
from synth.work.remarks import Comment

BY_COLUMN = "hybrid"


@dataclass(frozen=True)
class Noted:
    """Comments on the latest run, its generator, and the settings that another run starts from, by generator."""

    run: str
    comments: tuple[Comment, ...]
    generator: str
    settings: Mapping[str, Mapping[str, Any]]
    columns: tuple[str, ...]


def noted(session: Session, dataset: Dataset) -> Noted | None:
    """What was noted about the latest run that was made here; None if nothing was."""
    runs = [run for run in session.workspace.runs(dataset.id) if run.state == "done"]
    names = {one.card.name: one.settings.model_fields for one in GENERATORS}
    if not runs or runs[0].generator not in names or not (said := session.workspace.comments(runs[0].id)):
        return None
    run = runs[0]
    kept = {name: value for name, value in run.settings.items() if name in names[run.generator]}
    learned = {column.name for column in session.workspace.schema(dataset.id).modelled}
    columns = tuple(dict.fromkeys(comment.column for comment in said if comment.column in learned))
    settings = {run.generator: kept}
    if run.generator != BY_COLUMN:
        settings[BY_COLUMN] = {"k": kept.get("k", 5), "methods": dict.fromkeys(columns, "boost")}
    return Noted(run.id, tuple(said), run.generator, settings, columns)


def show_noted(before: Noted, key: str) -> None:
    """The comments, and what to do about them."""
    with st.container(border=True):
        st.markdown("**You noted on the last run:**")
        for comment in before.comments:
            st.markdown(f"- {plain(short(comment.column))}: {plain(comment.text)}")
        st.caption(_what_to_do(before, st.session_state[key]))
        by_column = before.columns and before.generator != BY_COLUMN
        if by_column and st.button("Learn these columns by boosting instead", icon=":material/redo:"):
            st.session_state[key] = BY_COLUMN
            st.rerun()


def _what_to_do(before: Noted, chosen: str) -> str:
    if chosen == before.generator:
        return "The settings of that run stand below: change what would mend it, and start again."
    return f"{generator(before.generator).card.title} made that run: its settings stand there, when it is chosen again."
