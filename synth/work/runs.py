"""Runs in the workspace, as the dashboard sees them: started, watched, cancelled, and their results read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from synth.errors import SettingsError, WorkspaceError
from synth.prepare.control import Control
from synth.prepare.table import Table
from synth.work import database, deletion, events, files, judging, queue, specs, states, tasks
from synth.work.datasets import Datasets
from synth.work.judging import REPORT, STANDARD, Compared
from synth.work.recipe import Order
from synth.work.records import Dataset, Receipt, Run, Step
from synth.work.store import Store
from synth.work.tasks import Task

if TYPE_CHECKING:
    from synth.judge.exhibits import Exhibit
    from synth.judge.report import Report
    from synth.judge.score import Score
    from synth.work.supplements import Supplement

MAX_ROWS = 10_000_000
MAX_SEED = 2**32 - 1
DECISION = "decision"


class Runs:
    """The runs of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def start(
        self,
        datasets: Datasets,
        dataset_id: str,
        generator: str,
        *,
        settings: Mapping[str, Any],
        rows: int,
        seed: int,
        control: Control | None,
    ) -> Run:
        from synth.make import forecast  # noqa: PLC0415
        from synth.make import generator as find  # noqa: PLC0415

        dataset = datasets.get(dataset_id)
        if dataset.stated:
            settings = {**settings, **specs.settings(self._store, dataset, generator)}
        chosen = find(generator).settings.read(settings)
        rows, seed = check_size(rows, seed)
        train = None if dataset.stated else datasets.split(dataset_id, dataset.version).train
        Order(generator, settings, rows, seed, control).check(train)
        run_id = files.new_id()
        values = {
            "id": run_id,
            "owner": self._store.owner,
            "dataset_id": dataset_id,
            "dataset_version": dataset.version,
            "generator": generator,
            "settings": chosen.model_dump(mode="json"),
            "rows": rows,
            "seed": seed,
            "control": control.model_dump(mode="json") if control else None,
            "state": "queued",
            "created": time.time(),
            "forecast_seconds": forecast(train, generator, settings, rows).seconds,
        }
        with self._store.database.writing() as connection:
            if datasets.get(dataset_id).version != dataset.version:
                raise WorkspaceError(f"{dataset.name!r} was changed just now. Look at its profile, then start again.")
            connection.execute(database.runs.insert().values(values))
            kept = ("dataset_id", "dataset_version", "generator", "settings", "rows", "seed", "control")
            content = {key: values[key] for key in kept} | {"dataset_sha256": dataset.sha256}
            events.append(connection, self._store.owner, "run started", run_id, content)
        return self.get(run_id)

    def all(self, dataset_id: str | None = None) -> list[Run]:
        queue.tend(self._store)
        table = database.runs
        query = select(table).where(table.c.owner == self._store.owner).order_by(table.c.created.desc())
        if dataset_id is not None:
            query = query.where(table.c.dataset_id == dataset_id)
        with self._store.database.reading() as connection:
            rows = connection.execute(query).all()
        answers = self._answers()
        return [_run(row, answers) for row in rows]

    def get(self, run_id: str) -> Run:
        self._own(run_id)
        queue.tend(self._store)
        return _run(self._own(run_id), self._answers(run_id))

    def recorded(self, run_id: str) -> Row[Any]:
        """A run of this owner as the record has it, whatever has become of its worker."""
        return self._own(run_id)

    def _own(self, run_id: str) -> Row[Any]:
        row = states.row(self._store, run_id)
        if row.owner != self._store.owner:
            raise WorkspaceError(f"The run {run_id!r} is not in this workspace. Choose one from Home.")
        return row

    def _answers(self, run_id: str | None = None) -> dict[str, str]:
        """The latest decision on each run, in its own word; `expired` once its last day is over."""
        found = events.select(self._store, DECISION, run_id)
        return {event.subject_id: _standing(event.content) for event in found}

    def steps(self, run_id: str) -> list[Step]:
        self._own(run_id)
        table = database.steps
        columns = (table.c.time, table.c.stage, table.c.done, table.c.total, table.c.measures)
        query = select(*columns).where(table.c.run_id == run_id).order_by(table.c.number)
        with self._store.database.reading() as connection:
            return [Step.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def cancel(self, run_id: str) -> Run:
        row = self._own(run_id)
        if states.settle(self._store, run_id, "cancelled", stage=""):
            queue.end(self._store, states.row(self._store, run_id))
        elif row.state == "done":
            self._stop_scoring(row)
        return self.get(run_id)

    def _stop_scoring(self, row: Row[Any]) -> None:
        states.stop_scoring(self._store, row.id)
        queue.end(self._store, row)

    def delete_dataset(self, dataset: Dataset) -> Receipt:
        tasks.cancel_all(self._store, dataset.id, "dataset")
        for run in self.all(dataset.id):
            tasks.cancel_all(self._store, run.id, "run")
            if run.scoring:
                self._stop_scoring(self._own(run.id))
        return deletion.delete(self._store, dataset)

    def folder(self, run_id: str) -> Path:
        return self._store.run_folder(self._own(run_id).id)

    def synthetic(self, run_id: str) -> Table:
        return judging.synthetic(self._store, self._finished(run_id))

    def report(self, run_id: str) -> Report | None:
        from synth.judge.report import Report, StandardScores  # noqa: PLC0415
        from synth.work import supplements  # noqa: PLC0415

        folder = self.folder(run_id)
        if not (folder / REPORT).exists():
            return None
        report = supplements.merged(Report.from_json(folder / REPORT), folder)
        standard = folder / STANDARD
        if not standard.exists():
            return report
        scores = StandardScores.model_validate_json(standard.read_text(encoding="utf-8"))
        return report.model_copy(update={"standard": scores})

    def supplement(self, run_id: str, name: str, found: Iterable[Score | Exhibit]) -> Supplement:
        from synth.work import supplements  # noqa: PLC0415

        folder, supplement = self._finished(run_id), supplements.Supplement.of(found)
        with files.disk_errors(self._store.folder):
            supplements.keep(folder, name, supplement)
        measures = sorted({score.measure for score in supplement.scores})
        content = {"name": name, "measures": measures, "exhibits": len(supplement.exhibits)}
        with self._store.database.writing() as connection:
            events.append(connection, self._store.owner, "report supplemented", run_id, content)
        return supplement

    def supplemented(self, run_id: str, name: str) -> Supplement:
        from synth.work import supplements  # noqa: PLC0415

        return supplements.read(self._finished(run_id), name)

    def start_task(self, run_id: str, name: str, options: Mapping[str, Sequence[str]]) -> Task:
        folder = self._finished(run_id)
        with files.disk_errors(self._store.folder):
            return tasks.start(self._store, folder.name, name, options)

    def task(self, run_id: str, name: str) -> Task | None:
        return tasks.get(self._store, self._own(run_id).id, name)

    def cancel_task(self, run_id: str, name: str) -> Task | None:
        return tasks.cancel(self._store, self._own(run_id).id, name)

    def compared(self, run_id: str) -> Compared:
        return judging.compared(self._store, states.row(self._store, self._finished(run_id).name))

    def report_stamp(self, run_id: str) -> str:
        return judging.stamp(self.folder(run_id))

    def recipe(self, run_id: str) -> dict[str, Any]:
        with files.disk_errors(self._store.folder):
            content: dict[str, Any] = json.loads((self._finished(run_id) / "recipe.json").read_text(encoding="utf-8"))
        return content

    def log(self, run_id: str) -> str:
        path = self.folder(run_id) / queue.LOG_FILE
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def _finished(self, run_id: str) -> Path:
        row = self._own(run_id)
        if row.state != "done":
            raise WorkspaceError(
                f"The run {run_id} has made no table: it is {states.WORDS[row.state]}. Wait for it, or start another."
            )
        return self._store.run_folder(row.id)


def check_size(rows: int | str, seed: int | str) -> tuple[int, int]:
    """The number of rows and the seed, perhaps as typed by a person; `SettingsError` gives their bounds."""
    return _whole("number of rows", rows, 1, MAX_ROWS), _whole("seed", seed, 0, MAX_SEED)


def _whole(what: str, value: int | str, low: int, high: int) -> int:
    """A whole number within its bounds; thousands may be parted by commas."""
    with suppress(ValueError):
        number = int(str(value).replace(",", ""))
        if low <= number <= high:
            return number
    raise SettingsError(f"The {what} cannot be {value!r}: choose a whole number from {low:,} to {high:,}.")


def _standing(decision: Mapping[str, Any]) -> str:
    expiry = decision.get("expiry")
    over = expiry is not None and date.fromisoformat(expiry) < datetime.now(UTC).date()
    return "expired" if over and decision.get("answer") != "refused" else str(decision.get("answer", ""))


def _run(row: Row[Any], answers: Mapping[str, str]) -> Run:
    fields = {key: value for key, value in row._mapping.items() if key != "pid"}
    return Run.model_validate(fields | {"decision": answers.get(row.id)})
