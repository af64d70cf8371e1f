"""The record of what was done: appended to, never changed, each line chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy import select as sql_select

from synth.errors import WorkspaceError
from synth.work.database import events
from synth.work.records import Event
from synth.work.store import Store

FIRST = "0" * 64


def append(connection: Connection, owner: str, kind: str, subject_id: str, content: Mapping[str, Any]) -> Event:
    """Add one line within a writing transaction."""
    last = connection.execute(sql_select(events).order_by(events.c.number.desc()).limit(1)).first()
    line = {
        "number": last.number + 1 if last else 1,
        "time": datetime.now(UTC).isoformat(),
        "owner": owner,
        "kind": kind,
        "subject_id": subject_id,
        "content": json.dumps(dict(content), ensure_ascii=False, sort_keys=True),
        "previous": last.hash if last else FIRST,
    }
    line["hash"] = _digest(line)
    connection.execute(events.insert().values(line))
    return _event(line)


def select(store: Store, kind: str | None = None, subject_id: str | None = None) -> list[Event]:
    """The owner's events in order, or those of one kind or subject."""
    query = sql_select(events).where(events.c.owner == store.owner).order_by(events.c.number)
    if kind is not None:
        query = query.where(events.c.kind == kind)
    if subject_id is not None:
        query = query.where(events.c.subject_id == subject_id)
    with store.database.reading() as connection:
        return [_event(dict(row._mapping)) for row in connection.execute(query)]


def verify(store: Store) -> int:
    """How many events the whole record has; `WorkspaceError` names the first that is not as it was written."""
    with store.database.reading() as connection:
        rows = connection.execute(sql_select(events).order_by(events.c.number)).all()
    broken = _first_broken(rows)
    if broken is not None:
        raise WorkspaceError(
            f"Event {broken} of the workspace {store.folder} is not as it was written: the record was changed or cut. "
            "Compare it with a backup before relying on any decision in it."
        )
    return len(rows)


def _first_broken(rows: Iterable[Row[Any]]) -> int | None:
    previous = FIRST
    for number, row in enumerate(rows, start=1):
        line = dict(row._mapping)
        if line["number"] != number or line["previous"] != previous or line.pop("hash") != _digest(line):
            return number
        previous = row.hash
    return None


def _digest(line: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(dict(line), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _event(line: Mapping[str, Any]) -> Event:
    return Event.model_validate(dict(line) | {"content": json.loads(line["content"])})
