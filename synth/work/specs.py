"""Specs in the workspace: a dataset of no rows, whose file states the table that is to be made."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

from sqlalchemy import update

from synth.errors import SettingsError, WorkspaceError
from synth.prepare.schema import Intent
from synth.work import database, events, files
from synth.work.datasets import Datasets, label
from synth.work.records import Dataset
from synth.work.store import Store

GENERATOR = "rules"
"""The only generator that makes a table from a spec."""


def add(store: Store, name: str, text: str, intent: Intent) -> Dataset:
    """Keep a spec as a dataset; `SettingsError` where it is none."""
    dataset_id = files.new_id()
    shown = label(name).removesuffix(".csv")
    values = _described(text) | {
        "id": dataset_id,
        "owner": store.owner,
        "name": shown,
        "created": time.time(),
        "intent": intent,
        "version": 1,
        "rows": 0,
    }
    try:
        with files.disk_errors(store.folder):
            files.private_folder(store.dataset_folder(dataset_id))
            _write(store, dataset_id, 1, text)
        with store.database.writing() as connection:
            connection.execute(database.datasets.insert().values(values))
            known = {key: values[key] for key in ("name", "sha256", "bytes", "intent", "columns")}
            events.append(connection, store.owner, "spec added", dataset_id, known)
    except BaseException:
        files.remove(store.dataset_folder(dataset_id))
        raise
    return Datasets(store).get(dataset_id)


def text(store: Store, dataset_id: str, version: int | None = None) -> str:
    """The spec as it was written; `WorkspaceError` where the dataset is a table."""
    dataset = Datasets(store).get(dataset_id)
    if not dataset.stated:
        raise WorkspaceError(f"{dataset.name!r} is a table, not a spec.")
    with files.disk_errors(store.folder):
        return _path(store, dataset_id, version or dataset.version).read_text(encoding="utf-8")


def save(store: Store, dataset_id: str, text_: str) -> Dataset:
    """Keep a changed spec: a new version of it once a run was started from the present one."""
    if text(store, dataset_id) == text_:
        return Datasets(store).get(dataset_id)
    described = _described(text_)
    with store.database.writing() as connection, files.disk_errors(store.folder):
        dataset = Datasets(store).get(dataset_id)
        version = dataset.version + dataset.locked
        _write(store, dataset_id, version, text_)
        table = database.datasets
        connection.execute(update(table).where(table.c.id == dataset_id).values(version=version, **described))
        content = {"version": version, "sha256": described["sha256"]}
        events.append(connection, store.owner, "spec changed", dataset_id, content)
    return Datasets(store).get(dataset_id)


def settings(store: Store, dataset: Dataset, generator: str) -> dict[str, Any]:
    """The settings of a run of this spec; `SettingsError` for another generator than `rules`."""
    if generator != GENERATOR:
        raise SettingsError(f"{dataset.name!r} is a spec: only the generator {GENERATOR!r} makes a table from it.")
    return {"spec": text(store, dataset.id, dataset.version)}


def _described(text_: str) -> dict[str, Any]:
    """Hash, size and number of columns of a spec, once it is seen to be one from which a table can be made."""
    from synth.make.rules_generator import Rules, RulesSettings  # noqa: PLC0415

    unaided = Rules().unaided(RulesSettings.read({"spec": text_}))
    if unaided is None:
        raise SettingsError("The spec is empty: it needs 'columns', a list of what each column holds.")
    content = text_.encode()
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "columns": len(unaided.schema.columns),
    }


def _write(store: Store, dataset_id: str, version: int, text_: str) -> None:
    """The spec, and the schema that it states."""
    from synth.make.spec import read_spec  # noqa: PLC0415

    path = _path(store, dataset_id, version)
    files.write(path, text_)
    schema = read_spec(text_).table_schema.model_dump(mode="json")
    files.write(path.with_name(f"schema.v{version}.json"), json.dumps(schema, indent=2) + "\n")


def _path(store: Store, dataset_id: str, version: int) -> Path:
    return store.dataset_folder(dataset_id) / f"spec.v{version}.yaml"
