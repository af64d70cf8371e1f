"""A search for settings that a dataset's training rows are made best with: kept trial by trial beside the dataset.

`synth.work.tuning` does the searching; the process is that of every sum on demand (`synth.work.tasks`). Only training
rows are looked at, so the holdout still judges what is made with the settings that were found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.errors import WorkspaceError
from synth.prepare.schema import Schema
from synth.work import events, files, tasks
from synth.work.datasets import Datasets
from synth.work.store import Store
from synth.work.tasks import Task
from synth.work.trials import Tuning

NAME = "search"
FILE = "search.json"
EVENT = "settings searched"


class Kept(BaseModel):
    """The trials so far, and the schema that they were made under."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    schema_sha256: str
    tuning: Tuning


def start(
    store: Store, dataset_id: str, generator: str, settings: Mapping[str, Any], *, trials: int, seed: int
) -> Task:
    """Begin a search in a process of its own; `SettingsError` where there is nothing to search."""
    from synth.work.tuning import check  # noqa: PLC0415

    dataset = Datasets(store).get(dataset_id)
    if dataset.stated:
        raise WorkspaceError(f"{dataset.name!r} is stated by rules: it has no rows that settings could be tried on.")
    start = check(generator, trials=trials, settings=settings)
    asked = {
        "generator": generator,
        "settings": start.model_dump(mode="json"),
        "trials": trials,
        "seed": seed,
        "version": dataset.version,
    }
    Datasets(store).split(dataset_id, dataset.version)
    with files.disk_errors(store.folder):
        return tasks.start(store, dataset_id, NAME, asked)


def make(store: Store, dataset_id: str, asked: Mapping[str, Any], heard: Callable[[int, int], object]) -> None:
    """Search, and keep what is known after each trial; at the end it is put on record."""
    from synth.work.tuning import search  # noqa: PLC0415

    train = Datasets(store).split(dataset_id, asked["version"]).train
    path, under = store.dataset_folder(dataset_id) / FILE, _hash(train.schema)

    def told(stage: str, done: int, total: int, *_: Any, **__: Any) -> None:
        heard(done, total)

    found = Tuning(asked["generator"], (), ())
    wanted = {name: asked[name] for name in ("trials", "settings", "seed")}
    for found in search(train, asked["generator"], **wanted, progress=told):
        files.write(path, Kept(schema_sha256=under, tuning=found).model_dump_json(indent=1) + "\n")
    with store.database.writing() as connection:
        content = {"generator": found.generator, "trials": len(found.trials), "finding": found.finding}
        events.append(connection, store.owner, EVENT, dataset_id, content)


def found(store: Store, dataset_id: str) -> Tuning | None:
    """The latest search as far as it has come; None where there is none, or its columns have changed since."""
    schema = Datasets(store).schema(dataset_id)
    try:
        kept = Kept.model_validate_json((store.dataset_folder(dataset_id) / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValidationError):  # none yet, or one of another version of synth
        return None
    return kept.tuning if kept.schema_sha256 == _hash(schema) else None


def _hash(schema: Schema) -> str:
    return hashlib.sha256(schema.model_dump_json().encode()).hexdigest()
