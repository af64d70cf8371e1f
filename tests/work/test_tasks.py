"""Longer sums on demand, by their real process, on a finished run of 200 rows."""

from __future__ import annotations

import os
import signal
import time

import pytest

from synth.errors import SettingsError, WorkspaceError
from synth.judge.exhibits import LearningCurve
from synth.work import Run, Workspace, process, tasks
from synth.work.tasks import Task
from tests.work.conftest import PATIENTS, until


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(tmp_path_factory.mktemp("tasks") / "workspace")


@pytest.fixture(scope="module")
def done(workspace: Workspace) -> Run:
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=60, seed=3)
    return until(lambda: workspace.run(run.id), lambda run: run.settled and not run.scoring)


def ended(workspace: Workspace, run: Run, name: str = "attacks") -> Task:
    end = time.monotonic() + 60
    while True:
        task = Workspace.open(workspace.folder).task(run.id, name)
        assert task is not None
        if not task.going:
            return task
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_sum_is_found_by_whoever_looks_and_joins_the_report(workspace: Workspace, done: Run) -> None:
    assert workspace.task(done.id, "attacks") is None
    options = {"quasi_identifiers": ["ward"], "secrets": ["ill"]}
    assert workspace.start_task(done.id, "attacks", options).going
    with pytest.raises(WorkspaceError, match="being made already"):
        workspace.start_task(done.id, "attacks")
    task = ended(workspace, done)
    assert (task.state, task.error, task.options) == ("done", None, options)
    assert task.done == task.total > 0
    assert {score.group for score in workspace.supplemented(done.id, "attacks").scores} == {"privacy"}
    assert workspace.cancel_task(done.id, "attacks") == task


def test_a_learning_curve_is_drawn_on_demand(workspace: Workspace, done: Run) -> None:
    workspace.start_task(done.id, "learning curve")
    task = ended(workspace, done, "learning curve")
    assert (task.state, task.error) == ("done", None)
    report = workspace.report(done.id)
    assert report is not None
    curve = report.exhibit(LearningCurve)
    assert curve is not None
    assert curve.target == "ill"
    assert curve.steps[-1].added == 60  # all the synthetic rows there are


def test_a_cancelled_sum_ends_its_process_and_leaves_nothing(workspace: Workspace) -> None:
    head, *rows = PATIENTS.splitlines(keepends=True)
    large = workspace.add_dataset("large.csv", head + b"".join(rows) * 30, intent="testing")  # a sum of many seconds
    run = workspace.start_run(large.id, "trees", settings={}, rows=6000, seed=3)
    until(lambda: workspace.run(run.id), lambda run: run.settled)
    workspace.start_task(run.id, "learning curve")
    task = workspace.cancel_task(run.id, "learning curve")
    assert task is not None
    assert task.state == "cancelled"
    assert task.pid is not None
    assert not process.alive(task.pid, tasks.key(run.id, task))
    assert workspace.supplemented(run.id, "learning curve").found == ()


def test_a_killed_sum_is_failed_with_its_reason(workspace: Workspace, done: Run) -> None:
    workspace.start_task(done.id, "attacks")
    folder = workspace.run_folder(done.id)
    while (task := tasks.read(folder, "attacks")) is None or task.pid is None:
        time.sleep(0.02)
    os.killpg(task.pid, signal.SIGKILL)
    task = ended(workspace, done)
    assert task.state == "failed"
    assert task.error is not None
    assert "memory ran out" in task.error


@pytest.mark.parametrize(("name", "options"), [("magic", {}), ("attacks", {"speed": ["1"]})])
def test_what_nobody_makes_is_refused(
    workspace: Workspace, done: Run, name: str, options: dict[str, list[str]]
) -> None:
    with pytest.raises(SettingsError, match="on demand"):
        workspace.start_task(done.id, name, options)
