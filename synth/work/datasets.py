"""Datasets in the workspace: the file as it came, its cells as text, a schema and a split for each version."""

from __future__ import annotations

import hashlib
import json
import time
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError
from sqlalchemy import Connection, exists, select, update
from sqlalchemy import func as sql

from synth.errors import ReadError, TableError, WorkspaceError
from synth.prepare.cells import type_cells
from synth.prepare.kinds import infer_schema
from synth.prepare.profile import Profile, profile
from synth.prepare.schema import INTENTS, Intent, Schema
from synth.prepare.split import Split, split
from synth.prepare.suggest import with_roles
from synth.prepare.table import Reading, Table
from synth.prepare.text import Text, read_text
from synth.work import database, events, files
from synth.work.records import Dataset
from synth.work.store import Store

HOLDOUT = 0.2
FEWEST_ROWS = 2
SPLIT_SEED = 0
MAX_LABEL = 120


class Datasets:
    """The datasets of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, name: str, content: bytes, *, intent: Intent, read: Mapping[str, Any]) -> Dataset:
        dataset_id = files.new_id()
        folder, fresh = (self._store.dataset_folder(part) for part in (dataset_id, f".new-{dataset_id}"))
        try:
            with files.disk_errors(self._store.folder):
                files.private_folder(fresh)
                files.write(fresh / "raw.csv", content)
                text = self._read(fresh, content, label(name), read)
                fresh.rename(folder)
            values = {
                "id": dataset_id,
                "owner": self._store.owner,
                "name": label(name),
                "created": time.time(),
                "sha256": hashlib.sha256(content).hexdigest(),
                "bytes": len(content),
                "intent": intent,
                "version": 1,
                "rows": len(text),
                "columns": text.frame.shape[1],
            }
            with self._store.database.writing() as connection:
                connection.execute(database.datasets.insert().values(values))
                known = {key: values[key] for key in ("name", "sha256", "bytes", "intent", "rows", "columns")}
                events.append(connection, self._store.owner, "dataset added", dataset_id, known)
        except BaseException:
            files.remove(fresh)
            files.remove(folder)
            raise
        return self.get(dataset_id)

    def read_again(self, dataset_id: str, read: Mapping[str, Any]) -> Dataset:
        dataset = self.get(dataset_id)
        folder = self._store.dataset_folder(dataset_id)
        with self._store.database.writing() as connection:
            if _has_runs(connection, dataset_id):
                raise WorkspaceError(
                    f"Runs were started from {dataset.name!r} as it was read. To read it another way, upload it again."
                )
            text = self._replace(folder, dataset.name, read)
            connection.execute(
                update(database.datasets)
                .where(database.datasets.c.id == dataset_id)
                .values(rows=len(text), columns=text.frame.shape[1])
            )
            events.append(connection, self._store.owner, "dataset read again", dataset_id, {"rows": len(text)})
        return self.get(dataset_id)

    def set_intent(self, dataset_id: str, intent: Intent) -> Dataset:
        with self._store.database.writing() as connection:
            dataset = self._get(connection, dataset_id)
            if _has_runs(connection, dataset_id):
                raise WorkspaceError(
                    f"Runs were started from {dataset.name!r} for {INTENTS[dataset.intent].lower()}, so that stands. "
                    "To use it for something else, upload it again."
                )
            connection.execute(
                update(database.datasets).where(database.datasets.c.id == dataset_id).values(intent=intent)
            )
            events.append(connection, self._store.owner, "intent changed", dataset_id, {"intent": intent})
        return self.get(dataset_id)

    def _replace(self, folder: Path, name: str, read: Mapping[str, Any]) -> Text:
        """Read the kept file again; what was made of it before stays unless all of the new is there."""
        fresh = files.private_folder(folder / ".again")
        try:
            text = self._read(fresh, (folder / "raw.csv").read_bytes(), name, read)
            (folder / _split_name(1)).unlink(missing_ok=True)  # without runs there is one version only
            for path in fresh.iterdir():
                path.replace(folder / path.name)
        finally:
            files.remove(fresh)
        return text

    def _read(self, folder: Path, content: bytes, name: str, read: Mapping[str, Any]) -> Text:
        """Read the file and keep its text, its reading and the first version of its schema."""
        dialect = {key: value for key, value in read.items() if key != "nulls"}
        text = read_text(content, name=name, **dialect)
        _refuse_too_short(text, name)
        schema = with_roles(type_cells(text, infer_schema(text, nulls=read.get("nulls", ())))).schema
        with files.whole(folder / "text.parquet") as path:
            text.frame.to_parquet(path, index=False)
        files.write(folder / "reading.json", text.reading.model_dump_json(indent=1))
        _write_schema(folder, 1, schema)
        return text

    def all(self) -> list[Dataset]:
        query = self._select().order_by(database.datasets.c.created.desc())
        with self._store.database.reading() as connection:
            return [Dataset.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def get(self, dataset_id: str) -> Dataset:
        with self._store.database.reading() as connection:
            return self._get(connection, dataset_id)

    def _get(self, connection: Connection, dataset_id: str) -> Dataset:
        row = connection.execute(self._select().where(database.datasets.c.id == dataset_id)).first()
        if row is None:
            raise WorkspaceError(
                f"The dataset {dataset_id!r} is not in this workspace. Choose one from Home, or upload it again."
            )
        return Dataset.model_validate(dict(row._mapping))

    def _select(self) -> Any:
        """Datasets of this owner, each with whether a run was started from its present version."""
        table, runs = database.datasets, database.runs
        started = exists().where(runs.c.dataset_id == table.c.id, runs.c.dataset_version == table.c.version)
        return select(table, started.label("locked")).where(table.c.owner == self._store.owner)

    def raw(self, dataset_id: str) -> Path:
        return self._folder(dataset_id) / "raw.csv"

    def text(self, dataset_id: str) -> Text:
        folder = self._folder(dataset_id)
        with files.disk_errors(self._store.folder):
            reading = Reading.model_validate_json((folder / "reading.json").read_text(encoding="utf-8"))
            return Text(pd.read_parquet(folder / "text.parquet"), reading)

    def schema(self, dataset_id: str, version: int | None = None) -> Schema:
        version = version or self.get(dataset_id).version
        with files.disk_errors(self._store.folder):
            path = self._folder(dataset_id) / _schema_name(version)
            return Schema.model_validate_json(path.read_text(encoding="utf-8"))

    def table(self, dataset_id: str, version: int | None = None) -> Table:
        return type_cells(self.text(dataset_id), self.schema(dataset_id, version))

    def save_schema(self, dataset_id: str, schema: Schema) -> Dataset:
        self._check(dataset_id, schema)
        folder = self._folder(dataset_id)
        with self._store.database.writing() as connection:
            dataset = self._get(connection, dataset_id)
            before = self.schema(dataset_id, dataset.version)
            if schema == before:
                return dataset
            version = dataset.version + dataset.locked
            _write_schema(folder, version, schema)
            self._carry_split(folder, dataset.version, version, same_unit=schema.unit == before.unit)
            connection.execute(
                update(database.datasets).where(database.datasets.c.id == dataset_id).values(version=version)
            )
            changed = [new.name for old, new in zip(before.columns, schema.columns, strict=True) if old != new]
            content = {"version": version, "columns": changed, "unit": schema.unit, "target": schema.target}
            events.append(connection, self._store.owner, "schema corrected", dataset_id, content)
        return self.get(dataset_id)

    def _check(self, dataset_id: str, schema: Schema) -> None:
        """See that the schema fits the text: every cell can be typed by it."""
        text = self.text(dataset_id)
        if schema.names != list(text.frame.columns):
            raise TableError(
                "The schema's columns are not those of the file, or not in its order. Change kinds and treatments only."
            )
        type_cells(text, schema)

    @staticmethod
    def _carry_split(folder: Path, old: int, new: int, *, same_unit: bool) -> None:
        """Keep the drawn rows where the unit is the same; otherwise they are drawn anew when next asked for."""
        path = folder / _split_name(old)
        if not same_unit:
            (folder / _split_name(new)).unlink(missing_ok=True)
        elif new != old and path.exists():
            files.write(folder / _split_name(new), path.read_bytes())

    def profile(self, dataset_id: str) -> Profile:
        dataset, schema = self.get(dataset_id), self.schema(dataset_id)
        path = self._folder(dataset_id) / "profile.json"
        of = hashlib.sha256(f"{dataset.sha256} {dataset.rows} {schema.model_dump_json()}".encode()).hexdigest()
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if kept.get("of") == of:
            with suppress(ValidationError):  # kept by another version of synth
                return Profile.model_validate(kept["profile"])
        found = profile(self.table(dataset_id))
        with files.disk_errors(self._store.folder):
            files.write(path, json.dumps({"of": of, "profile": found.model_dump(mode="json")}))
        return found

    def split(self, dataset_id: str, version: int | None = None) -> Split:
        version = version or self.get(dataset_id).version
        path = self._folder(dataset_id) / _split_name(version)
        table = self.table(dataset_id, version)
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            return Split.from_rows(table, kept["train"], kept["holdout"], kept["seed"], kept["share"])
        drawn = split(table, holdout=HOLDOUT, seed=SPLIT_SEED)
        train, holdout = (rows.tolist() for rows in drawn.rows)
        content = {"seed": drawn.seed, "share": drawn.share, "train": train, "holdout": holdout}
        with files.disk_errors(self._store.folder):
            files.write(path, json.dumps(content))
        return drawn

    def training_rows(self, dataset_id: str, version: int) -> list[int]:
        """Positions in the file of the training rows, in their order, once they are drawn."""
        path = self._folder(dataset_id) / _split_name(version)
        with files.disk_errors(self._store.folder):
            rows: list[int] = json.loads(path.read_text(encoding="utf-8"))["train"]
        return rows

    def _folder(self, dataset_id: str) -> Path:
        self.get(dataset_id)
        return self._store.dataset_folder(dataset_id)


def label(name: str) -> str:
    """A file's name as a label: its last part, without control or invisible characters, at most 120 long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C").strip()
    return shown[:MAX_LABEL].strip() or "table.csv"


def _refuse_too_short(text: Text, name: str) -> None:
    if len(text) < FEWEST_ROWS:
        rejected = len(text.reading.rejected)
        raise ReadError(
            f"{name!r} has {'one row' if len(text) else 'no row'} below its header"
            f"{f', and {rejected:,} that could not be read' if rejected else ''}: a table needs at least two. "
            "Check the separator, the header and the lines skipped, or export it with more rows."
        )


def _has_runs(connection: Connection, dataset_id: str) -> bool:
    query = select(sql.count()).select_from(database.runs).where(database.runs.c.dataset_id == dataset_id)
    return connection.execute(query).scalar_one() > 0


def _schema_name(version: int) -> str:
    return f"schema.v{version}.json"


def _split_name(version: int) -> str:
    return f"split.v{version}.json"


def _write_schema(folder: Path, version: int, schema: Schema) -> None:
    files.write(folder / _schema_name(version), schema.model_dump_json(indent=2) + "\n")
