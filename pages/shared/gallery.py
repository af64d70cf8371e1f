"""The gallery of generators: a card each with what it is, when to choose it, when not, and what it costs here."""

from __future__ import annotations

import streamlit as st

from pages.shared.cached import Costs
from pages.shared.words import about, plain, size
from synth.make import GENERATORS, generator
from synth.make.contract import Card, Forecast
from synth.make.recommend import Recommendation

FAMILIES = {
    "Column after column": ("sequential",),
    "Fitted distributions": ("fitted",),
    "Neural networks": ("adversarial", "autoencoder"),
    "Real rows changed": ("neighbour", "noise"),
}
"""Words in a card's approach that tell its family; one that has none of them is shown under all families only."""


def choose(key: str, recommended: Recommendation, costs: Costs) -> str:
    """The chosen generator on top, and all others in a gallery that is folded away; the chosen one's name."""
    chosen: str = st.session_state[key]
    show_card(generator(chosen).card, key, costs, chosen=chosen, recommended=recommended.generator)
    others = [one.card for one in GENERATORS if one.card.name != chosen]
    others.sort(key=lambda card: card.name != recommended.generator)
    more = f"Choose another way: {len(others)} more, and what each would cost here"
    with st.expander(more, key=f"{key}-gallery-{chosen}", icon=":material/grid_view:"):
        family = st.pills("Family", list(FAMILIES), key=f"{key}-family", persist_state="session")
        with st.grid(2, min_column_width=320):
            for card in others:
                if not family or any(word in card.approach for word in FAMILIES[family]):
                    show_card(card, key, costs, chosen=chosen, recommended=recommended.generator)
    return chosen


def show_card(card: Card, key: str, costs: Costs, *, chosen: str, recommended: str) -> None:
    """What it is, what for, what not for, what it costs here, whose it is; or why it cannot take this table."""
    cost = costs[card.name]
    with st.container(border=True, height="stretch"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{card.title}**", width="content")
            if card.name == chosen:
                st.badge("chosen", icon=":material/check:", color="green")
            if card.name == recommended:
                st.badge("recommended", icon=":material/thumb_up:", color="blue")
        st.markdown(card.what)
        st.markdown(f":material/check: {card.good_for}")
        st.markdown(f":material/close: {card.not_for}")
        show_cost(cost, warned=card.name != chosen)
        approach = card.approach[0].upper() + card.approach[1:]
        usual = card.cost[0].lower() + card.cost[1:].rstrip(".")
        st.caption(f"{approach}. Cost: {usual}. Licence: {card.licence.rstrip('.')}. Paper: {card.paper}.")
        if card.name != chosen:
            refused = isinstance(cost, str)
            if st.button(f"Choose {card.title}", key=f"{key}-{card.name}", disabled=refused):
                st.session_state[key] = card.name
                st.rerun()


def show_cost(cost: Forecast | str, *, warned: bool) -> None:
    """Minutes and memory, with the first of its warnings where they are not said elsewhere; or why it cannot be."""
    if isinstance(cost, str):
        st.markdown(f":red[:material/block: {plain(cost)}]")
        return
    st.markdown(f":material/schedule: {about(cost.seconds)} and {size(cost.megabytes * 1e6)} memory here.")
    for warning in cost.warnings[:1] if warned else ():
        st.markdown(f":orange[:material/warning: {plain(warning)}]")
