"""How a run changes: only while it is going, so that a worker that was cancelled or given up can change nothing."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update

from synth.errors import Cancelled, WorkspaceError
from synth.work import database, events
from synth.work.records import SETTLED, STANDARD_STAGE, WORKING, RunState
from synth.work.store import Store

WORDS: dict[RunState, str] = {
    "queued": "waiting for a free place",
    "fitting": "learning",
    "sampling": "drawing rows",
    "comparing": "comparing",
    "done": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}
"""What a person reads for a state, wherever it is told."""
_runs = database.runs
_SCORING = and_(_runs.c.state == "done", _runs.c.stage == STANDARD_STAGE)
GOING = _runs.c.state.not_in(SETTLED)
BUSY = or_(_runs.c.state.in_(WORKING), _SCORING)
"""Runs whose worker should be there: working on the table, or still taking the standard scores."""


def row(store: Store, run_id: str) -> Row[Any]:
    """A run as it is recorded, whoever owns it; `WorkspaceError` if there is none of that id."""
    with store.database.reading() as connection:
        found = connection.execute(select(_runs).where(_runs.c.id == run_id)).first()
    if found is None:
        raise WorkspaceError(f"The run {run_id!r} is not in this workspace. Choose one from Home, or start it again.")
    return found


def advance(connection: Connection, run_id: str, **values: Any) -> None:
    """Change a busy run; `Cancelled` if it is not busy any more."""
    change = update(_runs).where(_runs.c.id == run_id, BUSY).values(heartbeat=time.time(), **values)
    if connection.execute(change).rowcount == 0:
        raise Cancelled(f"The run {run_id} was cancelled.")


def settle(store: Store, run_id: str, state: RunState, **values: Any) -> bool:
    """Bring a run that is going to its last state and record that; False where it has one already."""
    with store.database.writing() as connection:
        change = update(_runs).where(_runs.c.id == run_id, GOING)
        settled = {"state": state, "finished": time.time(), "seconds_left": None}
        if connection.execute(change.values(settled | values)).rowcount == 0:
            return False
        run = connection.execute(select(_runs).where(_runs.c.id == run_id)).one()
        content = {"dataset": run.dataset_id, "error": run.error, "synthetic_sha256": run.synthetic_sha256}
        events.append(connection, run.owner, f"run {state}", run_id, content)
    return True


def stop_scoring(store: Store, run_id: str) -> None:
    """Say that no more standard scores will come for a run that is done."""
    with store.database.writing() as connection:
        connection.execute(update(_runs).where(_runs.c.id == run_id, _SCORING).values(stage=""))
