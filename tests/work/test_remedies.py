"""A finished run with some rows mended, as a new run that is scored again."""

from __future__ import annotations

import pandas as pd
import pytest

from synth.errors import SettingsError, WorkspaceError
from synth.release import Answer, Condition
from synth.work import Run, Workspace
from synth.work.signoff import export, sign, verdict_on
from tests.work.conftest import PATIENTS, until

ROWS = [3, 1, 3]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(tmp_path_factory.mktemp("remedies") / "workspace")


@pytest.fixture(scope="module")
def parent(workspace: Workspace) -> Run:
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    return ended(workspace, workspace.start_run(dataset.id, "trees", settings={"k": 6}, rows=60, seed=3))


def ended(workspace: Workspace, run: Run) -> Run:
    run = until(lambda: workspace.run(run.id), lambda run: run.settled and not run.scoring)
    assert run.state == "done", workspace.log(run.id)
    return run


def test_dropped_rows_are_gone_and_the_rest_is_scored_and_signed_for(workspace: Workspace, parent: Run) -> None:
    run = ended(workspace, workspace.start_remedy(parent.id, "drop", ROWS))
    before, after = (workspace.synthetic(each.id).frame for each in (parent, run))
    pd.testing.assert_frame_equal(after, before.drop(index=[1, 3]).reset_index(drop=True))
    report, recipe = workspace.report(run.id), workspace.recipe(run.id)
    assert report is not None
    assert (report.synthetic.rows, run.rows, run.fitted, run.maker) == (58, 58, False, "trees, mended")
    assert recipe["remedy"] == {
        **{"of": parent.id, "what": "drop", "rows": [1, 3]},
        **{"seed": 4, "table": parent.synthetic_sha256},
    }
    assert workspace.compared(run.id).k == 6
    assert len(workspace.synthetic(parent.id)) == 60
    verdict = verdict_on(workspace, run.id)
    assert verdict is not None
    conditions = [Condition(check=check.name, text="Internal use.") for check in verdict.open]
    answer: Answer = "approved with conditions" if conditions else "approved"
    sign(workspace, run.id, answer, person="Ada", reason="Fit.", conditions=conditions)
    assert export(workspace, run.id).exists()


def test_a_mended_run_can_be_mended_again_from_the_same_model(workspace: Workspace, parent: Run) -> None:
    dropped = ended(workspace, workspace.start_remedy(parent.id, "drop", [0]))
    run = ended(workspace, workspace.start_remedy(dropped.id, "resample", [2, 5]))
    before, after = (workspace.synthetic(each.id).frame for each in (dropped, run))
    assert len(after) == len(before) == 59
    kept = [row for row in range(59) if row not in (2, 5)]
    pd.testing.assert_frame_equal(after.iloc[kept], before.iloc[kept])


@pytest.mark.parametrize(
    ("remedy", "rows", "words"),
    [
        ("hide", [1], "no remedy"),
        ("drop", [], "at least one"),
        ("drop", [60], "0 to 59"),
        ("drop", range(59), "Hardly"),
    ],
)
def test_what_cannot_be_mended_makes_no_run(
    workspace: Workspace, parent: Run, remedy: str, rows: list[int], words: str
) -> None:
    before = workspace.runs()
    with pytest.raises(SettingsError, match=words):
        workspace.start_remedy(parent.id, remedy, rows)
    assert workspace.runs() == before
    with pytest.raises(WorkspaceError, match="not in this workspace"):
        Workspace.open(workspace.folder, owner="other").start_remedy(parent.id, "drop", [1])
