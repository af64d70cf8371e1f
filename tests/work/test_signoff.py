"""From a finished run to a signed export, on a table of 200 rows."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from synth.errors import ReleaseError
from synth.judge import compare
from synth.judge.exhibits import RiskyRows
from synth.release import Condition, Decision, check_pack
from synth.work import Run, Workspace
from synth.work.signoff import CSV, DECISION, EXPORT, PARQUET, approval, export, hand_over, sign, verdict_on
from tests.work.conftest import PATIENTS, until


@pytest.fixture
def done(tmp_path: Path) -> Iterator[tuple[Workspace, Run]]:
    """A run that is done and undecided."""
    workspace = Workspace.open(tmp_path / "workspace")
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=120, seed=3)
    yield workspace, until(lambda: workspace.run(run.id), lambda run: run.settled and not run.scoring)


def approve(workspace: Workspace, run: Run, **changes: object) -> Decision:
    verdict = verdict_on(workspace, run.id)
    assert verdict is not None
    conditions = [Condition(check=check.name, text="Internal use.") for check in verdict.open]
    answer = "approved with conditions" if conditions else "approved"
    return sign(workspace, run.id, answer, person="Ada", reason="Fit.", conditions=conditions, **changes)  # type: ignore[arg-type]


def test_nothing_leaves_before_approval_and_what_leaves_is_what_was_signed(done: tuple[Workspace, Run]) -> None:
    workspace, run = done
    folder = workspace.run_folder(run.id)
    with pytest.raises(ReleaseError, match="Nobody has approved"):
        export(workspace, run.id)
    with pytest.raises(ReleaseError, match="Nobody has approved"):
        hand_over(workspace, run.id, folder / CSV)
    assert workspace.report(run.id).exhibit(RiskyRows) is not None  # type: ignore[union-attr]
    decision = approve(workspace, run)
    pack = export(workspace, run.id)
    assert check_pack(pack) == []
    with zipfile.ZipFile(pack) as files:
        report = json.loads(files.read("report.json"))
        assert report["verdict"] == decision.verdict.model_dump(mode="json")
        assert {exhibit["kind"] for exhibit in report["exhibits"]} > {"attacks"}
        assert "risky rows" not in {exhibit["kind"] for exhibit in report["exhibits"]}
        assert "Equals one training row" not in files.read("report.html").decode()
        assert files.read(CSV) == hand_over(workspace, run.id, folder / CSV)
    assert hand_over(workspace, run.id, folder / PARQUET)[:4] == b"PAR1"
    assert workspace.run(run.id).decision == decision.answer
    assert [event.content["file"] for event in workspace.events(EXPORT, run.id)] == [CSV, PARQUET]
    assert workspace.verify_events() > 0


def test_a_later_refusal_closes_what_was_open(done: tuple[Workspace, Run]) -> None:
    workspace, run = done
    approve(workspace, run)
    pack = export(workspace, run.id)
    sign(workspace, run.id, "refused", person="Bob", reason="Second thoughts.")
    with pytest.raises(ReleaseError, match="refused by Bob"):
        hand_over(workspace, run.id, pack)


def test_an_approval_ends_after_its_last_day(done: tuple[Workspace, Run]) -> None:
    workspace, run = done
    decision = approve(workspace, run)
    over = decision.model_copy(update={"expiry": datetime.now(UTC).date() - timedelta(days=1)})
    workspace.record(DECISION, run.id, over.model_dump(mode="json"))
    assert workspace.run(run.id).decision == "expired"
    with pytest.raises(ReleaseError, match="ended on"):
        approval(workspace, run.id)


@pytest.mark.parametrize("name", [CSV, PARQUET, "signed_report.json"])
def test_a_file_changed_after_the_signature_does_not_leave(done: tuple[Workspace, Run], name: str) -> None:
    workspace, run = done
    approve(workspace, run)
    path = workspace.run_folder(run.id) / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ReleaseError, match="not as it was when it was signed"):
        export(workspace, run.id)


def test_a_copied_table_cannot_be_signed_for(workspace: Workspace) -> None:
    rows = [f"{(row * 37 % 200) / 7:.3f},{(row * 61 % 200) / 3:.3f}" for row in range(200)]
    content = "\n".join(["weight,height", *rows]) + "\n"
    dataset = workspace.add_dataset("measures.csv", content.encode(), intent="testing")
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=160, seed=0)
    until(lambda: workspace.run(run.id), lambda run: run.settled and not run.scoring)
    split = workspace.split(dataset.id)
    compare(split.train, split.train, holdout=split.holdout).to_json(workspace.run_folder(run.id) / "report.json")
    verdict = verdict_on(workspace, run.id)
    assert verdict is not None
    assert verdict.copied
    conditions = [Condition(check=check.name, text="Please.") for check in verdict.checks]
    with pytest.raises(ReleaseError, match="copies real rows"):
        sign(workspace, run.id, "approved with conditions", person="A", reason="b", conditions=conditions)
    assert workspace.events(DECISION, run.id) == []
