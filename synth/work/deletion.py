"""Deleting a dataset with everything made from it: named first, then gone, with a receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy import delete as sql_delete

from synth.errors import WorkspaceError
from synth.work import database, events, files, states
from synth.work.records import SETTLED, Dataset, Receipt, Run
from synth.work.store import Store

KIND = "dataset deleted"
DATASET_FILES = {
    "raw.csv": "the file as uploaded",
    "spec.*": "the spec",
    "text.parquet": "its rows as read",
    "schema.*": "schema",
    "profile.json": "profile",
    "split.*": "split",
    "aside/*": "files put aside for evaluation",
    "search.json": "a search for settings",
    "chosen.json": "what was chosen on Generate",
}
RUN_FILES = {
    "synthetic.csv": "synthetic table",
    "evaluated.parquet": "the evaluated table as read",
    "holdout.parquet": "holdout",
    "model": "model",
    "recipe.json": "recipe",
    "report.json": "report",
    "supplement-*.json": "what was asked later",
    "*.zip": "pack",
    "log.txt": "log",
}
"""What a person reads for the files of a dataset and of a run."""


def what_goes(store: Store, dataset: Dataset, runs: Sequence[Run]) -> list[str]:
    """One line for the dataset and one for each of its runs, naming what is there.

    While a run of the dataset is going nothing goes: then the only line says so, and what to do.
    """
    refusal = _refusal(dataset, runs)
    if refusal:
        return [refusal]
    rows = f"its {dataset.rows:,} rows as read" if dataset.rows != 1 else "its only row as read"
    words = DATASET_FILES | {"text.parquet": rows}
    return [f"{dataset.name}: {_contents(store.dataset_folder(dataset.id), words)}"] + [
        f"Run {run.id} ({run.generator}, {states.WORDS[run.state]}): {_contents(store.run_folder(run.id), RUN_FILES)}"
        for run in runs
    ]


def delete(store: Store, dataset: Dataset) -> Receipt:
    """Delete files, then records, then write the receipt; `WorkspaceError` while a run of the dataset is going."""
    with store.database.writing() as connection:
        runs = connection.execute(select(database.runs).where(database.runs.c.dataset_id == dataset.id)).all()
        refusal = _refusal(dataset, runs)
        if refusal:
            raise WorkspaceError(refusal)
        folders = [store.dataset_folder(dataset.id), *(store.run_folder(run.id) for run in runs)]
        receipt = {
            "name": dataset.name,
            "sha256": dataset.sha256,
            "rows": dataset.rows,
            "columns": dataset.columns,
            "runs": [run.id for run in runs],
            "files": [str(path.relative_to(store.folder)) for path in _files(folders)],
            "bytes": _size(folders),
        }
        for folder in folders:
            files.remove(folder)
        for run in runs:
            connection.execute(sql_delete(database.steps).where(database.steps.c.run_id == run.id))
        connection.execute(sql_delete(database.runs).where(database.runs.c.dataset_id == dataset.id))
        connection.execute(sql_delete(database.datasets).where(database.datasets.c.id == dataset.id))
        number = events.append(connection, store.owner, KIND, dataset.id, receipt).number
    store.database.truncate_log()
    return next(receipt for receipt in receipts(store) if receipt.number == number)


def receipts(store: Store) -> list[Receipt]:
    """What was deleted, the newest first."""
    found = reversed(events.select(store, KIND))
    return [
        Receipt.model_validate(
            {"number": event.number, "time": event.time, "dataset_id": event.subject_id} | event.content
        )
        for event in found
    ]


def _refusal(dataset: Dataset, runs: Sequence[Run | Row[Any]]) -> str:
    """Why the dataset cannot be deleted now; empty when it can."""
    going = [run.id for run in runs if run.state not in SETTLED]
    return (
        f"{dataset.name!r} cannot be deleted while the run {going[0]} is going. Cancel the run first." if going else ""
    )


def _contents(folder: Path, words: Mapping[str, str]) -> str:
    """What lies in a folder, in words and in the order of `words`, with its size."""
    found = [word for pattern, word in words.items() if any(folder.glob(pattern))]
    return f"{', '.join(found)} ({_in_words(_size([folder]))})" if found else "no files, only its record"


def _files(folders: Sequence[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def _size(folders: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in _files(folders))


def _in_words(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 0.1):.1f} kB"
