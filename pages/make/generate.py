"""Generate: the recommended generator and why, what it will cost, what the rows should be like, one Start button.

What stands against a start is said before it: of the table at the top, of a number where it is typed.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.asked import Levels, asked_form
from pages.shared.cached import costs_of, forecast_of, levels_of, refusal_of, training_rows_of
from pages.shared.chosen import begun, generator_first, keep, settings_first
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.form import settings_form
from pages.shared.gallery import choose
from pages.shared.noted import Noted, noted, show_noted
from pages.shared.places import GENERATE, PROFILE, RUN, go, link
from pages.shared.search import search_form
from pages.shared.strip import top
from pages.shared.words import about, count, plain, size
from synth.errors import ControlError, TableError
from synth.make import generator
from synth.make.contract import Forecast
from synth.make.recommend import Recommendation
from synth.prepare.control import Control
from synth.work import Dataset
from synth.work.chosen import Chosen
from synth.work.recipe import Order
from synth.work.runs import check_size


def show_forecast(forecast: Forecast) -> None:
    """Time and memory before the start."""
    st.markdown(
        f":material/schedule: **{about(forecast.seconds)}** and **{size(forecast.megabytes * 1e6)}** memory."
        " You may close the tab: it goes on, and Home finds it again."
    )
    for warning in forecast.warnings:
        st.warning(plain(warning), icon=":material/warning:")


def introduce(recommended: Recommendation, aside: int) -> None:
    """What to start with, and why."""
    st.markdown(
        f"**{generator(recommended.generator).card.title}** is a good start. {recommended.reason} "
        f"{count(aside, 'row')} {'is' if aside == 1 else 'are'} kept aside to judge by; no generator sees them."
    )


def refuse(error: TableError, dataset: Dataset) -> None:
    """Say why nothing can be made of the table, and where to mend it."""
    st.error(plain(str(error)), icon=":material/error:")
    link(PROFILE, "Look at the columns on Profile", dataset=dataset.id)


def ask_settings(
    session: Session, dataset: Dataset, name: str, recommended: Recommendation, own: Mapping[str, Any] | None, key: str
) -> dict[str, Any]:
    """The settings as typed, which begin with one's own where there are any."""
    st.subheader("Settings", anchor=False)
    columns = [column.name for column in session.workspace.schema(dataset.id).modelled]
    return settings_form(generator(name).settings, usual_settings(name, recommended), key, columns, own)


def usual_settings(name: str, recommended: Recommendation) -> Mapping[str, Any]:
    """What is recommended for a generator: all that is said of the one that is, and protection for any other."""
    return recommended.settings if name == recommended.generator else {"k": recommended.settings.get("k", 5)}


def choose_size(dataset: Dataset, train: int, rows: int, seed: int) -> tuple[str, str]:
    """How many rows, and the seed, as typed."""
    st.subheader("How many rows", anchor=False)
    left, right = st.columns(2)
    typed_rows = left.text_input(
        "Synthetic rows",
        str(rows),
        key=f"rows-{dataset.id}",
        persist_state="session",
        help=f"There are {train:,} training rows. As many synthetic rows compare best.",
    )
    typed_seed = right.text_input(
        "Seed",
        str(seed),
        key=f"seed-{dataset.id}",
        persist_state="session",
        help="The same seed and settings give the same table, byte for byte.",
    )
    return typed_rows, typed_seed


def ask(session: Session, dataset: Dataset, order: Order, k: int, start: Control) -> Control | None:
    """What the rows should be like, to begin with `start`; None where that cannot be, which is said."""
    schema = session.workspace.schema(dataset.id)
    levels = {name: Levels(*found) for name, found in levels_of(session.workspace, dataset, k).items()}
    try:
        control = asked_form(schema, levels, f"asked-{dataset.id}", start)
        wanted = Order(order.generator, order.settings, order.rows, order.seed, control or None)
        if refusal := refusal_of(session.workspace, dataset, wanted):
            raise ControlError(refusal)
    except ControlError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    return control


def choice(order: Order, control: Control, recommended: Recommendation, before: Noted | None) -> Chosen:
    """What is chosen now; what is as recommended is left to the recommendation, which may change with the columns."""
    name = order.generator
    usual = generator(name).settings.read(usual_settings(name, recommended))
    as_usual = before is None and order.settings == usual.model_dump(mode="json")
    return Chosen(
        generator=None if before is None and name == recommended.generator else name,
        settings={} if as_usual else {name: order.settings},
        rows=None if order.rows == recommended.rows else order.rows,
        seed=order.seed,
        control=control,
        after=before.run if before else "",
    )


def show(session: Session, dataset: Dataset) -> None:
    """The whole page, once there is a table."""
    train, recommended = training_rows_of(session.workspace, dataset)
    said_first = st.container()
    before, found = noted(session, dataset), begun(session, dataset)
    after = before.run if before else ""
    key = f"generator-{dataset.id}"
    st.session_state.setdefault(key, generator_first(found, before) or recommended.generator)
    if before:
        show_noted(before, key)
    k = recommended.settings.get("k", 5)
    name = choose(key, recommended, costs_of(session.workspace, dataset, k, recommended.rows))
    typed_rows, typed_seed = choose_size(dataset, train, found.rows or recommended.rows, found.seed)
    form = f"{dataset.id}-{name}-{after}"
    typed = ask_settings(session, dataset, name, recommended, settings_first(found, before, name), form)
    forecast = refusal = control = None
    with shown_errors():
        rows, seed = check_size(typed_rows, typed_seed)
        settings = generator(name).settings.read(typed)
        try:
            forecast = forecast_of(session.workspace, dataset, name, settings, rows)
        except TableError as error:
            refusal = error
        else:
            search_form(session, dataset, name, settings, form)
            order = Order(name, settings.model_dump(mode="json"), rows, seed)
            control = ask(session, dataset, order, settings.k, found.control)
            show_forecast(forecast)
            if control is not None:
                keep(session, dataset, name, choice(order, control, recommended, before))
    with said_first:
        if refusal:
            refuse(refusal, dataset)
        else:
            introduce(recommended, dataset.rows - train)
    ready = forecast is not None and control is not None
    if st.button("Start", type="primary", icon=":material/play_arrow:", disabled=not ready) and ready:
        with shown_errors():
            run = session.workspace.start_run(
                dataset.id, name, settings=settings.model_dump(), rows=rows, seed=seed, control=control or None
            )
            go(RUN, dataset=dataset.id, run=run.id)
    if not dataset.locked:
        st.caption("Starting locks which rows are kept aside. Later changes to the columns make a new version.")


session = door()
top(session, GENERATE)
dataset = session.need_table()
try:
    show(session, dataset)
except TableError as error:
    refuse(error, dataset)
