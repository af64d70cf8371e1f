"""The door that every page goes through: whose workspace it is, and which dataset and run the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from pages.shared.places import GENERATE, HOME, SPEC, UPLOAD, Place, link
from pages.shared.words import plain
from synth.errors import WorkspaceError
from synth.work import Dataset, Run, Workspace

# Options that would show data to somebody else, and the value each must have (see docs/security.md).
SAFE_OPTIONS = {
    "browser.gatherUsageStats": False,
    "client.disableDataExport": True,
    "client.showErrorDetails": "none",
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
}
_KEY = "synth"


@dataclass
class Shown:
    """What this browser tab looks at; kept while the tab is open, and always in the address."""

    dataset: str | None = None
    run: str | None = None


@dataclass(frozen=True)
class Session:
    """One tab's view of the workspace. Records are read anew each time a page runs."""

    workspace: Workspace
    dataset: Dataset | None
    run: Run | None

    def need_dataset(self) -> Dataset:
        """The dataset this page shows; without one the page says how to get one, and stops."""
        if self.dataset is None:
            _teach("There is no table here yet.", "Upload a CSV or try a sample table; it takes a few seconds.", UPLOAD)
        return self.dataset

    def need_table(self) -> Dataset:
        """The dataset this page shows, which has rows: for a spec the page says so, and stops."""
        dataset = self.need_dataset()
        if dataset.stated:
            _teach(
                "This table is stated by rules, so nothing was uploaded.",
                "Its columns are seen and changed where they are stated.",
                SPEC,
                dataset.id,
            )
        return dataset

    def need_run(self) -> Run:
        """The run this page shows; without one the page says how to start one, and stops."""
        dataset = self.need_dataset()
        if self.run is None:
            _teach(
                "Nothing has been made from this table yet.",
                "Choose a generator and start a run.",
                GENERATE,
                dataset.id,
            )
        return self.run


def door() -> Session:
    """Open the workspace, find what the address names, and keep both in step. Stops the page where that fails."""
    wrong = [name for name, value in SAFE_OPTIONS.items() if st.get_option(name) != value]
    if wrong:
        st.error(f"This server was started with an unsafe setting: {', '.join(wrong)}. Start it with `synth app`.")
        st.stop()
    try:
        workspace = Workspace.open()
        shown = _shown()
        run = workspace.run(shown.run) if shown.run else None
        wanted = run.dataset_id if run else shown.dataset
        dataset = workspace.dataset(wanted) if wanted else None
    except WorkspaceError as error:
        st.session_state.pop(_KEY, None)
        st.query_params.clear()
        st.error(plain(str(error)), icon=":material/error:")
        link(HOME, "Go home")
        st.stop()
    if dataset is not None:
        shown.dataset = dataset.id
        st.query_params["dataset"] = dataset.id
    if run is not None:
        st.query_params["run"] = run.id
    return Session(workspace, dataset, run)


def forget() -> None:
    """Look at nothing: what was shown has been deleted."""
    st.session_state.pop(_KEY, None)
    st.query_params.clear()


def _shown() -> Shown:
    """What the address names, else what this tab showed before. Another dataset's run is not carried along."""
    shown: Shown = st.session_state.setdefault(_KEY, Shown())
    dataset, run = st.query_params.get("dataset"), st.query_params.get("run")
    if run:
        shown.run = run
    elif dataset and dataset != shown.dataset:
        shown.run = None
    shown.dataset = dataset or shown.dataset
    return shown


def _teach(what: str, how: str, place: Place, dataset: str | None = None) -> NoReturn:
    with st.container(border=True):
        st.markdown(f"**{what}** {how}")
        link(place, dataset=dataset)
    st.stop()
