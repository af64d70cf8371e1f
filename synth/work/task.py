"""One sum on demand in its own process: `python -m synth.work.task <workspace> <subject>:<name>:<when begun>`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from synth.work import database, searches, tasks
from synth.work.runs import Runs
from synth.work.store import Store
from synth.work.tasks import Task
from synth.work.worker import be_quiet, in_words

if TYPE_CHECKING:
    from synth.judge import Comparison
    from synth.judge.measures import Finding

STEP_SECONDS = 0.25
Heard = Callable[[int, int], object]


def main(arguments: list[str]) -> int:
    """Make the sum and keep what it finds; 0 unless it failed."""
    folder, (subject, name, _) = arguments[0], arguments[1].split(":")
    be_quiet()
    store = Store.open(Path(folder), owner="")
    store = replace(store, owner=_owner(store, name, subject))
    where = tasks.folder(store, subject, name)
    task = tasks.read(where, name)
    if task is None or not task.going:
        return 1
    status = Status(where, task.model_copy(update={"pid": os.getpid()}))
    try:
        if tasks.TASKS[name].of == "dataset":
            searches.make(store, subject, task.options, status)
        else:
            Runs(store).supplement(subject, name, _found(Runs(store), subject, task, status))
        status.settle("done")
    except Exception as error:
        status.settle("failed", in_words(error))
        return 1
    return 0


def _owner(store: Store, name: str, subject: str) -> str:
    """Whose run or dataset it is."""
    table = database.datasets if tasks.TASKS[name].of == "dataset" else database.runs
    with store.database.reading() as connection:
        return str(connection.execute(select(table.c.owner).where(table.c.id == subject)).scalar_one())


class Status:
    """Writes down how far a sum has come, not more than four times a second."""

    def __init__(self, folder: Path, task: Task) -> None:
        self.task = task
        self._folder = folder
        self._last = 0.0
        tasks.keep(folder, task)

    def __call__(self, done: int, total: int) -> None:
        self.task = self.task.model_copy(update={"done": done, "total": total})
        if time.monotonic() - self._last >= STEP_SECONDS or done >= total:
            self._last = time.monotonic()
            tasks.keep(self._folder, self.task)

    def settle(self, state: str, error: str | None = None) -> None:
        """Say how it ended."""
        self.task = self.task.model_copy(update={"state": state, "error": error})
        tasks.keep(self._folder, self.task)


def _found(runs: Runs, run_id: str, task: Task, heard: Heard) -> Sequence[Finding]:
    from synth.judge import Comparison  # noqa: PLC0415

    compared = runs.compared(run_id)
    options: dict[str, Any] = {**compared.options(), **task.options}
    comparison = Comparison.of(compared.real, compared.synthetic, **options)
    return {"attacks": _attacks, "learning curve": _learning_curve}[task.name](comparison, heard)


def _attacks(comparison: Comparison, heard: Heard) -> list[Finding]:
    """The attacks once more, by attackers that a steward has corrected."""
    from synth.judge import MEASURES  # noqa: PLC0415

    measures = [measure for measure in MEASURES if measure.name == "attacks"]
    found: list[Finding] = []
    for done, measure in enumerate(measures, 1):
        found += measure(comparison)
        heard(done, len(measures))
    return found


def _learning_curve(comparison: Comparison, heard: Heard) -> list[Finding]:
    from synth.judge.usefulness.curve import learning_curve  # noqa: PLC0415

    return learning_curve(comparison, progress=heard)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
