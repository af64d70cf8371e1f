"""What people write beside a report, column by column, and the looks they take at real rows: all on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Row

from synth.errors import WorkspaceError
from synth.prepare.schema import Column
from synth.work import events
from synth.work.datasets import Datasets
from synth.work.records import EXTERNAL
from synth.work.store import Store

COMMENT, REVEAL = "comment", "reveal"
MAX_COMMENT = 2000
MASK = "•••"


class Comment(BaseModel):
    """What somebody wrote about one column of a run; `owner` is whose workspace it was written in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    time: datetime
    owner: str
    column: str
    text: str


def comment(store: Store, run: Row[Any], column: str, text: str) -> Comment:
    """Put a comment on record; earlier ones on the column stay beside it."""
    schema = Datasets(store).schema(run.dataset_id, run.dataset_version)
    if column not in schema.names:
        raise WorkspaceError(f"There is no column {column!r} to write about.")
    said = "".join(mark for mark in text if mark.isprintable() or mark == "\n").strip()
    if not said or len(said) > MAX_COMMENT:
        raise WorkspaceError(f"A comment has from 1 to {MAX_COMMENT:,} characters; this one has {len(said):,}.")
    with store.database.writing() as connection:
        events.append(connection, store.owner, COMMENT, run.id, {"column": column, "text": said})
    return comments(store, run.id)[-1]


def comments(store: Store, run_id: str) -> list[Comment]:
    """All comments on a run, in order."""
    return [
        Comment(time=event.time, owner=event.owner, column=event.content["column"], text=event.content["text"])
        for event in events.select(store, COMMENT, run_id)
    ]


def real_row(store: Store, run: Row[Any], position: int, *, reveal: bool) -> dict[str, str]:
    """The training row at that position of the report's first table, as its file spells it; the look is recorded.

    Personal data, keys and free text are masked unless they are to be revealed.
    """
    datasets = Datasets(store)
    rows = None if run.generator == EXTERNAL else datasets.training_rows(run.dataset_id, run.dataset_version)
    frame = datasets.text(run.dataset_id).frame
    if not 0 <= position < (len(frame) if rows is None else len(rows)):
        raise WorkspaceError(f"There is no training row {position:,}.")
    row = position if rows is None else rows[position]
    schema = datasets.schema(run.dataset_id, run.dataset_version)
    with store.database.writing() as connection:
        content = {"table": "training rows", "rows": [position], "revealed": reveal}
        events.append(connection, store.owner, REVEAL, run.id, content)
    cells = frame.iloc[row]
    return {
        column.name: str(cells[column.name]) if reveal or not is_private(column) else MASK for column in schema.columns
    }


def is_private(column: Column) -> bool:
    """Whether a column's real cells are masked until somebody asks to see them."""
    return column.personal is not None or column.treatment in ("fake", "key") or column.kind == "text"
