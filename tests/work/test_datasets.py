from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.errors import ReadError, TableError, WorkspaceError
from synth.work import Dataset, Workspace
from synth.work.datasets import MAX_LABEL, label
from tests.work.conftest import PATIENTS


def test_an_upload_is_kept_as_it_came_and_as_text(workspace: Workspace, dataset: Dataset) -> None:
    assert dataset.sha256 == hashlib.sha256(PATIENTS).hexdigest()
    assert (dataset.rows, dataset.columns, dataset.bytes) == (200, 4, len(PATIENTS))
    assert (dataset.version, dataset.locked, dataset.intent, dataset.owner) == (1, False, "testing", "local")
    assert workspace.raw(dataset.id).read_bytes() == PATIENTS
    text = workspace.text(dataset.id)
    assert text.frame.iloc[0].tolist() == ["p0", "20", "east", "no"]
    assert text.reading.rows_in_file == 200
    assert workspace.table(dataset.id).schema == workspace.schema(dataset.id)


def test_another_workspace_object_finds_it(workspace: Workspace, dataset: Dataset) -> None:
    again = Workspace.open(workspace.folder)
    assert again.datasets() == [dataset]
    assert again.dataset(dataset.id) == dataset


def test_everything_on_disk_is_private(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        workspace = Workspace.open(tmp_path / "private")
        dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
        workspace.split(dataset.id)
    finally:
        os.umask(before)
    for path in [workspace.folder, *workspace.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_what_is_no_table_leaves_nothing(workspace: Workspace) -> None:
    with pytest.raises(ReadError):
        workspace.add_dataset("empty.csv", b"", intent="testing")
    assert workspace.datasets() == []
    assert list((workspace.folder / "datasets").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n", "has no row below"),
        (b"a,b\n1,2\n", "has one row below"),
        (b'a,b\n1,2\n1,"2"x\n', "one row below its header, and 1 that could not be read"),
    ],
)
def test_a_table_of_fewer_than_two_rows_is_refused_at_once(workspace: Workspace, content: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        workspace.add_dataset("short.csv", content, intent="testing")
    assert workspace.datasets() == []


def test_what_it_is_for_may_change_until_a_run_was_started_for_it(workspace: Workspace, dataset: Dataset) -> None:
    assert workspace.set_intent(dataset.id, "publication").intent == "publication"
    assert workspace.dataset(dataset.id).intent == "publication"
    assert workspace.events("intent changed", dataset.id)[0].content == {"intent": "publication"}
    workspace.start_run(dataset.id, "trees", settings={}, rows=10, seed=0)
    with pytest.raises(WorkspaceError, match=r"for open publication, so that stands\. .* upload it again"):
        workspace.set_intent(dataset.id, "testing")
    assert workspace.dataset(dataset.id).intent == "publication"


def test_another_owner_s_dataset_is_not_there(workspace: Workspace, dataset: Dataset) -> None:
    other = Workspace.open(workspace.folder, owner="other")
    assert other.datasets() == []
    for look in (
        other.dataset,
        other.text,
        other.schema,
        other.split,
        other.raw,
        other.what_goes,
        other.delete_dataset,
    ):
        with pytest.raises(WorkspaceError, match="not in this workspace"):
            look(dataset.id)


@pytest.mark.parametrize("wrong", ["", "nothing", "../../etc", "a/b", "..", "'; DROP TABLE datasets; --"])
def test_an_id_from_outside_is_never_a_path(workspace: Workspace, dataset: Dataset, wrong: str) -> None:
    with pytest.raises(WorkspaceError, match="not in this workspace"):
        workspace.text(wrong)


def test_reading_again_with_a_corrected_dialect(workspace: Workspace) -> None:
    dataset = workspace.add_dataset("one.csv", b"a;b\n1;2\n3;4\n5;6\n", intent="testing", read={"delimiter": ","})
    assert dataset.columns == 1
    workspace.split(dataset.id)
    again = workspace.read_again(dataset.id, {"delimiter": ";", "nulls": ("5",)})
    assert (again.id, again.columns, again.rows) == (dataset.id, 2, 3)
    assert workspace.schema(dataset.id).names == ["a", "b"]
    assert workspace.table(dataset.id).frame["a"].isna().sum() == 1
    assert len(workspace.split(dataset.id).train.schema.names) == 2


def test_a_reading_that_fails_leaves_the_one_before(workspace: Workspace, dataset: Dataset) -> None:
    with pytest.raises(ReadError):
        workspace.read_again(dataset.id, {"encoding": "utf-32"})
    assert len(workspace.text(dataset.id)) == 200
    assert not list(workspace.raw(dataset.id).parent.glob(".*"))


def test_a_corrected_schema_is_kept_and_types_the_table(workspace: Workspace, dataset: Dataset) -> None:
    schema = workspace.schema(dataset.id).with_column("age", kind="category", why="The steward said so.")
    saved = workspace.save_schema(dataset.id, schema)
    assert saved.version == 1
    assert workspace.schema(dataset.id) == schema
    assert workspace.table(dataset.id).frame["age"].dtype == object


def test_a_schema_of_other_columns_is_refused(workspace: Workspace, dataset: Dataset) -> None:
    schema = workspace.schema(dataset.id)
    with pytest.raises(TableError, match="not those of the file"):
        workspace.save_schema(dataset.id, schema.select(["age", "ward"]))
    assert workspace.schema(dataset.id) == schema


def test_a_split_is_drawn_once_by_unit(workspace: Workspace, dataset: Dataset) -> None:
    schema = workspace.schema(dataset.id).model_copy(update={"unit": "patient"})
    workspace.save_schema(dataset.id, schema)
    drawn, kept = workspace.split(dataset.id), Workspace.open(workspace.folder).split(dataset.id)
    pd.testing.assert_frame_equal(drawn.train.frame, kept.train.frame)
    np.testing.assert_array_equal(drawn.rows[1], kept.rows[1])
    assert set(drawn.train.frame["patient"]).isdisjoint(drawn.holdout.frame["patient"])
    assert len(drawn.holdout) == 40


def test_another_unit_draws_another_split(workspace: Workspace, dataset: Dataset) -> None:
    assert workspace.schema(dataset.id).unit == "patient"
    before = workspace.split(dataset.id)
    workspace.save_schema(dataset.id, workspace.schema(dataset.id).model_copy(update={"unit": None}))
    after = workspace.split(dataset.id)
    assert not np.array_equal(before.rows[1], after.rows[1])


def test_a_profile_is_computed_once_and_anew_for_another_schema(workspace: Workspace, dataset: Dataset) -> None:
    first = workspace.profile(dataset.id)
    kept = workspace.raw(dataset.id).with_name("profile.json")
    written = kept.stat().st_mtime_ns
    assert workspace.profile(dataset.id) == first
    assert kept.stat().st_mtime_ns == written
    workspace.save_schema(dataset.id, workspace.schema(dataset.id).with_column("age", kind="category"))
    assert workspace.profile(dataset.id) != first


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("patients.csv", "patients.csv"),
        ("C:\\Users\\me\\patients.csv", "patients.csv"),
        ("../../etc/passwd", "passwd"),
        ("\u202ecsv.exe", "csv.exe"),
        ("a\x00b\nc.csv", "abc.csv"),
        ("", "table.csv"),
        ("///", "table.csv"),
        ("=cmd|'<b>.csv", "=cmd|'<b>.csv"),
    ],
)
def test_a_name_is_only_a_label(name: str, shown: str) -> None:
    assert label(name) == shown


@given(st.text())
def test_a_label_is_one_short_visible_line(name: str) -> None:
    shown = label(name)
    assert 0 < len(shown) <= MAX_LABEL
    assert "/" not in shown
    assert "\n" not in shown
    assert shown == shown.strip()


def test_what_a_crash_left_behind_is_swept(workspace: Workspace, dataset: Dataset) -> None:
    old = workspace.folder / "datasets" / "orphan"
    old.mkdir()
    fresh = workspace.folder / "runs" / "starting"
    fresh.mkdir()
    for path in (old, workspace.raw(dataset.id).parent):
        os.utime(path, (0, 0))
    Workspace.open(workspace.folder)
    assert not old.exists()
    assert fresh.exists()
    assert len(workspace.text(dataset.id)) == 200
