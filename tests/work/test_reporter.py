from __future__ import annotations

import pandas as pd
import pytest

from synth.errors import Cancelled
from synth.work import Dataset, Workspace, database
from synth.work.reporter import Reporter
from synth.work.store import Store


@pytest.fixture
def run_id(workspace: Workspace, dataset: Dataset) -> str:
    """A run that is recorded as being worked on, by nobody."""
    values = {"id": "run1", "owner": "local", "dataset_id": dataset.id, "dataset_version": 1, "generator": "trees"}
    values |= {"settings": {}, "rows": 1, "seed": 0, "state": "fitting", "created": 0.0, "started": 4e9}
    with store(workspace).database.writing() as connection:
        connection.execute(database.runs.insert().values(values))
    return "run1"


def store(workspace: Workspace) -> Store:
    return Store.open(workspace.folder, workspace.owner)


def test_steps_are_thinned_but_never_the_last(workspace: Workspace, run_id: str) -> None:
    report = Reporter(store(workspace), run_id, {"fitting": 1.0})
    for done in range(1, 501):
        report("Learning", done, 500, {"loss": 1 / done})
    steps = workspace.steps(run_id)
    assert len(steps) < 50
    assert (steps[-1].done, steps[-1].total, steps[-1].measures) == (500, 500, {"loss": 1 / 500})
    run = workspace.run(run_id)
    assert (run.stage, run.done, run.total) == ("Learning", 500, 500)


def test_time_left_is_what_was_expected_until_there_is_a_pace(workspace: Workspace, run_id: str) -> None:
    report = Reporter(store(workspace), run_id, {"fitting": 100.0, "sampling": 10.0, "comparing": 5.0})
    report("Learning", 1, 1000)
    assert workspace.run(run_id).seconds_left == pytest.approx(115, abs=3)
    report.begin("sampling")
    report("Drawing", 1, 1000)
    assert workspace.run(run_id).seconds_left == pytest.approx(15, abs=3)
    report("Drawing", 1000, 1000)
    assert workspace.run(run_id).seconds_left == pytest.approx(5, abs=0.5)


def test_a_generator_s_rows_are_looked_at_twenty_times_by_steps(workspace: Workspace, run_id: str) -> None:
    looked: list[int] = []

    def peek(rows: int) -> pd.DataFrame:
        looked.append(rows)
        return pd.DataFrame({"age": [1.0]})

    report = Reporter(store(workspace), run_id, {"fitting": 1.0}, lambda frame: len(frame) / 2)
    answers = [report("Training", done, 200, {"loss": 1.0}, peek) for done in range(201)]
    assert len(looked) == 20
    assert [done for done, answer in enumerate(answers) if answer is not None] == list(range(10, 201, 10))
    kept = [step for step in workspace.steps(run_id) if "quality" in step.measures]
    assert [step.measures for step in kept] == [{"loss": 1.0, "quality": 0.5}] * 20


def test_a_run_that_has_ended_still_tells_how_far_it_came(workspace: Workspace, run_id: str) -> None:
    report = Reporter(store(workspace), run_id, {"fitting": 1.0, "sampling": 1.0})
    report.begin("fitting")
    report("Learning 'age'", 1, 1)
    report.begin("sampling")
    assert workspace.run(run_id).stage == "drawing rows"
    workspace.cancel(run_id)
    assert [step.stage for step in workspace.steps(run_id)] == ["fitting", "Learning 'age'", "sampling"]


def test_a_cancelled_run_stops_at_its_next_step(workspace: Workspace, run_id: str) -> None:
    report = Reporter(store(workspace), run_id, {"fitting": 1.0})
    report("Learning", 1, 1)
    workspace.cancel(run_id)
    with pytest.raises(Cancelled):
        report("Learning", 1, 1)
    with pytest.raises(Cancelled):
        report.begin("sampling")
    assert workspace.run(run_id).state == "cancelled"
    assert len(workspace.steps(run_id)) == 1
