"""Reports that grow on disk, and comparisons that are not made twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from synth.judge import Report
from synth.judge.exhibits import Review
from synth.prepare import Control, Table, read_table
from synth.work import Run, Workspace, files
from synth.work.judging import REPORT, STANDARD, Compared, judge, protection
from synth.work.signoff import verdict_on
from synth.work.store import Store
from tests.work.conftest import PATIENTS, until

TABLE = read_table(PATIENTS).select(["age", "ward", "ill"])


@pytest.fixture
def compared() -> Compared:
    real, synthetic, holdout = (TABLE.take(np.arange(part, len(TABLE), 3)) for part in range(3))
    return Compared(real, synthetic, holdout)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(tmp_path_factory.mktemp("judging") / "workspace")


@pytest.fixture(scope="module")
def done(workspace: Workspace) -> Run:
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    return make(workspace, dataset.id)


def make(workspace: Workspace, dataset_id: str) -> Run:
    run = workspace.start_run(dataset_id, "trees", settings={}, rows=60, seed=3)
    return until(lambda: workspace.run(run.id), lambda run: run.settled and not run.scoring)


def store(workspace: Workspace) -> Store:
    return Store.open(workspace.folder, workspace.owner)


def silent(*_: object) -> None:
    return None


def other_cells(table: Table) -> Table:
    return replace(table, frame=table.frame.assign(age=table.frame["age"] + 1))


def test_an_equal_run_takes_the_report_of_the_one_before(workspace: Workspace, done: Run) -> None:
    marked = workspace.report(done.id)
    assert marked is not None
    marked = marked.model_copy(update={"notes": ("taken over",), "standard": None})
    marked.to_json(workspace.run_folder(done.id) / REPORT)
    report = workspace.report(make(workspace, done.dataset_id).id)
    assert report is not None
    assert report.notes == ("taken over",)
    assert report.standard is not None


def test_a_report_is_readable_after_each_group_and_complete_at_the_end(
    workspace: Workspace, done: Run, compared: Compared
) -> None:
    seen: list[tuple[str, ...]] = []

    def look(group: str, *_: object) -> None:
        report = workspace.report(done.id)
        assert report is not None
        seen.append(report.pending)
        assert (verdict_on(workspace, done.id) is None) == bool(report.pending)

    judge(store(workspace), done.id, compared, look)
    assert seen[0] == ()  # the run's own
    assert any("shapes" not in pending and "privacy" in pending for pending in seen[1:])
    report = workspace.report(done.id)
    assert report is not None
    assert report.pending == ()


def test_another_owner_s_report_is_never_taken(workspace: Workspace, done: Run, compared: Compared) -> None:
    judge(store(workspace), done.id, compared, silent)
    folder = workspace.run_folder(done.id)
    Report.from_json(folder / REPORT).model_copy(update={"notes": ("mine",)}).to_json(folder / REPORT)
    other = Store.open(workspace.folder, "other")
    files.private_folder(other.run_folder("theirs"))
    judge(other, "theirs", compared, silent)
    assert Report.from_json(other.run_folder("theirs") / REPORT).notes != ("mine",)


def test_a_key_changes_with_whatever_a_report_depends_on(compared: Compared) -> None:
    assert compared.holdout is not None
    sensitive = TABLE.schema.with_column("ward", sensitive=True)
    others = [
        replace(compared, real=other_cells(compared.real)),
        replace(compared, synthetic=other_cells(compared.synthetic)),
        replace(compared, holdout=other_cells(compared.holdout)),
        replace(compared, holdout=None),
        replace(compared, real=replace(compared.real, schema=sensitive)),
        replace(compared, target="ill"),
        replace(compared, control=Control(given={"ward": "east"})),
        replace(compared, provenance="ward"),
        replace(compared, k=3),
        replace(compared, protected=False),
        replace(compared, seed=1),
    ]
    keys = [each.key() for each in (compared, *others)]
    assert len(set(keys)) == len(keys)
    assert replace(compared).key() == keys[0]


def test_the_stamp_changes_with_the_report(workspace: Workspace, done: Run) -> None:
    before = workspace.report_stamp(done.id)
    assert before == workspace.report_stamp(done.id)
    (workspace.run_folder(done.id) / STANDARD).unlink()
    assert workspace.report_stamp(done.id) != before


def test_a_supplement_stands_in_the_report_and_on_record_but_not_in_the_run_s_own_file(
    workspace: Workspace, done: Run
) -> None:
    before, stamp = workspace.report(done.id), workspace.report_stamp(done.id)
    review = Review(expert="Ada", rows=20, correct=11)
    workspace.supplement(done.id, "expert review", [review])
    report = workspace.report(done.id)
    assert report is not None
    assert report.exhibit(Review) == review
    assert workspace.report_stamp(done.id) != stamp
    assert Report.from_json(workspace.run_folder(done.id) / REPORT).exhibit(Review) is None
    assert workspace.events("report supplemented", done.id)[-1].content["name"] == "expert review"
    workspace.supplement(done.id, "expert review", [])
    assert workspace.report(done.id) == before


def test_no_protection_weakens_what_is_made_and_not_how_it_is_judged() -> None:
    assert protection({"k": 1}) == {"k": 5, "protected": False}
    assert protection({"k": 9}) == {"k": 9, "protected": True}
    assert protection({}) == {"k": 5, "protected": None}
