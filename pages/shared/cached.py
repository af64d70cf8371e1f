"""What a page asks for on every rerun, kept for this browser session only.

Each value is keyed by the workspace, the dataset's file and the schema in force, never by a frame: two people, two
files or two corrections can never share an entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import streamlit as st

from synth.errors import SynthError
from synth.judge import Comparison
from synth.judge.report import Report
from synth.make import GENERATORS, forecast
from synth.make.contract import Forecast, Settings
from synth.make.protect import Levels as GuardedLevels
from synth.make.recommend import Recommendation, recommend
from synth.prepare import Profile, Text
from synth.prepare.control import Control
from synth.prepare.schema import Intent
from synth.prepare.table import Table
from synth.release import Verdict
from synth.work import Dataset, Run, Workspace
from synth.work.evaluation import Upload
from synth.work.mapping import ColumnMapping
from synth.work.recipe import Order
from synth.work.signoff import verdict_on

Costs = Mapping[str, Forecast | str]
"""By generator: what it will cost, or why it cannot take the table."""


def text_of(workspace: Workspace, dataset: Dataset) -> Text:
    """Every cell as spelled in the file."""
    return _text(workspace, *_key(workspace, dataset))


def table_of(workspace: Workspace, dataset: Dataset) -> Table:
    """The table typed by the schema in force."""
    return _table(workspace, *_key(workspace, dataset))


def profile_of(workspace: Workspace, dataset: Dataset) -> Profile:
    """What is in the dataset."""
    return _profile(workspace, *_key(workspace, dataset))


def evidence_of(workspace: Workspace, run: Run) -> tuple[Report | None, Verdict | None]:
    """The run's report as far as it is ready, and the policy's verdict once it is complete."""
    return _evidence(workspace, str(workspace.folder), workspace.owner, run.id, workspace.report_stamp(run.id))


def comparison_of(workspace: Workspace, run: Run) -> Comparison:
    """The tables that a finished run compares, ready for questions."""
    return _comparison(workspace, str(workspace.folder), workspace.owner, run.id, run.synthetic_sha256 or "")


def mapping_of(
    workspace: Workspace, dataset: Dataset, upload: Upload, columns: Mapping[str, str | None]
) -> ColumnMapping:
    """Which column of a file that was put aside is which of the dataset's, after these corrections."""
    return _mapping(workspace, upload.id, upload.sha256, json.dumps(columns), *_key(workspace, dataset))


@st.cache_data(scope="session", max_entries=16, show_spinner="Matching the columns…")
def _mapping(
    _workspace: Workspace,
    upload_id: str,
    sha256: str,
    columns: str,
    folder: str,
    owner: str,
    dataset_id: str,
    stamp: str,
) -> ColumnMapping:
    _, content = _workspace.aside(dataset_id, upload_id)
    return _workspace.match_columns(dataset_id, content, json.loads(columns))


def synthetic_of(workspace: Workspace, run: Run) -> Table:
    """The table that a finished run made."""
    return _synthetic(workspace, str(workspace.folder), workspace.owner, run.id, run.synthetic_sha256 or "")


def _key(workspace: Workspace, dataset: Dataset) -> tuple[str, str, str, str]:
    schema = workspace.schema(dataset.id).model_dump_json()
    reading = f"{dataset.sha256}{dataset.rows}{dataset.columns}"
    stamp = hashlib.sha256((reading + schema).encode()).hexdigest()
    return str(workspace.folder), workspace.owner, dataset.id, stamp


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _text(_workspace: Workspace, folder: str, owner: str, dataset_id: str, stamp: str) -> Text:
    return _workspace.text(dataset_id)


@st.cache_resource(scope="session", max_entries=2, show_spinner="Reading the table…")
def _table(_workspace: Workspace, folder: str, owner: str, dataset_id: str, stamp: str) -> Table:
    return _workspace.table(dataset_id)


@st.cache_resource(scope="session", max_entries=4, show_spinner="Looking at every column…")
def _profile(_workspace: Workspace, folder: str, owner: str, dataset_id: str, stamp: str) -> Profile:
    return _workspace.profile(dataset_id)


@st.cache_resource(scope="session", max_entries=6, show_spinner="Opening the report…")
def _evidence(
    _workspace: Workspace, folder: str, owner: str, run_id: str, stamp: str
) -> tuple[Report | None, Verdict | None]:
    report = _workspace.report(run_id)
    return report, None if report is None or report.pending else verdict_on(_workspace, run_id)


@st.cache_resource(scope="session", max_entries=1, show_spinner="Opening both tables…")
def _comparison(_workspace: Workspace, folder: str, owner: str, run_id: str, sha256: str) -> Comparison:
    compared = _workspace.compared(run_id)
    return Comparison.of(compared.real, compared.synthetic, **compared.options())


@st.cache_resource(scope="session", max_entries=1, show_spinner=False)
def _synthetic(_workspace: Workspace, folder: str, owner: str, run_id: str, sha256: str) -> Table:
    return _workspace.synthetic(run_id)


def training_rows_of(workspace: Workspace, dataset: Dataset) -> tuple[int, Recommendation]:
    """How many rows train, and what is recommended for them."""
    return _recommendation(workspace, dataset.intent, *_key(workspace, dataset))


def costs_of(workspace: Workspace, dataset: Dataset, k: int, rows: int) -> Costs:
    """What each generator would cost with its defaults, or why it cannot take this table."""
    return _costs(workspace, k, rows, *_key(workspace, dataset))


def levels_of(workspace: Workspace, dataset: Dataset, k: int) -> dict[str, tuple[tuple[str, ...], tuple[float, ...]]]:
    """The levels of each learned column that at least k people hold, as the file spells them, and their shares."""
    return _levels(workspace, k, *_key(workspace, dataset))


def refusal_of(workspace: Workspace, dataset: Dataset, order: Order) -> str:
    """Why the training rows cannot meet what is asked; empty where they can."""
    control = order.control.model_dump_json() if order.control else ""
    settings = json.dumps(dict(order.settings), sort_keys=True)
    return _refusal(workspace, order.generator, settings, order.rows, control, *_key(workspace, dataset))


def forecast_of(workspace: Workspace, dataset: Dataset, generator: str, settings: Settings, rows: int) -> Forecast:
    """What making `rows` rows with these settings will cost."""
    return _forecast(workspace, generator, settings.model_dump_json(), rows, *_key(workspace, dataset))


def trial_seconds_of(workspace: Workspace, dataset: Dataset, generator: str, settings: Settings) -> float:
    """How long one trial of a search for settings will take."""
    return _trial_seconds(workspace, generator, settings.model_dump_json(), *_key(workspace, dataset))


@st.cache_data(scope="session", max_entries=16, show_spinner="Drawing the rows to keep aside…")
def _recommendation(
    _workspace: Workspace, intent: Intent, folder: str, owner: str, dataset_id: str, stamp: str
) -> tuple[int, Recommendation]:
    train = _workspace.split(dataset_id).train
    return len(train), recommend(train, intent)


@st.cache_data(scope="session", max_entries=8, show_spinner="Estimating what each way would cost…")
def _costs(
    _workspace: Workspace, k: int, rows: int, folder: str, owner: str, dataset_id: str, stamp: str
) -> dict[str, Forecast | str]:
    train = _workspace.split(dataset_id).train
    costs: dict[str, Forecast | str] = {}
    for one in GENERATORS:
        try:
            costs[one.card.name] = forecast(train, one.card.name, {"k": k}, rows)
        except SynthError as error:
            costs[one.card.name] = str(error)
    return costs


@st.cache_data(scope="session", max_entries=4, show_spinner="Looking at the levels…")
def _levels(
    _workspace: Workspace, k: int, folder: str, owner: str, dataset_id: str, stamp: str
) -> dict[str, tuple[tuple[str, ...], tuple[float, ...]]]:
    train = _workspace.split(dataset_id).train
    found = {}
    for column in train.schema.modelled:
        if column.kind in ("category", "boolean"):
            guard = GuardedLevels.learn(train.frame[column.name], train.units(), k)
            spelled = {"True": column.true, "False": column.false} if column.kind == "boolean" else {}
            names = [spelled.get(str(name), str(name)) for name in guard.names]
            shares = tuple(count / len(train) for count in guard.counts)
            if len(names) > 1:
                found[column.name] = (tuple(names), shares)
    return found


@st.cache_data(scope="session", max_entries=64, show_spinner=False)
def _refusal(
    _workspace: Workspace,
    generator: str,
    settings: str,
    rows: int,
    control: str,
    folder: str,
    owner: str,
    dataset_id: str,
    stamp: str,
) -> str:
    asked = Control.model_validate_json(control) if control else None
    try:
        Order(generator, json.loads(settings), rows, 0, asked).check(_workspace.split(dataset_id).train)
    except SynthError as error:
        return str(error)
    return ""


@st.cache_data(scope="session", max_entries=64, show_spinner=False)
def _forecast(
    _workspace: Workspace,
    generator: str,
    settings: str,
    rows: int,
    folder: str,
    owner: str,
    dataset_id: str,
    stamp: str,
) -> Forecast:
    return forecast(_workspace.split(dataset_id).train, generator, settings=json.loads(settings), rows=rows)


@st.cache_data(scope="session", max_entries=64, show_spinner=False)
def _trial_seconds(
    _workspace: Workspace, generator: str, settings: str, folder: str, owner: str, dataset_id: str, stamp: str
) -> float:
    from synth.work.tuning import seconds_a_trial  # noqa: PLC0415

    return seconds_a_trial(_workspace.split(dataset_id).train, generator, json.loads(settings))
