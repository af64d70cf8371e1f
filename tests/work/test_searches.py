"""A search for settings of a dataset, by its real process, on 200 rows."""

from __future__ import annotations

import time

import pytest

from synth.errors import SettingsError, WorkspaceError
from synth.work import Dataset, Workspace, process, searches, tasks
from synth.work.tasks import Task
from synth.work.tuning import searched


def ended(workspace: Workspace, dataset: Dataset) -> Task:
    until = time.monotonic() + 60
    while (task := Workspace.open(workspace.folder).search(dataset.id)) is None or task.going:
        assert time.monotonic() < until
        time.sleep(0.1)
    return task


def test_a_search_is_found_by_whoever_looks_and_its_best_settings_are_kept(
    workspace: Workspace, dataset: Dataset
) -> None:
    assert workspace.search(dataset.id) is None
    assert workspace.found_settings(dataset.id) is None
    start = {"min_leaf": 9, "k": 3}
    assert workspace.start_search(dataset.id, "trees", settings=start, trials=3, seed=1).going
    with pytest.raises(WorkspaceError, match="being made already"):
        workspace.start_search(dataset.id, "trees", trials=2)
    task = ended(workspace, dataset)
    assert (task.state, task.error, task.done, task.total) == ("done", None, 3, 3)
    found = workspace.found_settings(dataset.id)
    assert found is not None
    assert (found.generator, len(found.trials)) == ("trees", 3)
    assert found.trials[0].settings["min_leaf"] == 9
    assert {trial.settings["k"] for trial in found.trials} == {3}
    assert found.best is None or found.best.settings == found.trials[found.best.number].settings
    [event] = workspace.events(searches.EVENT, dataset.id)
    assert event.content["finding"] == found.finding
    assert workspace.runs(dataset.id) == []
    assert not workspace.dataset(dataset.id).locked
    assert "a search for settings" in workspace.what_goes(dataset.id)[0]


def test_trials_of_other_columns_are_not_offered(workspace: Workspace, dataset: Dataset) -> None:
    workspace.start_search(dataset.id, "trees", trials=2)
    ended(workspace, dataset)
    assert workspace.found_settings(dataset.id) is not None
    workspace.save_schema(dataset.id, workspace.schema(dataset.id).with_column("age", treatment="drop"))
    assert workspace.found_settings(dataset.id) is None


def test_a_cancelled_search_ends_its_process_and_its_dataset_can_go(workspace: Workspace, dataset: Dataset) -> None:
    workspace.start_search(dataset.id, "trees", trials=400)
    task = workspace.cancel_search(dataset.id)
    assert task is not None
    assert task.state == "cancelled"
    assert task.pid is not None
    assert not process.alive(task.pid, tasks.key(dataset.id, task))
    workspace.start_search(dataset.id, "trees", trials=400)
    workspace.delete_dataset(dataset.id)
    assert not workspace.datasets()


def test_a_search_of_nothing_is_refused_before_it_begins(workspace: Workspace, dataset: Dataset) -> None:
    with pytest.raises(SettingsError, match="no settings to search"):
        workspace.start_search(dataset.id, "fitted")
    with pytest.raises(SettingsError, match="Choose from 2 to"):
        workspace.start_search(dataset.id, "trees", trials=1)
    assert workspace.search(dataset.id) is None
    stated = workspace.add_spec("s", SPEC, intent="testing")
    with pytest.raises(WorkspaceError, match="stated by rules"):
        workspace.start_search(stated.id, "trees")


SPEC = "format: 1\ncolumns:\n- name: a\n  kind: number\n  values: {distribution: normal, mean: 0, sd: 1}\n"


def test_numbers_and_choices_are_searched_and_protection_is_not() -> None:
    from synth.make.trees_settings import TreesSettings  # noqa: PLC0415

    names = searched(TreesSettings())
    assert "min_leaf" in names
    assert "k" not in names
    assert "rare_label" not in names
