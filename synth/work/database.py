"""The workspace's records: a SQLite file in write-ahead mode, read freely and written one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    URL,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.pool import NullPool

from synth.errors import WorkspaceError
from synth.work.files import FILE_MODE, disk_errors

FORMAT = 1
BUSY_SECONDS = 10

_metadata = MetaData()

datasets = Table(
    "datasets",
    _metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("name", String, nullable=False),
    Column("created", Float, nullable=False),
    Column("sha256", String, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("intent", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("columns", Integer, nullable=False),
)

runs = Table(
    "runs",
    _metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("dataset_id", String, nullable=False),
    Column("dataset_version", Integer, nullable=False),
    Column("generator", String, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("control", JSON(none_as_null=True)),
    Column("state", String, nullable=False),
    Column("stage", String, nullable=False, default=""),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False, default=0),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("heartbeat", Float),
    Column("finished", Float),
    Column("seconds_left", Float),
    Column("forecast_seconds", Float),
    Column("error", String),
    Column("synthetic_sha256", String),
    Column("pid", Integer),
    Index("runs_of_dataset", "dataset_id", "dataset_version"),
)

steps = Table(
    "steps",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("run_id", String, nullable=False, index=True),
    Column("time", Float, nullable=False),
    Column("stage", String, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("measures", JSON, nullable=False),
)

events = Table(
    "events",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("time", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject_id", String, nullable=False, index=True),
    Column("content", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)

_APPEND_ONLY = [
    f"CREATE TRIGGER IF NOT EXISTS events_no_{verb.lower()} BEFORE {verb} ON events "
    "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    for verb in ("UPDATE", "DELETE")
]


class Database:
    """Connections to one record file. A write waits its turn for up to ten seconds, and is whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        url = URL.create("sqlite", database=str(path))
        self._engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
        event.listen(self._engine, "connect", _on_connect)
        event.listen(self._engine, "begin", _on_begin)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the record."""
        with disk_errors(self._path.parent), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write, committed at the end; any error takes everything back."""
        with disk_errors(self._path.parent), self._engine.connect() as connection:
            connection.execution_options(write=True)
            with connection.begin():
                yield connection

    def truncate_log(self) -> None:
        """Fold the write-ahead log into the record, so that nothing deleted lives on in it."""
        with disk_errors(self._path.parent), self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            )

    def prepare(self) -> None:
        """Make the record file where it is not there yet; refuse one that a later version of synth has written."""
        with disk_errors(self._path.parent):
            self._path.touch(mode=FILE_MODE)
            self._path.chmod(FILE_MODE)
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if found > FORMAT:
            raise WorkspaceError(
                f"The workspace {self._path.parent} was written by a later version of synth. Update synth, or choose "
                "another folder with SYNTH_WORKSPACE or `synth app --workspace`."
            )
        if found < FORMAT:
            with self.writing() as connection:
                _metadata.create_all(connection)
                for trigger in _APPEND_ONLY:
                    connection.exec_driver_sql(trigger)
                connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")


def _on_connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin in _on_begin, not behind our back
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a signature must outlive a power cut
    connection.execute("PRAGMA secure_delete = ON")


def _on_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
