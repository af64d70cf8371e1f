"""What was chosen on Generate: every change is kept in the workspace, where a refresh and a second tab find it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pages.shared.door import Session
from pages.shared.noted import Noted
from synth.errors import SettingsError
from synth.make import GENERATORS, generator
from synth.work import Dataset
from synth.work.chosen import Chosen


@dataclass(frozen=True)
class Tab:
    """What this tab found when it was opened, with which its widgets began, and what was written last."""

    found: Chosen
    last: Chosen


def begun(session: Session, dataset: Dataset) -> Chosen:
    """What was chosen before this tab was opened."""
    return _tab(session, dataset).found


def generator_first(found: Chosen, before: Noted | None) -> str | None:
    """The generator to begin with: the later of that of the run commented on, and that chosen; None without either."""
    known = {one.card.name for one in GENERATORS}
    chosen = found.generator if found.generator in known else None
    if before and (before.run != found.after or chosen is None):
        return before.generator
    return chosen


def settings_first(found: Chosen, before: Noted | None, name: str) -> Mapping[str, Any] | None:
    """A generator's own settings to begin with: the later of those of the run commented on, and those chosen."""
    noted = before.settings.get(name) if before else None
    if before and noted is not None and before.run != found.after:
        return noted
    try:
        return generator(name).settings.read(found.settings[name]).model_dump(mode="json")
    except (KeyError, SettingsError):  # none chosen, or by another version of synth
        return noted


def keep(session: Session, dataset: Dataset, name: str, now: Chosen) -> None:
    """Write what is chosen now, settings of the generator called `name`, where it is not what stands there.

    Settings of other generators stay, unless comments were made since.
    """
    tab = _tab(session, dataset)
    stay = tab.last.after == now.after
    others = {other: own for other, own in tab.last.settings.items() if other != name and stay}
    now = now.model_copy(update={"settings": others | dict(now.settings)})
    if now != tab.last:
        session.workspace.keep_chosen(dataset.id, now)
        st.session_state[_key(dataset)] = replace(tab, last=now)


def _tab(session: Session, dataset: Dataset) -> Tab:
    key = _key(dataset)
    if key not in st.session_state:
        found = session.workspace.chosen(dataset.id)
        st.session_state[key] = Tab(found, found)
    tab: Tab = st.session_state[key]
    return tab


def _key(dataset: Dataset) -> str:
    return f"chosen-{dataset.id}"
