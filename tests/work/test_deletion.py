from __future__ import annotations

from pathlib import Path

import pytest

from synth.errors import WorkspaceError
from synth.work import Dataset, Workspace, queue
from tests.work.conftest import PATIENTS


@pytest.fixture(autouse=True)
def _nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MAX_RUNNING", 0)


def contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_it_is_named_then_gone_with_a_receipt(workspace: Workspace, dataset: Dataset) -> None:
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=10, seed=0)
    workspace.cancel(run.id)
    named = workspace.what_goes(dataset.id)
    assert len(named) == 2
    assert "patients.csv" in named[0]
    assert "its 200 rows as read, schema, split (" in named[0]
    assert "kB)" in named[0]
    assert named[1] == f"Run {run.id} (trees, cancelled): no files, only its record"
    receipt = workspace.delete_dataset(dataset.id)
    assert (receipt.dataset_id, receipt.name, receipt.sha256) == (dataset.id, "patients.csv", dataset.sha256)
    assert (receipt.rows, receipt.columns, receipt.runs) == (200, 4, (run.id,))
    assert f"datasets/{dataset.id}/raw.csv" in receipt.files
    assert receipt.bytes > len(PATIENTS)
    assert workspace.receipts() == [receipt]
    assert workspace.datasets() == []
    assert workspace.runs() == []
    assert b"p13,31" not in contents(workspace.folder)
    assert [path.name for path in sorted(workspace.folder.rglob("*")) if path.is_file()] == ["record.sqlite"]


def test_the_record_outlives_what_it_tells_of(workspace: Workspace, dataset: Dataset) -> None:
    workspace.delete_dataset(dataset.id)
    assert [event.kind for event in workspace.events(subject_id=dataset.id)] == ["dataset added", "dataset deleted"]
    assert workspace.verify_events() == 2


def test_it_is_refused_while_a_run_is_going(workspace: Workspace, dataset: Dataset) -> None:
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=10, seed=0)
    with pytest.raises(WorkspaceError, match=f"while the run {run.id} is going"):
        workspace.delete_dataset(dataset.id)
    [line] = workspace.what_goes(dataset.id)
    assert "Cancel the run first" in line
    assert len(workspace.text(dataset.id)) == 200
    assert workspace.receipts() == []


def test_other_datasets_stay(workspace: Workspace, dataset: Dataset) -> None:
    other = workspace.add_dataset("other.csv", PATIENTS, intent="analytics")
    workspace.delete_dataset(dataset.id)
    assert workspace.datasets() == [other]
    assert len(workspace.text(other.id)) == 200


def test_a_deletion_that_was_cut_short_can_be_done_again(workspace: Workspace, dataset: Dataset) -> None:
    workspace.raw(dataset.id).unlink()
    assert workspace.delete_dataset(dataset.id).dataset_id == dataset.id
