"""What was chosen for a dataset is kept whole, is its owner's, and goes with it."""

from __future__ import annotations

import pytest

from synth.errors import WorkspaceError
from synth.prepare.control import Control
from synth.work import Dataset, Workspace
from synth.work.chosen import FILE, Chosen


def test_what_was_chosen_is_found_again_and_named_before_it_is_deleted(workspace: Workspace, dataset: Dataset) -> None:
    assert workspace.chosen(dataset.id) == Chosen()
    what = Chosen(generator="trees", settings={"trees": {"k": 7}}, rows=9, control=Control(augment=True), after="run1")
    workspace.keep_chosen(dataset.id, what)
    assert Workspace.open(workspace.folder).chosen(dataset.id) == what
    assert "what was chosen on Generate" in workspace.what_goes(dataset.id)[0]


def test_another_owner_neither_sees_nor_changes_it(workspace: Workspace, dataset: Dataset) -> None:
    other = Workspace.open(workspace.folder, owner="somebody else")
    with pytest.raises(WorkspaceError, match="not in this workspace"):
        other.chosen(dataset.id)
    with pytest.raises(WorkspaceError, match="not in this workspace"):
        other.keep_chosen(dataset.id, Chosen())


def test_a_file_of_another_version_is_nothing_chosen(workspace: Workspace, dataset: Dataset) -> None:
    workspace.keep_chosen(dataset.id, Chosen(seed=3))
    [path] = workspace.folder.glob(f"datasets/*/{FILE}")
    path.write_text('{"format": 2}', encoding="utf-8")
    assert workspace.chosen(dataset.id) == Chosen()
