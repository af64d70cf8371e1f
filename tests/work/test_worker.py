"""Workers that die, hang, wait or fail, as the dashboard finds them."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import pytest

from synth.errors import WorkspaceError
from synth.work import Dataset, Run, Workspace, database, process, queue, states
from synth.work.records import WORKING
from synth.work.store import Store
from synth.work.worker import in_words
from tests.work.conftest import until

LONG = 1_000_000  # rows that keep a worker busy for many seconds


def start(workspace: Workspace, dataset: Dataset, rows: int = 100) -> Run:
    return workspace.start_run(dataset.id, "trees", settings={}, rows=rows, seed=0)


def record(workspace: Workspace, run: Run) -> Any:
    return states.row(Store.open(workspace.folder, workspace.owner), run.id)


def working(workspace: Workspace, dataset: Dataset) -> tuple[Run, int]:
    """A run whose worker has come to life and has long to go, and its process id."""
    run = start(workspace, dataset, LONG)
    run = until(lambda: workspace.run(run.id), lambda run: run.stage != "starting")
    assert run.state in WORKING
    return run, record(workspace, run).pid


def hang(workspace: Workspace, pid: int) -> None:
    """Make a worker as deaf as one that is stuck in C code, which is never in the midst of writing the record."""
    with Store.open(workspace.folder, workspace.owner).database.writing():
        os.kill(pid, signal.SIGSTOP)


def change(workspace: Workspace, run: Run, **values: Any) -> None:
    with Store.open(workspace.folder, workspace.owner).database.writing() as connection:
        connection.execute(database.runs.update().where(database.runs.c.id == run.id).values(values))


def kept(workspace: Workspace, run: Run) -> list[str]:
    return [path.name for path in workspace.run_folder(run.id).iterdir()]


def test_a_killed_worker_is_a_failed_run_with_its_reason(workspace: Workspace, dataset: Dataset) -> None:
    run, pid = working(workspace, dataset)
    os.killpg(pid, signal.SIGKILL)
    run = until(lambda: workspace.run(run.id), lambda run: run.settled)
    assert run.state == "failed"
    assert run.error is not None
    assert "SIGKILL" in run.error
    assert "memory" in run.error
    assert kept(workspace, run) == ["log.txt"]
    assert [event.kind for event in workspace.events(subject_id=run.id)] == ["run started", "run failed"]


def test_a_restarted_server_finds_the_dead_too(workspace: Workspace, dataset: Dataset) -> None:
    run, _ = working(workspace, dataset)
    child = process._children.pop(run.id)  # a new server has started nobody
    child.kill()
    child.wait()
    run = Workspace.open(workspace.folder).run(run.id)
    assert run.state == "failed"
    assert run.error is not None
    assert "its process is gone" in run.error


def test_a_hung_worker_is_cancelled_within_two_seconds(workspace: Workspace, dataset: Dataset) -> None:
    run, pid = working(workspace, dataset)
    hang(workspace, pid)
    begun = time.monotonic()
    cancelled = workspace.cancel(run.id)
    assert time.monotonic() - begun < 2
    assert cancelled.state == "cancelled"
    assert not process.alive(pid, run.id)
    assert kept(workspace, run) == ["log.txt"]
    assert Workspace.open(workspace.folder).run(run.id).state == "cancelled"


def test_a_worker_that_stops_answering_is_given_up(
    workspace: Workspace, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, pid = working(workspace, dataset)
    hang(workspace, pid)
    monkeypatch.setattr(queue, "SILENT_SECONDS", 1)
    monkeypatch.setattr(queue, "SECOND_LOOK_SECONDS", 0.3)
    run = until(lambda: workspace.run(run.id), lambda run: run.settled)
    assert run.state == "failed"
    assert run.error is not None
    assert "not answered" in run.error
    assert not process.alive(pid, run.id)


def test_a_worker_that_never_came_to_life_is_failed_after_a_while(workspace: Workspace, dataset: Dataset) -> None:
    run = start(workspace, dataset)
    process.end(record(workspace, run).pid, run.id)
    change(workspace, run, state="fitting", pid=None, started=time.time() - queue.START_SECONDS / 2)
    assert workspace.run(run.id).state == "fitting"
    change(workspace, run, started=time.time() - queue.START_SECONDS - 1)
    found = workspace.run(run.id)
    assert found.state == "failed"
    assert found.error is not None
    assert "never started" in found.error


def test_a_stranger_with_the_same_number_is_not_our_worker(workspace: Workspace, dataset: Dataset) -> None:
    run = start(workspace, dataset)
    process.end(record(workspace, run).pid, run.id)
    change(workspace, run, state="fitting", pid=os.getpid(), heartbeat=time.time())
    assert workspace.run(run.id).state == "failed"


def test_two_run_and_the_others_wait_their_turn(workspace: Workspace, dataset: Dataset) -> None:
    first, second, third, fourth = (start(workspace, dataset, LONG) for _ in range(4))
    states = [workspace.run(run.id).state for run in (first, second, third, fourth)]
    assert [state in WORKING for state in states[:2]] == [True, True]
    assert states[2:] == ["queued", "queued"]
    assert workspace.cancel(fourth.id).state == "cancelled"
    workspace.cancel(first.id)
    until(lambda: workspace.run(third.id), lambda run: run.state in WORKING)
    for run in (second, third):
        workspace.cancel(run.id)
    assert {run.state for run in workspace.runs()} == {"cancelled"}


def test_a_finished_worker_starts_the_next_though_nobody_looks(
    workspace: Workspace, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(queue, "MAX_RUNNING", 1)
        first, second = start(workspace, dataset), start(workspace, dataset)
        assert record(workspace, second).state == "queued"
    end = time.monotonic() + 90
    while record(workspace, second).state == "queued":  # read without tending the queue
        assert time.monotonic() < end
        time.sleep(0.1)
    assert record(workspace, first).state == "done"
    workspace.cancel(second.id)


def test_our_own_error_reaches_the_steward_and_the_log(
    workspace: Workspace, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(queue, "MAX_RUNNING", 0)
        run = start(workspace, dataset)
    workspace.raw(dataset.id).with_name("text.parquet").unlink()
    run = until(lambda: workspace.run(run.id), lambda run: run.settled)
    assert run.state == "failed"
    assert run.error is not None
    assert "no longer in the workspace" in run.error
    assert "failed while learning\nWorkspaceError: A file of this record is no longer" in workspace.log(run.id)


def test_a_foreign_error_is_named_but_not_quoted(
    workspace: Workspace, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(queue, "MAX_RUNNING", 0)
        run = start(workspace, dataset)
    text = workspace.raw(dataset.id).with_name("split.v1.json")
    text.write_text('{"train": "secret", "holdout": ["secret"], "seed": 0, "share": 0.2}')
    run = until(lambda: workspace.run(run.id), lambda run: run.settled)
    assert run.state == "failed"
    assert run.error is not None
    assert "ValueError in" in run.error
    assert "secret" not in run.error + workspace.log(run.id)


def test_errors_in_words() -> None:
    assert in_words(WorkspaceError("The disk is full.")) == "The disk is full."
    assert "Memory ran out" in in_words(MemoryError())
    assert "secret" not in in_words(KeyError("secret"))


def test_a_worker_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "hunter2")
    environment = process._environment()
    assert "hunter2" not in environment.values()
    assert environment["OMP_NUM_THREADS"] in ("1", "2")
