"""Runs whose tables hold real rows: marked, judged by their synthetic rows alone, never called synthetic."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from synth.errors import ControlError, SettingsError
from synth.judge.exhibits import Imputed
from synth.prepare.control import Control
from synth.release import Condition
from synth.work import Run, Workspace
from synth.work.signoff import MIXED, export, sign, verdict_on
from tests.work.conftest import PATIENTS, until

GAPPY = b"\n".join(
    line if number % 5 or not number else line.rpartition(b",")[0] + b","
    for number, line in enumerate(PATIENTS.splitlines())
)


def ended(workspace: Workspace, content: bytes, control: Control, rows: int = 80) -> Run:
    dataset = workspace.add_dataset("patients.csv", content, intent="augmenting")
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=rows, seed=1, control=control)
    run = until(lambda: workspace.run(run.id), lambda run: run.settled)
    assert run.state == "done", workspace.log(run.id)
    workspace.cancel(run.id)
    return run


def test_added_rows_are_marked_judged_alone_and_leave_for_internal_use_under_another_name(workspace: Workspace) -> None:
    run = ended(workspace, PATIENTS, Control(augment=True, balance={"ill": {"no": 0.4}}))
    report, made = workspace.report(run.id), workspace.synthetic(run.id).frame
    assert report is not None
    assert report.provenance is not None
    assert (report.provenance.real, report.provenance.synthetic) == (160, 80)
    assert run.rows == 240
    assert (~made["ill"]).mean() == pytest.approx(0.4, abs=0.01)
    assert report.score("copies").rows == 80
    verdict = verdict_on(workspace, run.id)
    assert verdict is not None
    assert "real_rows" in [check.name for check in verdict.open]
    conditions = [Condition(check=check.name, text="Internal use only.") for check in verdict.open]
    sign(workspace, run.id, "approved with conditions", person="Ada", reason="Fit.", conditions=conditions)
    pack = export(workspace, run.id)
    assert pack.name.startswith(MIXED)
    with zipfile.ZipFile(pack) as files:
        assert f"{MIXED}.csv" in files.namelist()
        assert "synthetic.csv" not in files.namelist()
        card = files.read("data_card.md").decode()
    assert "not synthetic: it holds real rows" in card
    assert "This table is synthetic" not in card
    with pytest.raises(SettingsError, match="cannot be drawn anew"):
        workspace.start_remedy(run.id, "resample", [1])


def test_filled_gaps_come_with_how_well_they_are_filled(workspace: Workspace) -> None:
    run = ended(workspace, GAPPY, Control(impute=True))
    report, made = workspace.report(run.id), workspace.synthetic(run.id).frame
    assert report is not None
    assert made["ill"].notna().all()
    assert set(made["provenance"]) == {"real", "filled"}
    score = report.score("imputed", "ill")
    assert score.value is not None
    assert score.floor is not None
    exhibit = report.exhibit(Imputed)
    assert exhibit is not None
    assert [column.name for column in exhibit.columns] == ["ill"]
    assert workspace.recipe(run.id)["provenance"] == "provenance"
    assert not [path for path in Path(workspace.run_folder(run.id)).glob("supplement-*") if "imputed" not in path.name]


def test_what_cannot_be_is_refused_before_the_long_work(workspace: Workspace) -> None:
    with pytest.raises(ControlError, match="nothing to fill"):
        ended(workspace, PATIENTS, Control(impute=True))
    with pytest.raises(ControlError, match="Ask for"):
        ended(workspace, PATIENTS, Control(augment=True, balance={"ill": {"no": 0.9}}))
    assert workspace.runs() == []
