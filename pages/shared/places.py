"""Every page of the walk, in order: where its script lies and the question it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st


@dataclass(frozen=True)
class Place:
    """One page. `name` is its address; `path` is its script, seen from `app.py`."""

    name: str
    section: str
    title: str
    icon: str
    question: str
    first: bool = False

    @property
    def path(self) -> str:
        return f"pages/{self.section.lower()}/{self.name}.py"


HOME = Place("home", "Prepare", "Home", ":material/home:", "Where was I, and what waits for me?", first=True)
UPLOAD = Place("upload", "Prepare", "Upload", ":material/upload_file:", "Was my file read right?")
PROFILE = Place("profile", "Prepare", "Profile", ":material/table_chart:", "What is in it, and what is dangerous?")
GENERATE = Place("generate", "Make", "Generate", ":material/tune:", "How shall it be made, and what will it cost?")
RUN = Place("run", "Make", "Run", ":material/play_circle:", "Is it going well?")
COMPARE = Place("compare", "Judge", "Compare", ":material/balance:", "Is it like the real one, useful, safe?")
APPROVE = Place("approve", "Release", "Approve", ":material/signature:", "May I put my name to it?")
EXPORT = Place("export", "Release", "Export", ":material/package_2:", "What do I hand over?")
PLACES = (HOME, UPLOAD, PROFILE, GENERATE, RUN, COMPARE, APPROVE, EXPORT)


def address(dataset: str | None = None, run: str | None = None) -> dict[str, str]:
    """The part of a page's address that says what it shows."""
    return {key: value for key, value in (("dataset", dataset), ("run", run)) if value}


def link(place: Place, label: str | None = None, *, dataset: str | None = None, run: str | None = None) -> None:
    """A link to a page, carrying what it should show."""
    st.page_link(
        place.path, label=label or place.title, icon=place.icon, help=place.question, query_params=address(dataset, run)
    )


def go(place: Place, *, dataset: str | None = None, run: str | None = None) -> NoReturn:
    """Leave for another page."""
    st.switch_page(place.path, query_params=address(dataset, run))
