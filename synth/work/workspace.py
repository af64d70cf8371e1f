"""The workspace: one folder that keeps datasets, runs and the record of what was done, on disk and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from synth.errors import WorkspaceError
from synth.prepare.schema import Intent, Schema
from synth.prepare.split import Split
from synth.prepare.table import Table
from synth.prepare.text import Text
from synth.work import chosen, deletion, evaluation, events, remarks, remedies, reviews, searches, specs, tasks
from synth.work.chosen import Chosen
from synth.work.datasets import Datasets
from synth.work.evaluation import Upload
from synth.work.mapping import ColumnMapping
from synth.work.records import Dataset, Event, Receipt, Run, Step
from synth.work.remarks import Comment
from synth.work.runs import Runs
from synth.work.store import Store
from synth.work.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

    from synth.judge.exhibits import Exhibit
    from synth.judge.report import Report
    from synth.judge.score import Score
    from synth.prepare.control import Control
    from synth.prepare.profile import Profile
    from synth.work.judging import Compared
    from synth.work.supplements import Supplement
    from synth.work.trials import Tuning

FOLDER_VARIABLE = "SYNTH_WORKSPACE"


def default_folder() -> Path:
    """The folder named by `SYNTH_WORKSPACE`, else the user's data folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("synth", appauthor=False) / "workspace"


class Workspace:
    """Everything one owner keeps. Cheap to open; safe to use from several threads and processes at once.

    Every method raises `WorkspaceError` for an id that is not in this workspace (another owner's is not), and for a
    disk that is full or cannot be written: then nothing is half-written.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._datasets = Datasets(store)
        self._runs = Runs(store)

    @classmethod
    def open(cls, folder: Path | None = None, *, owner: str = "local") -> Workspace:
        """Open the workspace in `folder`, making it where it is not there yet; by default see `default_folder`."""
        return cls(Store.open(Path(folder) if folder else default_folder(), owner))

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._store.folder

    @property
    def owner(self) -> str:
        """Whose records it shows."""
        return self._store.owner

    # Datasets

    def add_dataset(self, name: str, content: bytes, *, intent: Intent, read: Mapping[str, Any] = {}) -> Dataset:
        """Keep an uploaded file: hash it, read it as text, decide its schema.

        `read` corrects the dialect (see `synth.prepare.DIALECT_OPTIONS`). Raises `ReadError` where the file is not a
        table of at least two rows; then nothing is kept.
        """
        return self._datasets.add(name, content, intent=intent, read=read)

    def add_spec(self, name: str, text: str, *, intent: Intent) -> Dataset:
        """Keep a spec that states a table, as a dataset of no rows; `SettingsError` says what does not fit in it."""
        return specs.add(self._store, name, text, intent)

    def spec(self, dataset_id: str, version: int | None = None) -> str:
        """The spec as it was written: the present one, or an earlier version."""
        return specs.text(self._store, dataset_id, version)

    def save_spec(self, dataset_id: str, text: str) -> Dataset:
        """Keep a changed spec; where a run was started from the present one, it becomes a new version."""
        return specs.save(self._store, dataset_id, text)

    def read_again(self, dataset_id: str, read: Mapping[str, Any]) -> Dataset:
        """Read the kept file again with a corrected dialect; its schema is decided anew.

        `WorkspaceError` once a run was started from it.
        """
        return self._datasets.read_again(dataset_id, read)

    def set_intent(self, dataset_id: str, intent: Intent) -> Dataset:
        """Say anew what the dataset is for; `WorkspaceError` once a run was started for what it was."""
        return self._datasets.set_intent(dataset_id, intent)

    def datasets(self) -> list[Dataset]:
        """All datasets, the newest first."""
        return self._datasets.all()

    def dataset(self, dataset_id: str) -> Dataset:
        """The dataset of that id."""
        return self._datasets.get(dataset_id)

    def raw(self, dataset_id: str) -> Path:
        """The file as it came."""
        return self._datasets.raw(dataset_id)

    def text(self, dataset_id: str) -> Text:
        """Every cell as spelled in the file, and how it was read."""
        return self._datasets.text(dataset_id)

    def schema(self, dataset_id: str, version: int | None = None) -> Schema:
        """The dataset's schema: the current one, or that of an earlier version."""
        return self._datasets.schema(dataset_id, version)

    def table(self, dataset_id: str, version: int | None = None) -> Table:
        """The dataset typed by its schema: the current one, or that of an earlier version."""
        return self._datasets.table(dataset_id, version)

    def save_schema(self, dataset_id: str, schema: Schema) -> Dataset:
        """Keep a corrected schema.

        Where a run was started from the present one, the correction becomes a new version of the dataset: earlier runs
        keep their own. The split is drawn anew only where the unit has changed.
        """
        return self._datasets.save_schema(dataset_id, schema)

    def profile(self, dataset_id: str) -> Profile:
        """What is in the dataset; computed once for each schema and kept."""
        return self._datasets.profile(dataset_id)

    def split(self, dataset_id: str, version: int | None = None) -> Split:
        """Training and holdout rows: drawn once by unit, then kept as row numbers."""
        return self._datasets.split(dataset_id, version)

    def start_search(
        self, dataset_id: str, generator: str, *, settings: Mapping[str, Any] = {}, trials: int = 20, seed: int = 0
    ) -> Task:
        """Search, in a process of its own, for settings of a generator that suit the training rows best.

        `settings` are where it starts. `SettingsError` where there is nothing to search, `WorkspaceError` while another
        search of this dataset is going.
        """
        return searches.start(self._store, dataset_id, generator, settings, trials=trials, seed=seed)

    def search(self, dataset_id: str) -> Task | None:
        """How the latest search stands; None if none was begun."""
        return tasks.get(self._store, self.dataset(dataset_id).id, searches.NAME)

    def cancel_search(self, dataset_id: str) -> Task | None:
        """End the search within two seconds; the trials that were made stay."""
        return tasks.cancel(self._store, self.dataset(dataset_id).id, searches.NAME)

    def found_settings(self, dataset_id: str) -> Tuning | None:
        """The trials of the latest search so far; None where there are none for the schema in force."""
        return searches.found(self._store, dataset_id)

    def chosen(self, dataset_id: str) -> Chosen:
        """What was last chosen on the way to a run; nothing where nothing was."""
        return chosen.found(self._store, dataset_id)

    def keep_chosen(self, dataset_id: str, what: Chosen) -> None:
        """Keep what is chosen for the next run, in the place of what was chosen before."""
        chosen.keep(self._store, dataset_id, what)

    def what_goes(self, dataset_id: str) -> list[str]:
        """One line for each thing that `delete_dataset` would delete."""
        return deletion.what_goes(self._store, self.dataset(dataset_id), self.runs(dataset_id))

    def delete_dataset(self, dataset_id: str) -> Receipt:
        """Delete a dataset with its files and runs, and leave a receipt; refused while one of its runs is going."""
        return self._runs.delete_dataset(self.dataset(dataset_id))

    def receipts(self) -> list[Receipt]:
        """What was deleted, the newest first."""
        return deletion.receipts(self._store)

    # Runs

    def start_run(
        self,
        dataset_id: str,
        generator: str,
        *,
        settings: Mapping[str, Any],
        rows: int,
        seed: int,
        control: Control | None = None,
    ) -> Run:
        """Start making `rows` synthetic rows in a process of its own; it waits in a queue while others are running.

        Raises `SettingsError` for a generator, setting or number of rows that cannot be; then no run is made.
        """
        return self._runs.start(
            self._datasets, dataset_id, generator, settings=settings, rows=rows, seed=seed, control=control
        )

    def put_aside(self, dataset_id: str, name: str, content: bytes) -> Upload:
        """Keep a file beside the dataset until it is evaluated; `ReadError` where it is not a table."""
        return evaluation.put_aside(self._store, dataset_id, name, content)

    def aside(self, dataset_id: str, upload_id: str) -> tuple[Upload, bytes]:
        """A file that was put aside, and its content."""
        return evaluation.aside(self._store, dataset_id, upload_id)

    def forget_aside(self, dataset_id: str) -> None:
        """Delete every file that was put aside for this dataset."""
        evaluation.forget_aside(self._store, dataset_id)

    def match_columns(self, dataset_id: str, content: bytes, columns: Mapping[str, str | None] = {}) -> ColumnMapping:
        """How the columns of somebody else's synthetic table are matched with those of the dataset, and why.

        `columns` corrects it: their name → ours, or None for a column that is none of ours.
        """
        return evaluation.matched(self._store, dataset_id, content, columns)

    def start_evaluation(
        self,
        dataset_id: str,
        name: str,
        content: bytes,
        *,
        holdout: bytes | None = None,
        holdout_name: str = "",
        columns: Mapping[str, str | None] = {},
        generator_name: str = "",
        vendor: str = "",
        target: str | None = None,
        seed: int = 0,
    ) -> Run:
        """Judge a table that somebody else's generator made: a run that goes straight to comparing.

        All rows of the dataset are its training rows; without a `holdout` privacy and usefulness are not measured.
        `columns` as in `match_columns`. Raises `ReadError` or `SettingsError` for what cannot be compared; then no run
        is made.
        """
        run_id = evaluation.prepare(
            self._store,
            dataset_id,
            name,
            content,
            holdout=holdout,
            holdout_name=holdout_name,
            columns=columns,
            generator_name=generator_name,
            vendor=vendor,
            target=target,
            seed=seed,
        )
        return self.run(run_id)

    def start_remedy(self, run_id: str, remedy: str, rows: Sequence[int]) -> Run:
        """Drop, resample or generalise these rows of a finished run (positions from 0), then score the table again.

        It becomes a new run that names this one in its recipe; this one stays. `SettingsError` for what cannot be done.
        """
        return self.run(remedies.prepare(self._store, self._runs.recorded(run_id), remedy, rows))

    def runs(self, dataset_id: str | None = None) -> list[Run]:
        """All runs, or those of one dataset, the newest first."""
        return self._runs.all(dataset_id)

    def run(self, run_id: str) -> Run:
        """The run of that id as it stands now: one whose worker has died is found here, and shown as failed."""
        return self._runs.get(run_id)

    def steps(self, run_id: str) -> list[Step]:
        """What the run has reported so far, in order."""
        return self._runs.steps(run_id)

    def cancel(self, run_id: str) -> Run:
        """End a run within two seconds, whatever its worker is doing; a settled run stays as it is."""
        return self._runs.cancel(run_id)

    def run_folder(self, run_id: str) -> Path:
        """Where the run's files lie."""
        return self._runs.folder(run_id)

    def synthetic(self, run_id: str) -> Table:
        """The synthetic table that the run made."""
        return self._runs.synthetic(run_id)

    def report(self, run_id: str) -> Report | None:
        """The run's report, with the standard scores once they are taken; None while it is not there.

        While the run is comparing it holds the groups that are ready; its `pending` names those to come.
        """
        return self._runs.report(run_id)

    def report_stamp(self, run_id: str) -> str:
        """A short text that changes whenever `report` would give another one; empty while there is none."""
        return self._runs.report_stamp(run_id)

    def compared(self, run_id: str) -> Compared:
        """The tables that the run's report compares, and how they are held against each other."""
        return self._runs.compared(run_id)

    def supplement(self, run_id: str, name: str, found: Iterable[Score | Exhibit]) -> Supplement:
        """Keep what was found on demand, in place of what was kept by that name; `report` holds it from then on.

        Nothing found takes the earlier one away.
        """
        return self._runs.supplement(run_id, name, found)

    def supplemented(self, run_id: str, name: str) -> Supplement:
        """What was kept by that name; an empty one if nothing was."""
        return self._runs.supplemented(run_id, name)

    def start_task(self, run_id: str, name: str, options: Mapping[str, Sequence[str]] = {}) -> Task:
        """Begin a longer sum on a finished run in a process of its own; what it finds becomes a supplement.

        `synth.work.tasks.TASKS` lists the names and their options. `WorkspaceError` while it is being made already.
        """
        return self._runs.start_task(run_id, name, options)

    def task(self, run_id: str, name: str) -> Task | None:
        """How that sum stands, or how the last one ended; None if it was never begun."""
        return self._runs.task(run_id, name)

    def cancel_task(self, run_id: str, name: str) -> Task | None:
        """End that sum within two seconds; a settled one stays as it is."""
        return self._runs.cancel_task(run_id, name)

    def comment(self, run_id: str, column: str, text: str) -> Comment:
        """Put a comment on one column of a run's report on record; it goes into the pack."""
        return remarks.comment(self._store, self._runs.recorded(run_id), column, text)

    def comments(self, run_id: str) -> list[Comment]:
        """All comments on a run, in order."""
        return remarks.comments(self._store, self._runs.recorded(run_id).id)

    def real_row(self, run_id: str, position: int, *, reveal: bool = False) -> dict[str, str]:
        """The training row at that position of the report's first table, as its file spells it. Each look is recorded.

        Personal data, keys and free text are masked unless `reveal` says otherwise.
        """
        return remarks.real_row(self._store, self._runs.recorded(run_id), position, reveal=reveal)

    def start_review(self, run_id: str) -> pd.DataFrame:
        """Draw real and synthetic rows for an expert, shuffled, and give their cells; the look is recorded.

        Which are real stays here until they are answered. `ReportError` without a holdout.
        """
        return reviews.start(self._store, self._runs, run_id)

    def review_rows(self, run_id: str) -> pd.DataFrame | None:
        """The rows that wait for an expert's answer; None if none do."""
        return reviews.resume(self._runs, run_id)

    def answer_review(
        self, run_id: str, answers: Sequence[bool], *, expert: str, comments: Sequence[str] = ()
    ) -> Score:
        """Mark an expert's answers, one a row (True: real); the result stands in the report from then on."""
        return reviews.answer(self._store, self._runs, run_id, answers, expert=expert, comments=comments)

    def reviewed_rows(self, run_id: str) -> pd.DataFrame:
        """The cells of the rows that an expert has told apart, in the order of the review's `each`, masked as they
        were then; the look is recorded. `WorkspaceError` if no review was answered.
        """
        return reviews.again(self._store, self._runs, run_id)

    def recipe(self, run_id: str) -> dict[str, Any]:
        """What the run's table was made of: hashes, settings, seed, control, versions."""
        return self._runs.recipe(run_id)

    def log(self, run_id: str) -> str:
        """What the worker wrote down, line by line; no data."""
        return self._runs.log(run_id)

    # The record

    def record(self, kind: str, subject_id: str, content: Mapping[str, Any]) -> Event:
        """Append one event to the record; it can never be changed or deleted."""
        with self._store.database.writing() as connection:
            return events.append(connection, self.owner, kind, subject_id, content)

    def events(self, kind: str | None = None, subject_id: str | None = None) -> list[Event]:
        """The owner's events in order, or those of one kind or subject."""
        return events.select(self._store, kind, subject_id)

    def verify_events(self) -> int:
        """Check the hash chain of the whole record and say how many events it has; `WorkspaceError` where it breaks."""
        return events.verify(self._store)


__all__ = ["FOLDER_VARIABLE", "Workspace", "WorkspaceError", "default_folder"]
