"""Longer sums on demand: each in a process of its own that outlives the page, its progress in a file of the run.

What one finds becomes a supplement of the report. `synth.work.task` is the process; this is how it looks from outside.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.errors import SettingsError, WorkspaceError
from synth.work import files, process
from synth.work.queue import LOG_FILE, START_SECONDS
from synth.work.store import Store

PATTERN = "task-*.json"
MODULE = "synth.work.task"
TASKS: dict[str, tuple[str, ...]] = {
    "attacks": ("quasi_identifiers", "secrets"),
    "learning curve": (),
}
"""Every sum that is made on demand, and what may be asked of it."""


class Task(BaseModel):
    """One sum of one run: `done` of `total` steps; `error` says in words why it failed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    state: Literal["going", "done", "failed", "cancelled"] = "going"
    options: dict[str, list[str]] = {}
    started: float
    done: int = 0
    total: int = 0
    pid: int | None = None
    error: str | None = None

    @property
    def going(self) -> bool:
        """Whether it is still being worked on."""
        return self.state == "going"


def start(store: Store, run_id: str, name: str, options: Mapping[str, Any]) -> Task:
    """Begin a sum; one of the same run and name that is going is refused to be begun again."""
    unknown = sorted(set(options) - set(TASKS.get(name, ())))
    if name not in TASKS or unknown:
        raise SettingsError(f"There is no {name!r}{f' with {unknown[0]!r}' if unknown else ''} to be made on demand.")
    before = get(store, run_id, name)
    if before is not None and before.going:
        raise WorkspaceError(f"The {name} of this run is being made already. Wait for it, or cancel it.")
    folder = store.run_folder(run_id)
    task = Task(name=name, options={key: list(value) for key, value in options.items()}, started=time.time())
    keep(folder, task)
    process.start(store.folder, key(run_id, task), folder / LOG_FILE, module=MODULE)
    return task


def get(store: Store, run_id: str, name: str) -> Task | None:
    """The sum as it stands: one whose process has died is found here, and is failed. None if it was never begun."""
    task = read(store.run_folder(run_id), name)
    if task is None or not task.going or _alive(task, run_id):
        return task
    again = read(store.run_folder(run_id), name)  # it may have ended well between the two looks
    if again is None or not again.going:
        return again
    why = process.reason_of_death(key(run_id, again))
    return _settled(store, run_id, again, "failed", f"The {name} failed: {why}. Begin it again.")


def cancel(store: Store, run_id: str, name: str) -> Task | None:
    """End a sum; a settled one stays as it is."""
    task = read(store.run_folder(run_id), name)
    if task is None or not task.going:
        return task
    while task.pid is None and _alive(task, run_id):
        time.sleep(0.05)
        task = read(store.run_folder(run_id), name) or task
    if task.pid is not None:
        process.end(task.pid, key(run_id, task))
    task = read(store.run_folder(run_id), name) or task
    return task if not task.going else _settled(store, run_id, task, "cancelled", None)


def cancel_all(store: Store, run_id: str) -> None:
    """End every sum of a run."""
    for name in TASKS:
        cancel(store, run_id, name)


def keep(folder: Path, task: Task) -> None:
    """Write down how a sum stands."""
    files.write(_path(folder, task.name), task.model_dump_json(indent=1) + "\n")


def read(folder: Path, name: str) -> Task | None:
    """A sum as it was last written down."""
    try:
        return Task.model_validate_json(_path(folder, name).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValidationError):
        return None


def key(run_id: str, task: Task) -> str:
    """What a sum's process is known by: run, name and when it was begun."""
    return f"{run_id}:{task.name}:{task.started}"


def _alive(task: Task, run_id: str) -> bool:
    if task.pid is None:
        return time.time() - task.started < START_SECONDS
    return process.alive(task.pid, key(run_id, task))


def _settled(store: Store, run_id: str, task: Task, state: Any, error: str | None) -> Task:
    task = task.model_copy(update={"state": state, "error": error})
    keep(store.run_folder(run_id), task)
    return task


def _path(folder: Path, name: str) -> Path:
    return folder / PATTERN.replace("*", name.replace(" ", "-"))
