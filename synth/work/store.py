"""Where a workspace's files lie, and the record they belong to."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from synth.errors import WorkspaceError
from synth.work import database, files
from synth.work.database import Database

RECORD_FILE = "record.sqlite"
_LEFTOVER_SECONDS = 3600


@dataclass(frozen=True)
class Store:
    """One workspace's folder and record, seen as one owner."""

    folder: Path
    owner: str
    database: Database

    @classmethod
    def open(cls, folder: Path, owner: str) -> Store:
        """Open or make the workspace in `folder`."""
        folder = folder.expanduser().absolute()
        with files.disk_errors(folder):
            if folder.is_dir() and not (folder / RECORD_FILE).exists() and any(folder.iterdir()):
                raise WorkspaceError(
                    f"The folder {folder} holds other files and is not a workspace. Choose an empty or a new folder "
                    "with SYNTH_WORKSPACE or `synth app --workspace`."
                )
            for path in (folder, folder / "datasets", folder / "runs"):
                files.private_folder(path)
        store = cls(folder, owner, Database(folder / RECORD_FILE))
        store.database.prepare()
        store._sweep()
        return store

    def dataset_folder(self, dataset_id: str) -> Path:
        """Where a dataset's files lie. The id must come from the record, never from outside."""
        return self.folder / "datasets" / dataset_id

    def run_folder(self, run_id: str) -> Path:
        """Where a run's files lie. The id must come from the record, never from outside."""
        return self.folder / "runs" / run_id

    def _sweep(self) -> None:
        """Delete what a crash has left behind: folders that no record names, once they are an hour old."""
        with files.disk_errors(self.folder):
            for kind, table in (("datasets", database.datasets), ("runs", database.runs)):
                old = [path for path in (self.folder / kind).iterdir() if _age(path) > _LEFTOVER_SECONDS]
                if old:
                    with self.database.reading() as connection:
                        known = set(connection.execute(select(table.c.id)).scalars())
                    for path in old:
                        if path.name not in known:
                            files.remove(path)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
