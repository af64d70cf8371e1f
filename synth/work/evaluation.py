"""Evaluate only: a table that somebody else's generator made of ours becomes a run that goes straight to comparing.

All rows of the real table count as training rows, as its generator may have seen them all; a holdout is what the
steward kept from it. What is judged, and may leave later, are the columns that were matched with ours.
"""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict

import synth
from synth.errors import ReadError, SettingsError, WorkspaceError
from synth.prepare.control import Control
from synth.prepare.schema import Schema
from synth.prepare.table import Reading, Table
from synth.work import database, events, files
from synth.work.datasets import Datasets, label
from synth.work.mapping import ColumnMapping, propose
from synth.work.outputs import write_outputs
from synth.work.records import EXTERNAL
from synth.work.store import Store
from synth.work.tables import spelled, typed_like

EVALUATED, HOLDOUT = "evaluated", "holdout"
_ASIDE = "aside"
_MAX_NAME = 120


class Upload(BaseModel):
    """A file that was put aside until its columns are matched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    sha256: str
    bytes: int
    rows: int
    columns: tuple[str, ...]


def put_aside(store: Store, dataset_id: str, name: str, content: bytes) -> Upload:
    """Keep a file beside the dataset for the time being; `ReadError` where it is not a table."""
    text = spelled(content, {"name": label(name)})
    upload = Upload(
        id=files.new_id(),
        name=label(name),
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        rows=len(text),
        columns=tuple(text.frame.columns),
    )
    with files.disk_errors(store.folder):
        folder = files.private_folder(_aside(store, dataset_id))
        files.write(folder / f"{upload.id}.csv", content)
        files.write(folder / f"{upload.id}.json", upload.model_dump_json())
    return upload


def aside(store: Store, dataset_id: str, upload_id: str) -> tuple[Upload, bytes]:
    """A file that was put aside, and its content."""
    known = {path.stem for path in _aside(store, dataset_id).glob("*.json")}
    if upload_id not in known:
        raise WorkspaceError("The uploaded file is not here any more. Upload it again.")
    path = _aside(store, dataset_id) / f"{upload_id}.json"
    with files.disk_errors(store.folder):
        return Upload.model_validate_json(path.read_text(encoding="utf-8")), path.with_suffix(".csv").read_bytes()


def forget_aside(store: Store, dataset_id: str) -> None:
    """Delete everything that was put aside for a dataset."""
    with files.disk_errors(store.folder):
        files.remove(_aside(store, dataset_id))


def matched(store: Store, dataset_id: str, content: bytes, columns: Mapping[str, str | None]) -> ColumnMapping:
    """How the columns of another's table are matched with those of the dataset; `columns` are corrections."""
    return propose(Datasets(store).table(dataset_id), spelled(content, {}), columns)


def prepare(
    store: Store,
    dataset_id: str,
    name: str,
    content: bytes,
    *,
    holdout: bytes | None,
    holdout_name: str,
    columns: Mapping[str, str | None],
    generator_name: str,
    vendor: str,
    target: str | None,
    seed: int,
) -> str:
    """Keep what is to be judged and record its run, which waits for a worker; its id."""
    datasets = Datasets(store)
    dataset = datasets.get(dataset_id)
    real = datasets.table(dataset_id, dataset.version)
    text = spelled(content, {})
    mapping = propose(real, text, columns)
    made = typed_like(text, real.schema, {}, mapping.columns, mapping.levels)
    held = _held(real, holdout)
    _check(real.schema, mapping, {"synthetic table": made, "holdout": held}, target)
    run_id = files.new_id()
    folder = store.run_folder(run_id)
    settings = {
        "name": generator_name.strip()[:_MAX_NAME] or "unknown",
        "vendor": vendor.strip()[:_MAX_NAME] or "unknown",
        "file": {"name": label(name), "sha256": hashlib.sha256(content).hexdigest(), "rows": len(made)},
        "holdout": _known(holdout_name, holdout, held),
        "columns": mapping.columns,
        "left_out": list(mapping.extra),
        "target": target,
    }
    values = {
        "id": run_id,
        "owner": store.owner,
        "dataset_id": dataset_id,
        "dataset_version": dataset.version,
        "generator": EXTERNAL,
        "settings": settings,
        "rows": len(made),
        "seed": seed,
        "control": None,
        "state": "queued",
        "created": time.time(),
    }
    try:
        with files.disk_errors(store.folder):
            files.private_folder(folder)
            keep_table(folder, EVALUATED, made)
            if held is not None:
                keep_table(folder, HOLDOUT, held)
        with store.database.writing() as connection:
            connection.execute(database.runs.insert().values(values))
            kept = ("dataset_id", "dataset_version", "generator", "settings", "rows", "seed")
            content_ = {key: values[key] for key in kept} | {"dataset_sha256": dataset.sha256}
            events.append(connection, store.owner, "run started", run_id, content_)
    except BaseException:
        files.remove(folder)
        raise
    return run_id


def write_judged(folder: Path, run: Any, real: Table) -> None:
    """Write the judged columns as the table that may leave, and the recipe: who made it, of what, and the hashes."""
    whole = kept_table(folder, EVALUATED)
    made = whole.select([name for name in real.schema.names if name in whole.schema.names])
    outputs, neutralised = write_outputs(folder, made)
    recipe = {
        "generator": EXTERNAL,
        "made_by": {key: run.settings[key] for key in ("name", "vendor")},
        "rows": run.rows,
        "seed": run.seed,
        "settings": {},
        "control": Control().model_dump(mode="json"),
        "source": {"sha256": real.reading.sha256, "rows": real.reading.loaded, "training_rows": len(real)},
        "split": None,
        "evaluated": run.settings["file"],
        "holdout": run.settings["holdout"],
        "columns": run.settings["columns"],
        "left_out": run.settings["left_out"],
        "outputs": {name: files.sha256(path) for name, path in outputs.items()},
        "neutralised": neutralised,
        "notes": [],
        "versions": {"synth": synth.__version__, "python": platform.python_version()},
    }
    files.write(folder / "recipe.json", json.dumps(recipe, indent=2, ensure_ascii=False) + "\n")


def keep_table(folder: Path, name: str, table: Table) -> None:
    """Keep a typed table with its schema and how it was read."""
    with files.whole(folder / f"{name}.parquet") as path:
        table.frame.to_parquet(path, index=False)
    content = {part: getattr(table, part).model_dump(mode="json") for part in ("schema", "reading")}
    files.write(folder / f"{name}.json", json.dumps(content, indent=1) + "\n")


def kept_table(folder: Path, name: str) -> Table:
    """A table as it was kept."""
    content = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    schema, reading = Schema.model_validate(content["schema"]), Reading.model_validate(content["reading"])
    return Table(pd.read_parquet(folder / f"{name}.parquet"), schema, reading)


def _held(real: Table, content: bytes | None) -> Table | None:
    """The holdout under our names."""
    if content is None:
        return None
    text = spelled(content, {})
    mapping = propose(real, text)
    return typed_like(text, real.schema, {}, mapping.columns, mapping.levels)


def _known(name: str, content: bytes | None, table: Table | None) -> dict[str, Any] | None:
    """What is remembered of the holdout."""
    if content is None or table is None:
        return None
    return {"name": label(name), "sha256": hashlib.sha256(content).hexdigest(), "rows": len(table)}


def _check(schema: Schema, mapping: ColumnMapping, tables: Mapping[str, Table | None], target: str | None) -> None:
    """See, before a run is made, that there is something to compare."""
    for role, table in tables.items():
        if table is not None and len(table) < 2:
            raise ReadError(f"The {role} has hardly a row: at least 2 are needed.")
    modelled = {column.name for column in schema.modelled}
    if not modelled & set(mapping.columns.values()):
        raise SettingsError(
            "No column of the synthetic table is one that is modelled in the real one. Match at least one of them."
        )
    if target is not None and target not in schema.names:
        raise SettingsError(f"The target {target!r} is not a column of the real table.")


def _aside(store: Store, dataset_id: str) -> Path:
    return store.dataset_folder(Datasets(store).get(dataset_id).id) / _ASIDE
