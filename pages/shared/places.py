"""Every page of the walk, in order: where its script lies and the question it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from synth.judge.score import Group


@dataclass(frozen=True)
class Place:
    """One page. `name` is its address; `path` is its script, seen from `app.py`.

    A page that shows one `group` of scores, or is `within` another, is reached from there and not from the sidebar.
    """

    name: str
    section: str
    title: str
    icon: str
    question: str
    first: bool = False
    group: Group | None = None
    within: bool = False

    @property
    def path(self) -> str:
        return f"pages/{self.section.lower()}/{self.name}.py"


def _part(name: str, title: str, icon: str, question: str, group: Group | None = None) -> Place:
    """A page of the comparison."""
    return Place(name, "Judge", title, icon, question, group=group, within=True)


HOME = Place("home", "Prepare", "Home", ":material/home:", "Where was I, and what waits for me?", first=True)
UPLOAD = Place("upload", "Prepare", "Upload", ":material/upload_file:", "Was my file read right?")
PROFILE = Place("profile", "Prepare", "Profile", ":material/table_chart:", "What is in it, and what is dangerous?")
GENERATE = Place("generate", "Make", "Generate", ":material/tune:", "How shall it be made, and what will it cost?")
SPEC = Place("spec", "Make", "From rules", ":material/edit_note:", "What shall the table hold?", within=True)
RUN = Place("run", "Make", "Run", ":material/play_circle:", "Is it going well?")
COMPARE = Place("compare", "Judge", "Compare", ":material/balance:", "Is it like the real one, useful, safe?")
COLUMNS = _part("columns", "Columns", ":material/bar_chart:", "Is each column like the real one?", "shapes")
PAIRS = _part("pairs", "Pairs", ":material/grid_on:", "Do columns go together as in the real table?", "pairs")
JOINT = _part("joint", "Joint", ":material/scatter_plot:", "Can its rows be told from real ones?", "joint")
USEFULNESS = _part("usefulness", "Usefulness", ":material/school:", "Can the same be learned from it?", "usefulness")
PRIVACY = _part("privacy", "Privacy", ":material/shield_person:", "Could it give somebody away?", "privacy")
FAIRNESS = _part("fairness", "Fairness", ":material/groups:", "Are groups of people treated as before?", "fairness")
DIVERSITY = _part("diversity", "Diversity", ":material/bubble_chart:", "Is every kind of row still there?", "diversity")
RULES = _part("rules", "Rules", ":material/rule:", "Do its rows keep the rules?", "rules")
FIGURES = _part("figures", "All figures", ":material/table_rows:", "What are all the figures?")
EVIDENCE = (COMPARE, COLUMNS, PAIRS, JOINT, USEFULNESS, PRIVACY, FAIRNESS, DIVERSITY, RULES, FIGURES)
"""The pages of one comparison, in reading order: the overview, one a group of scores, and all of it."""
REVIEW = Place("review", "Judge", "Expert review", ":material/quiz:", "Can an expert tell its rows from real ones?")
SIDE_BY_SIDE = Place("side_by_side", "Judge", "Side by side", ":material/view_column:", "Which of these runs is best?")
EVALUATE = Place(
    "evaluate", "Judge", "Evaluate only", ":material/fact_check:", "Is a table from elsewhere good enough?"
)
APPROVE = Place("approve", "Release", "Approve", ":material/signature:", "May I put my name to it?")
EXPORT = Place("export", "Release", "Export", ":material/package_2:", "What do I hand over?")
PLACES = (HOME, UPLOAD, PROFILE, GENERATE, SPEC, RUN, *EVIDENCE, REVIEW, SIDE_BY_SIDE, EVALUATE, APPROVE, EXPORT)


def address(dataset: str | None = None, run: str | None = None) -> dict[str, str]:
    """The part of a page's address that says what it shows."""
    return {key: value for key, value in (("dataset", dataset), ("run", run)) if value}


def link(
    place: Place,
    label: str | None = None,
    *,
    dataset: str | None = None,
    run: str | None = None,
    icon: str | None = None,
    help: str | None = None,
    **more: str,
) -> None:
    """A link to a page, carrying what it should show; `more` goes into its address too."""
    st.page_link(
        place.path,
        label=label or place.title,
        icon=icon or place.icon,
        help=help or place.question,
        query_params=address(dataset, run) | more,
    )


def go(place: Place, *, dataset: str | None = None, run: str | None = None) -> NoReturn:
    """Leave for another page."""
    st.switch_page(place.path, query_params=address(dataset, run))
