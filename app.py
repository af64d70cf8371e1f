"""The frame of the dashboard: page config, navigation, and errors in words. No logic."""

from pathlib import Path

import streamlit as st

from pages.shared.errors import shown_errors
from pages.shared.places import PLACES

SHARED = Path(__file__).parent / "pages" / "shared"

st.set_page_config(page_title="synth", page_icon=str(SHARED / "icon.png"), layout="wide")
st.logo(str(SHARED / "logo.svg"), size="large")

sections: dict[str, list[st.Page]] = {}
for place in PLACES:
    page = st.Page(
        place.path,
        title=place.title,
        icon=place.icon,
        url_path=place.name,
        help=place.question,
        default=place.first,
        visibility="hidden" if place.within else "visible",
    )
    sections.setdefault(place.section, []).append(page)

chosen = st.navigation(sections)
with shown_errors():
    chosen.run()
