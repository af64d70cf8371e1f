"""A search for better settings, started on Generate: its trials as they are made, and the best one for the form."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.cached import trial_seconds_of
from pages.shared.charts import draw
from pages.shared.door import Session
from pages.shared.errors import shown_errors
from pages.shared.form import fill
from pages.shared.task import Watched, show_task
from pages.shared.words import about, plain
from synth.errors import SettingsError
from synth.judge.charts.tuning import alt_trials, trials
from synth.make import generator
from synth.make.contract import Settings
from synth.work import Dataset
from synth.work.trials import Trial, Tuning

TRIALS = 20


def search_form(session: Session, dataset: Dataset, name: str, settings: Settings, form: str) -> None:
    """Start a search from these settings, watch it, and put what it has found into the form of that key."""
    from synth.work.tuning import searched  # noqa: PLC0415

    task, found = session.workspace.search(dataset.id), session.workspace.found_settings(dataset.id)
    going = task is not None and task.going
    mine = found if found is not None and found.generator == name else None
    with st.expander("Search for better settings", icon=":material/manage_search:", expanded=going or mine is not None):
        if going and task is not None and task.options["generator"] != name:
            st.info(f"A search of {_title(str(task.options['generator']))} is going; one goes at a time.")
        elif not searched(settings):
            st.caption(f"{_title(name)} has no settings that change how like its rows are, so there is nothing to try.")
            return
        elif not going:
            _ask(session, dataset, name, settings)
        show_task(_watched(session, dataset), lambda: _show_trials(session, dataset))
        if mine is not None and not going:
            _show(mine, name)
            _offer(mine, settings, form)


def _ask(session: Session, dataset: Dataset, name: str, settings: Settings) -> None:
    """What it does, what it costs, and the button."""
    start = settings.model_dump(mode="json")
    each = trial_seconds_of(session.workspace, dataset, name, settings)
    st.markdown(
        "Tries other settings, starting with those above. Each trial learns three quarters of the training rows and is "
        "held against the rest: how alike columns and pairs are. Settings that come too near to learned rows are "
        "never chosen. The rows kept aside to judge by are not looked at."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input("Trials", str(TRIALS), key=f"trials-{dataset.id}", persist_state="session", width=120)
        with shown_errors():
            many = _whole(typed)
            if st.button("Start the search", icon=":material/manage_search:", key=f"search-{dataset.id}"):
                session.workspace.start_search(dataset.id, name, settings=start, trials=many)
                st.rerun()
            st.caption(f"{about(many * each)}, in a process of its own.", width="content")


def _whole(typed: str) -> int:
    try:
        return int(typed)
    except ValueError:
        raise SettingsError(f"The number of trials cannot be {typed!r}: choose a whole number.") from None


def _watched(session: Session, dataset: Dataset) -> Watched:
    workspace = session.workspace
    return Watched(
        "search",
        "Settings are being tried",
        lambda: workspace.search(dataset.id),
        lambda: workspace.cancel_search(dataset.id),
    )


def _show_trials(session: Session, dataset: Dataset) -> None:
    """The trials that the search which is going has made; its first one has ended before there are any."""
    task, found = session.workspace.search(dataset.id), session.workspace.found_settings(dataset.id)
    if task is None or found is None or found.generator != task.options["generator"] or not task.done:
        st.caption("The first trial is being made with the settings as they are.")
        return
    _show(found, found.generator)


def _show(found: Tuning, name: str) -> None:
    """The trials as a chart, then as a table that is folded away."""
    scores, allowed = [trial.score for trial in found.trials], [trial.allowed for trial in found.trials]
    draw(trials(scores, allowed, found.finding), alt=alt_trials(scores, allowed), key=f"trials-{name}")
    fields = generator(name).settings.model_fields
    rows = [
        {"Trial": trial.number, "Likeness": trial.score, "Outcome": _outcome(trial, found)}
        | {fields[each].title or each: str(_short(trial.settings[each])) for each in found.searched}
        | {"Seconds": trial.seconds}
        for trial in found.trials
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content" if len(rows) < 8 else 300,
        column_config={
            "Likeness": st.column_config.NumberColumn(format="%.4f"),
            "Seconds": st.column_config.NumberColumn(format="%.1f"),
        },
        alt="Trials in the order in which they were made",
    )


def _outcome(trial: Trial, found: Tuning) -> str:
    if trial.score is None:
        return trial.why
    if not trial.allowed:
        return "too near to learned rows"
    return "the best" if trial == found.best else "may be chosen"


def _short(value: Any) -> Any:
    return f"{value:.3g}" if isinstance(value, float) else value


def _offer(found: Tuning, settings: Settings, form: str) -> None:
    """Put the best settings into the form, where they are other than those that stand there."""
    best = found.best
    if best is None:
        return
    if all(getattr(settings, name) == best.settings[name] for name in found.searched):
        st.caption(f":material/check: The settings of trial {best.number} stand in the form above.")
    elif st.button(f"Use the settings of trial {best.number}", icon=":material/check:", key=f"use-{form}"):
        fill(form, best.settings)
        st.rerun()


def _title(name: str) -> str:
    return plain(generator(name).card.title)
