"""Generate: the recommended generator and why, what it will cost, one Start button; settings folded away.

What stands against a start is said before it: of the table at the top, of a number where it is typed.
"""

import streamlit as st

from pages.shared.cached import forecast_of, training_rows_of
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.form import settings_form
from pages.shared.places import GENERATE, PROFILE, RUN, go, link
from pages.shared.strip import top
from pages.shared.words import count, duration, plain, size
from synth.errors import TableError
from synth.make import GENERATORS, generator
from synth.make.contract import Card, Forecast
from synth.make.recommend import Recommendation
from synth.work import Dataset
from synth.work.runs import check_size


def choose(recommended: Recommendation, dataset: Dataset) -> str:
    """The gallery: one card a generator, the recommended one first."""
    key = f"generator-{dataset.id}"
    chosen: str = st.session_state.setdefault(key, recommended.generator)
    cards = sorted((one.card for one in GENERATORS), key=lambda card: card.name != recommended.generator)
    with st.grid(2, min_column_width=320):
        for card in cards:
            with st.container(border=True, height="stretch"):
                show_card(card, chosen=card.name == chosen, recommended=card.name == recommended.generator)
                if card.name != chosen and st.button(f"Choose {card.title}", key=f"{key}-{card.name}"):
                    st.session_state[key] = card.name
                    st.rerun()
    return chosen


def show_card(card: Card, *, chosen: bool, recommended: bool) -> None:
    """What it is, what for, what not for, what it costs, whose it is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{card.title}**", width="content")
        if chosen:
            st.badge("chosen", icon=":material/check:", color="green")
        if recommended:
            st.badge("recommended", icon=":material/thumb_up:", color="blue")
    st.markdown(card.what)
    st.markdown(f":material/check: {card.good_for}")
    st.markdown(f":material/close: {card.not_for}")
    approach, licence = card.approach[0].upper() + card.approach[1:], card.licence.rstrip(".")
    st.caption(f"{approach}. {card.cost} Licence: {licence}. Paper: {card.paper}.")


def show_forecast(forecast: Forecast) -> None:
    """Time and memory before the start."""
    st.markdown(
        f":material/schedule: About **{duration(forecast.seconds)}** and **{size(forecast.megabytes * 1e6)}** memory."
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


def show(session: Session, dataset: Dataset) -> None:
    """The whole page, once there is a table."""
    train, recommended = training_rows_of(session.workspace, dataset)
    said_first = st.container()
    name = choose(recommended, dataset)
    start = recommended.settings if name == recommended.generator else {"k": recommended.settings.get("k", 5)}
    st.subheader("How many rows", anchor=False)
    left, right = st.columns(2)
    typed_rows = left.text_input(
        "Synthetic rows",
        str(recommended.rows),
        key=f"rows-{dataset.id}",
        persist_state="session",
        help=f"There are {train:,} training rows. As many synthetic rows compare best.",
    )
    typed_seed = right.text_input(
        "Seed",
        "0",
        key=f"seed-{dataset.id}",
        persist_state="session",
        help="The same seed and settings give the same table, byte for byte.",
    )
    st.subheader("Settings", anchor=False)
    typed = settings_form(generator(name).settings, start, key=f"{dataset.id}-{name}")
    forecast = refusal = None
    with shown_errors():
        rows, seed = check_size(typed_rows, typed_seed)
        settings = generator(name).settings.read(typed)
        try:
            forecast = forecast_of(session.workspace, dataset, name, settings, rows)
        except TableError as error:
            refusal = error
        else:
            show_forecast(forecast)
    with said_first:
        if refusal:
            refuse(refusal, dataset)
        else:
            introduce(recommended, dataset.rows - train)
    if st.button("Start", type="primary", icon=":material/play_arrow:", disabled=forecast is None) and forecast:
        with shown_errors():
            run = session.workspace.start_run(dataset.id, name, settings=settings.model_dump(), rows=rows, seed=seed)
            go(RUN, dataset=dataset.id, run=run.id)
    if not dataset.locked:
        st.caption("Starting locks which rows are kept aside. Later changes to the columns make a new version.")


session = door()
top(session, GENERATE)
dataset = session.need_dataset()
try:
    show(session, dataset)
except TableError as error:
    refuse(error, dataset)
