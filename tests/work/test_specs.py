"""Specs in the workspace: kept, changed, run, judged by their rules, signed and packed."""

from __future__ import annotations

import zipfile

import pytest

from synth.errors import ReportError, SettingsError, WorkspaceError
from synth.release import Condition
from synth.work import Dataset, Workspace
from synth.work.signoff import export, sign, verdict_on
from tests.work.conftest import until

SPEC = """columns:
- {name: id, kind: key, values: {count_from: 1}}
- {name: age, kind: number, decimals: 0, values: {distribution: normal, mean: 40, sd: 10, least: 18}}
rules:
- {kind: range, columns: [age], value: [18, null]}
"""


@pytest.fixture
def stated(workspace: Workspace) -> Dataset:
    return workspace.add_spec("patients to be", SPEC, intent="testing")


def test_a_spec_is_a_dataset_of_no_rows(workspace: Workspace, stated: Dataset) -> None:
    assert (stated.name, stated.rows, stated.columns, stated.stated) == ("patients to be", 0, 2, True)
    assert workspace.datasets() == [stated]
    assert workspace.spec(stated.id) == SPEC
    assert workspace.schema(stated.id).names == ["id", "age"]
    assert "the spec" in workspace.what_goes(stated.id)[0]
    workspace.delete_dataset(stated.id)
    assert workspace.datasets() == []


def test_what_is_no_spec_is_not_kept(workspace: Workspace, stated: Dataset) -> None:
    for text in ("", "columns: 3", SPEC.replace("mean: 40", "formula: 3")):
        with pytest.raises(SettingsError):
            workspace.add_spec("odd", text, intent="testing")
        with pytest.raises(SettingsError):
            workspace.save_spec(stated.id, text)
    assert workspace.datasets() == [stated]
    assert workspace.spec(stated.id) == SPEC


def test_a_table_is_no_spec(workspace: Workspace, dataset: Dataset) -> None:
    with pytest.raises(WorkspaceError, match="is a table, not a spec"):
        workspace.spec(dataset.id)


def test_a_run_is_made_judged_signed_and_packed(workspace: Workspace, stated: Dataset) -> None:
    with pytest.raises(SettingsError, match="only the generator 'rules'"):
        workspace.start_run(stated.id, "trees", settings={}, rows=50, seed=0)
    run = workspace.start_run(stated.id, "rules", settings={}, rows=50, seed=0)
    done = until(lambda: workspace.run(run.id), lambda found: found.settled)
    assert (done.state, done.scoring) == ("done", False), done.error
    assert len(workspace.synthetic(run.id)) == 50
    recipe = workspace.recipe(run.id)
    assert recipe["source"] is None
    assert recipe["spec_sha256"] == stated.sha256
    report = workspace.report(run.id)
    assert report is not None
    assert report.real is None
    assert [score.value for score in report.scores if score.group == "rules"] == [1.0]
    with pytest.raises(ReportError, match="no real rows to compare it with"):
        workspace.compared(run.id)
    verdict = verdict_on(workspace, run.id)
    assert verdict is not None
    assert not [check for check in verdict.checks if check.outcome == "fail"]
    conditions = [Condition(check=check.name, text="Made from rules alone.") for check in verdict.open]
    sign(
        workspace,
        run.id,
        "approved with conditions" if conditions else "approved",
        person="Ada",
        reason="No real data went in.",
        conditions=conditions,
    )
    with zipfile.ZipFile(export(workspace, run.id)) as pack:
        assert b"made from rules, without a source" in pack.read("data_card.md")
        assert b"made from rules alone" in pack.read("report.html")


def test_a_changed_spec_is_a_new_version_once_it_was_run(workspace: Workspace, stated: Dataset) -> None:
    changed = SPEC.replace("mean: 40", "mean: 50")
    assert workspace.save_spec(stated.id, changed).version == 1
    run = workspace.start_run(stated.id, "rules", settings={}, rows=10, seed=0)
    assert workspace.save_spec(stated.id, changed).version == 1
    assert workspace.save_spec(stated.id, SPEC).version == 2
    assert workspace.spec(stated.id, 1) == changed
    assert until(lambda: workspace.run(run.id), lambda found: found.settled).settings["spec"] == changed
