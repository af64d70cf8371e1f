"""Runs by the real worker on a table of 200 rows."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from synth.errors import ControlError, SettingsError, TableError, WorkspaceError
from synth.prepare import Control, read_text
from synth.work import Run, Workspace, files, queue
from synth.work.recipe import Order
from synth.work.tables import read_like
from tests.work.conftest import PATIENTS, until


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Run]]:
    """A run that is done, with its standard scores."""
    workspace = Workspace.open(tmp_path_factory.mktemp("finished") / "workspace")
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    schema = workspace.schema(dataset.id).with_column("ward", sensitive=True)
    assert (schema.unit, schema.target) == ("patient", "ill")
    workspace.save_schema(dataset.id, schema)
    before = os.umask(0)
    run = workspace.start_run(dataset.id, "trees", settings={"k": 4}, rows=120, seed=3)
    os.umask(before)
    done = until(lambda: Workspace.open(workspace.folder).run(run.id), lambda run: run.settled and not run.scoring)
    assert done.state == "done", (done.error, workspace.log(run.id))
    yield workspace, done


def test_a_run_is_found_done_by_another_workspace_object(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    again = Workspace.open(workspace.folder)
    assert again.runs() == again.runs(run.dataset_id) == [run]
    assert (run.rows, run.seed, run.settings["k"], run.error) == (120, 3, 4, None)
    assert run.started is not None
    assert run.finished is not None
    assert run.created <= run.started < run.finished
    assert run.forecast_seconds is not None
    assert workspace.dataset(run.dataset_id).locked


def test_the_synthetic_table_is_kept_whole_with_its_hashes(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    made, folder = workspace.synthetic(run.id), workspace.run_folder(run.id)
    assert len(made) == 120
    assert made.schema.names == ["patient", "age", "ward", "ill"]
    assert read_text(folder / "synthetic.csv").frame.shape == (120, 4)
    assert run.synthetic_sha256 == files.sha256(folder / "synthetic.csv")
    recipe = workspace.recipe(run.id)
    assert recipe["outputs"] == {name: files.sha256(folder / name) for name in ("synthetic.csv", "synthetic.parquet")}
    assert recipe["source"]["sha256"] == workspace.dataset(run.dataset_id).sha256
    assert recipe["split"] == {"holdout": 0.2, "seed": 0, "holdout_rows": 40}
    assert (recipe["seed"], recipe["settings"]["k"], recipe["control"]["given"]) == (3, 4, {})


def test_only_the_dashboard_s_csv_is_made_harmless_and_its_recipe_undoes_it(workspace: Workspace) -> None:
    rows = [f"{row * 7 % 60},{('=1+1', '@east', 'west')[row % 3]},{'-+'[row % 2]}" for row in range(240)]
    content = "\n".join(["age,=ward,rh", *rows]) + "\n"
    dataset = workspace.add_dataset("formulas.csv", content.encode(), intent="testing")
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=90, seed=0)
    assert until(lambda: workspace.run(run.id), lambda run: run.settled).state == "done", workspace.log(run.id)
    folder, made = workspace.run_folder(run.id), workspace.synthetic(run.id)
    written = read_text(folder / "synthetic.csv", delimiter=",").frame
    assert written.columns.tolist() == ["age", "'=ward", "rh"]
    assert set(written["'=ward"]) == {"'=1+1", "'@east", "west"}
    assert set(pd.read_parquet(folder / "synthetic.parquet")["=ward"]) == {"=1+1", "@east", "west"}
    harmless = int(made.frame["=ward"].isin(["=1+1", "@east"]).sum())
    assert workspace.recipe(run.id)["neutralised"] == {"=ward": harmless + 1, "rh": 90}
    again = read_like(folder / "synthetic.csv", made.schema, {"delimiter": ","})
    pd.testing.assert_frame_equal(again.frame, made.frame)


def test_the_worker_makes_what_the_library_makes(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    order = Order("trees", {"k": 4}, 120, 3)
    train = workspace.split(run.dataset_id).train
    made = order.sample(order.fit(train, _silent), train, _silent)
    pd.testing.assert_frame_equal(made.frame, workspace.synthetic(run.id).frame)


def _silent(*_: Any, **__: Any) -> None:
    return None


def test_the_report_stands_with_its_standard_scores(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    report = workspace.report(run.id)
    assert report is not None
    assert report.real is not None
    assert (report.real.rows, report.synthetic.rows, report.target) == (160, 120, "ill")
    assert report.holdout is not None
    assert report.holdout.rows == 40
    assert report.standard is not None


def test_what_is_compared_can_be_had_again(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    compared = workspace.compared(run.id)
    assert compared.holdout is not None
    assert (len(compared.real), len(compared.synthetic), len(compared.holdout)) == (160, 120, 40)
    assert (compared.target, compared.k, compared.seed, compared.control, compared.provenance) == (
        *("ill", 5, 3),
        *(None, None),
    )
    assert compared.protected


def test_steps_tell_the_way_from_fitting_to_comparing(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    steps = workspace.steps(run.id)
    assert steps[-1].done == steps[-1].total
    assert all(first.time <= second.time for first, second in pairwise(steps))


def test_a_run_s_files_are_private_and_its_log_holds_no_cell(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    paths = [workspace.run_folder(run.id), *workspace.run_folder(run.id).rglob("*")]
    assert {path.name for path in paths} >= {"recipe.json", "report.json", "standard.json", "model", "log.txt"}
    for path in paths:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    log = workspace.log(run.id)
    assert "trees learns 160 rows" in log
    assert not any(cell in log for cell in ("east", "west", "p1"))


def test_what_was_done_is_on_record(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    kinds = [event.kind for event in workspace.events()]
    assert kinds == ["dataset added", "schema corrected", "run started", "run done"]
    assert workspace.events("run done")[0].content["synthetic_sha256"] == run.synthetic_sha256
    assert workspace.verify_events() == 4


def test_the_latest_decision_stands_on_the_run(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    assert run.decision is None
    other = Workspace.open(workspace.folder, owner="other")
    other.record("decision", run.id, {"answer": "approved"})
    assert workspace.run(run.id).decision is None


def test_another_owner_s_run_is_not_there(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    other = Workspace.open(workspace.folder, owner="other")
    assert other.runs() == []
    looks = (
        other.run,
        other.steps,
        other.cancel,
        other.synthetic,
        other.report,
        other.recipe,
        other.log,
        other.compared,
    )
    for look in (*looks, other.run_folder):
        with pytest.raises(WorkspaceError, match="not in this workspace"):
            look(run.id)


def test_cancelling_a_settled_run_changes_nothing(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    assert workspace.cancel(run.id).state == "done"
    assert len(workspace.synthetic(run.id)) == 120


def test_a_corrected_schema_is_a_new_version_and_runs_keep_theirs(finished: tuple[Workspace, Run]) -> None:
    workspace, run = finished
    before, split = workspace.schema(run.dataset_id), workspace.split(run.dataset_id)
    same_unit = workspace.save_schema(run.dataset_id, before.with_column("age", sensitive=True))
    assert (same_unit.version, same_unit.locked) == (2, False)
    assert workspace.split(run.dataset_id).rows[1].tolist() == split.rows[1].tolist()
    other_unit = workspace.save_schema(run.dataset_id, before.model_copy(update={"unit": None}))
    assert other_unit.version == 2
    assert workspace.split(run.dataset_id).rows[1].tolist() != split.rows[1].tolist()
    assert workspace.schema(run.dataset_id, run.dataset_version) == before
    assert workspace.split(run.dataset_id, 1).rows[1].tolist() == split.rows[1].tolist()
    with pytest.raises(WorkspaceError, match="upload it again"):
        workspace.read_again(run.dataset_id, {"delimiter": ";"})


@pytest.mark.parametrize(
    ("generator", "changes", "words"),
    [
        ("magic", {}, "magic"),
        ("trees", {"settings": {"k": 0}}, "'k'"),
        ("trees", {"settings": {"speed": 1}}, "'speed'"),
        ("trees", {"rows": 0}, "cannot be 0: choose a whole number from 1"),
        ("trees", {"rows": 10**9}, "to 10,000,000"),
        ("trees", {"seed": -1}, "-1"),
    ],
)
def test_what_cannot_be_is_refused_before_a_run_is_made(
    workspace: Workspace, generator: str, changes: dict[str, Any], words: str
) -> None:
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    asked: dict[str, Any] = {"settings": {}, "rows": 10, "seed": 0} | changes
    with pytest.raises(SettingsError, match=words):
        workspace.start_run(dataset.id, generator, **asked)
    assert workspace.runs() == []
    assert not workspace.dataset(dataset.id).locked


def test_an_unknown_value_is_refused_before_a_run_is_made(workspace: Workspace) -> None:
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    control = Control(given={"ward": "nowhere"})
    with pytest.raises(ControlError, match="ward"):
        workspace.start_run(dataset.id, "trees", settings={}, rows=10, seed=0, control=control)
    assert workspace.runs() == []


def test_what_has_nothing_to_learn_is_refused_before_a_run_is_made(workspace: Workspace) -> None:
    dataset = workspace.add_dataset("few.csv", b"a,b\n1,x\n2,y\n3,z\n", intent="testing")
    with pytest.raises(TableError, match="nothing to learn"):
        workspace.start_run(dataset.id, "trees", settings={}, rows=10, seed=0)
    assert workspace.runs() == []


def test_a_run_that_is_not_done_has_no_table(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MAX_RUNNING", 0)
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=10, seed=0)
    assert run.state == "queued"
    assert workspace.report(run.id) is None
    assert workspace.log(run.id) == ""
    with pytest.raises(WorkspaceError, match="it is waiting"):
        workspace.synthetic(run.id)
    with pytest.raises(WorkspaceError, match="it is waiting"):
        workspace.recipe(run.id)


def test_control_travels_with_the_run(workspace: Workspace) -> None:
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    control = Control(given={"ward": "east"})
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=50, seed=0, control=control)
    run = until(lambda: workspace.run(run.id), lambda run: run.settled)
    assert (run.state, run.error) == ("done", None)
    assert set(workspace.synthetic(run.id).frame["ward"]) == {"east"}
    assert json.loads((Path(workspace.run_folder(run.id)) / "recipe.json").read_text())["control"]["given"] == {
        "ward": "east"
    }
    workspace.cancel(run.id)
