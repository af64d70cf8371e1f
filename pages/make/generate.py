"""Generate: the recommended generator and why, what it will cost, one Start button; settings folded away."""

import streamlit as st

from pages.shared.cached import forecast_of, training_rows_of
from pages.shared.door import Session, door
from pages.shared.errors import shown_errors
from pages.shared.form import settings_form
from pages.shared.places import GENERATE, RUN, go
from pages.shared.strip import top
from pages.shared.words import count, duration, plain, size
from synth.make import GENERATORS, generator
from synth.make.contract import Card, Forecast
from synth.make.recommend import Recommendation
from synth.work import Dataset

MOST_ROWS = 5_000_000


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
    st.caption(f"{card.approach}. {card.cost} Licence: {card.licence} Paper: {card.paper}")


def show_forecast(forecast: Forecast) -> None:
    """Time and memory before the start."""
    st.markdown(
        f":material/schedule: About **{duration(forecast.seconds)}** and **{size(forecast.megabytes * 1e6)}** memory."
        " You may close the tab: it goes on, and Home finds it again."
    )
    for warning in forecast.warnings:
        st.warning(plain(warning), icon=":material/warning:")


def show(session: Session, dataset: Dataset) -> None:
    """The whole page, once there is a table."""
    train, recommended = training_rows_of(session.workspace, dataset)
    st.markdown(
        f"**{generator(recommended.generator).card.title}** is a good start. {recommended.reason} "
        f"{count(dataset.rows - train, 'row')} are kept aside to judge by; no generator sees them."
    )
    name = choose(recommended, dataset)
    start = recommended.settings if name == recommended.generator else {"k": recommended.settings.get("k", 5)}
    st.subheader("How many rows", anchor=False)
    left, right = st.columns(2)
    rows = left.number_input(
        "Synthetic rows",
        1,
        MOST_ROWS,
        recommended.rows,
        step=100,
        key=f"rows-{dataset.id}",
        persist_state="session",
        help=f"There are {train:,} training rows. As many synthetic rows compare best.",
    )
    seed = right.number_input(
        "Seed",
        0,
        2**31 - 1,
        0,
        key=f"seed-{dataset.id}",
        persist_state="session",
        help="The same seed and settings give the same table, byte for byte.",
    )
    st.subheader("Settings", anchor=False)
    settings = settings_form(generator(name).settings, start, key=f"{dataset.id}-{name}")
    with shown_errors():
        checked = generator(name).settings.read(settings)
        show_forecast(forecast_of(session.workspace, dataset, name, checked, int(rows)))
        if st.button("Start", type="primary", icon=":material/play_arrow:"):
            run = session.workspace.start_run(
                dataset.id, name, settings=checked.model_dump(), rows=int(rows), seed=int(seed)
            )
            go(RUN, dataset=dataset.id, run=run.id)
    if not dataset.locked:
        st.caption("Starting locks which rows are kept aside. Later changes to the columns make a new version.")


session = door()
top(session, GENERATE)
show(session, session.need_dataset())
