"""Longer sums on demand: each in a process of its own that outlives the page, its progress in a file of its subject.

Its subject is a run, whose report gets what is found as a supplement, or a dataset, for which settings are searched.
`synth.work.task` is the process; this is how it looks from outside.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from synth.errors import SettingsError, WorkspaceError
from synth.work import files, process
from synth.work.queue import LOG_FILE, START_SECONDS
from synth.work.store import Store

PATTERN = "task-*.json"
MODULE = "synth.work.task"
Subject = Literal["run", "dataset"]


@dataclass(frozen=True)
class Kind:
    """What a sum is made of, and what may be asked of it."""

    of: Subject
    options: tuple[str, ...] = ()


TASKS: dict[str, Kind] = {
    "attacks": Kind("run", ("quasi_identifiers", "secrets")),
    "learning curve": Kind("run"),
    "search": Kind("dataset", ("generator", "settings", "trials", "seed", "version")),
}
"""Every sum that is made on demand."""


class Task(BaseModel):
    """One sum of one subject: `done` of `total` steps; `error` says in words why it failed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    state: Literal["going", "done", "failed", "cancelled"] = "going"
    options: dict[str, JsonValue] = {}
    started: float
    done: int = 0
    total: int = 0
    pid: int | None = None
    error: str | None = None

    @property
    def going(self) -> bool:
        """Whether it is still being worked on."""
        return self.state == "going"


def start(store: Store, subject: str, name: str, options: Mapping[str, Any]) -> Task:
    """Begin a sum; one of the same subject and name that is going is refused to be begun again."""
    unknown = sorted(set(options) - set(TASKS[name].options if name in TASKS else ()))
    if name not in TASKS or unknown:
        raise SettingsError(f"There is no {name!r}{f' with {unknown[0]!r}' if unknown else ''} to be made on demand.")
    before = get(store, subject, name)
    if before is not None and before.going:
        raise WorkspaceError(f"The {name} is being made already. Wait for it, or cancel it.")
    where = folder(store, subject, name)
    task = Task(name=name, options=dict(options), started=time.time())
    keep(where, task)
    process.start(store.folder, key(subject, task), where / LOG_FILE, module=MODULE)
    return task


def get(store: Store, subject: str, name: str) -> Task | None:
    """The sum as it stands: one whose process has died is found here, and is failed. None if it was never begun."""
    where = folder(store, subject, name)
    task = read(where, name)
    if task is None or not task.going or _alive(task, subject):
        return task
    again = read(where, name)  # it may have ended well between the two looks
    if again is None or not again.going:
        return again
    why = process.reason_of_death(key(subject, again))
    return _settled(where, again, "failed", f"The {name} failed: {why}. Begin it again.")


def cancel(store: Store, subject: str, name: str) -> Task | None:
    """End a sum; a settled one stays as it is."""
    where = folder(store, subject, name)
    task = read(where, name)
    if task is None or not task.going:
        return task
    while task.pid is None and _alive(task, subject):
        time.sleep(0.05)
        task = read(where, name) or task
    if task.pid is not None:
        process.end(task.pid, key(subject, task))
    task = read(where, name) or task
    return task if not task.going else _settled(where, task, "cancelled", None)


def cancel_all(store: Store, subject: str, of: Subject) -> None:
    """End every sum of a run or a dataset."""
    for name, kind in TASKS.items():
        if kind.of == of:
            cancel(store, subject, name)


def folder(store: Store, subject: str, name: str) -> Path:
    """Where the files of a sum's subject lie. The subject must come from the record, never from outside."""
    return store.dataset_folder(subject) if TASKS[name].of == "dataset" else store.run_folder(subject)


def keep(folder: Path, task: Task) -> None:
    """Write down how a sum stands."""
    files.write(_path(folder, task.name), task.model_dump_json(indent=1) + "\n")


def read(folder: Path, name: str) -> Task | None:
    """A sum as it was last written down."""
    try:
        return Task.model_validate_json(_path(folder, name).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValidationError):
        return None


def key(subject: str, task: Task) -> str:
    """What a sum's process is known by: its subject, its name and when it was begun."""
    return f"{subject}:{task.name}:{task.started}"


def _alive(task: Task, subject: str) -> bool:
    if task.pid is None:
        return time.time() - task.started < START_SECONDS
    return process.alive(task.pid, key(subject, task))


def _settled(folder: Path, task: Task, state: Any, error: str | None) -> Task:
    task = task.model_copy(update={"state": state, "error": error})
    keep(folder, task)
    return task


def _path(folder: Path, name: str) -> Path:
    return folder / PATTERN.replace("*", name.replace(" ", "-"))
