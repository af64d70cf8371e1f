"""Who may run: at most two workers a workspace, the oldest first; and who has died without a word."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy import func as sql

from synth.errors import WorkspaceError
from synth.work import database, files, process, states
from synth.work.store import Store

MAX_RUNNING = 2
START_SECONDS = 20
"""How long a worker may take until its first heartbeat."""
SILENT_SECONDS = 15
"""How long a worker that lives may go without a heartbeat; it beats every second."""
SECOND_LOOK_SECONDS = 2.5
LOG_FILE = "log.txt"

_runs = database.runs


def tend(store: Store) -> None:
    """Settle the runs whose worker is gone, then start waiting ones where there is room."""
    for run in _busy(store):
        reason = _death(store, run)
        if reason is not None:
            _bury(store, run, reason)
    while (run_id := _claim(store)) is not None:
        _launch(store, run_id)


def end(store: Store, run: Row[Any]) -> None:
    """End a run's worker, if it has one, and delete what it has half-made."""
    if run.pid is not None:
        process.end(run.pid, run.id)
    if states.row(store, run.id).state in ("failed", "cancelled"):
        clear(store, run.id)


def clear(store: Store, run_id: str) -> None:
    """Delete all files of a run but its log."""
    with files.disk_errors(store.folder):
        for path in store.run_folder(run_id).glob("*"):
            if path.is_dir():
                files.remove(path)
            elif path.name != LOG_FILE:
                path.unlink(missing_ok=True)


def _busy(store: Store) -> list[Row[Any]]:
    with store.database.reading() as connection:
        return list(connection.execute(select(_runs).where(states.BUSY)))


def _death(store: Store, run: Row[Any]) -> str | None:
    """Why a busy run's worker must be given up, or None while it lives."""
    if run.pid is None:
        return "its process never started" if time.time() - run.started > START_SECONDS else None
    if not process.alive(run.pid, run.id):
        return process.reason_of_death(run.id)
    if _silent(run):
        time.sleep(SECOND_LOOK_SECONDS)  # a machine that wakes from sleep beats again within a second
        if _silent(states.row(store, run.id)):
            process.end(run.pid, run.id)
            return f"its process has not answered for {SILENT_SECONDS} seconds"
    return None


def _silent(run: Row[Any]) -> bool:
    if run.heartbeat is None:
        return bool(time.time() - run.started > START_SECONDS)
    return bool(time.time() - run.heartbeat > SILENT_SECONDS)


def _bury(store: Store, run: Row[Any], reason: str) -> None:
    if run.state == "done":
        states.stop_scoring(store, run.id)
        return
    where = f"{run.stage}, {run.done:,} of {run.total:,}" if run.total else run.stage
    error = (
        f"The run failed while {states.WORDS[run.state]} ({where}): {reason}. "
        "Start it again; fewer rows or columns need less memory."
    )
    if states.settle(store, run.id, "failed", error=error):
        clear(store, run.id)


def _claim(store: Store) -> str | None:
    """Take the oldest waiting run, if there is room for it."""
    with store.database.reading() as connection:
        if connection.execute(select(_runs.c.id).where(_runs.c.state == "queued").limit(1)).first() is None:
            return None
    with store.database.writing() as connection:
        running = connection.execute(select(sql.count()).select_from(_runs).where(states.BUSY)).scalar_one()
        waiting = select(_runs.c.id).where(_runs.c.state == "queued").order_by(_runs.c.created).limit(1)
        run_id = connection.execute(waiting).scalar()
        if run_id is None or running >= MAX_RUNNING:
            return None
        claimed = {"state": "fitting", "stage": "starting", "started": time.time()}
        connection.execute(update(_runs).where(_runs.c.id == run_id).values(claimed))
        return str(run_id)


def _launch(store: Store, run_id: str) -> None:
    try:
        with files.disk_errors(store.folder):
            log = files.private_folder(store.run_folder(run_id)) / LOG_FILE
            log.touch(mode=files.FILE_MODE)
            files.make_private(log)
            pid = process.start(store.folder, run_id, log)
    except WorkspaceError as error:
        states.settle(store, run_id, "failed", error=f"The run could not be started. {error}")
        return
    with store.database.writing() as connection:
        connection.execute(update(_runs).where(_runs.c.id == run_id).values(pid=pid))
        gone = connection.execute(select(_runs.c.id).where(_runs.c.id == run_id, states.GOING)).first() is None
    if gone and states.row(store, run_id).state != "done":
        process.end(pid, run_id)
