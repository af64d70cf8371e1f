"""Somebody else's table, judged by the real worker and signed for."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator

import numpy as np
import pytest

from synth.errors import ReadError, SettingsError, WorkspaceError
from synth.judge import compare
from synth.judge.exhibits import Review
from synth.prepare import read_table
from synth.release import Condition
from synth.work import Run, Workspace, files
from synth.work.records import EXTERNAL
from synth.work.signoff import export, sign, verdict_on
from synth.work.tables import read_like
from tests.work.conftest import PATIENTS, until


def made(seed: int, rows: int, header: str = "patient,AGE,ward,ill") -> bytes:
    """Rows like those of the patients, with an age in capitals."""
    rng = np.random.default_rng(seed)
    lines = [
        f"q{row},{rng.integers(20, 80)},{rng.choice(['east', 'west'])},{rng.choice(['yes', 'no'])}"
        for row in range(rows)
    ]
    return ("\n".join([header, *lines]) + "\n").encode()


SYNTHETIC, HOLDOUT = made(1, 150), made(2, 60, "patient,age,ward,ill")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(tmp_path_factory.mktemp("evaluation") / "workspace")


@pytest.fixture(scope="module")
def judged(workspace: Workspace) -> Iterator[Run]:
    """An evaluation that is done, with a column that is none of ours."""
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    content = SYNTHETIC.replace(b"\n", b",x\n").replace(b"ill,x", b"ill,note", 1)
    run = workspace.start_evaluation(
        dataset.id,
        "bought.csv",
        content,
        holdout=HOLDOUT,
        holdout_name="kept.csv",
        generator_name="Engine",
        vendor="Acme",
        target="ill",
    )
    yield until(lambda: workspace.run(run.id), lambda run: run.settled and not run.scoring)


def test_it_is_judged_against_all_real_rows_as_the_library_does(workspace: Workspace, judged: Run) -> None:
    assert (judged.state, judged.error, judged.generator, judged.rows) == ("done", None, EXTERNAL, 150)
    assert next(step.stage for step in workspace.steps(judged.id)) == "comparing"
    report = workspace.report(judged.id)
    assert report is not None
    assert report.real is not None
    assert report.holdout is not None
    assert (report.real.rows, report.synthetic.rows, report.holdout.rows, report.target) == (200, 150, 60, "ill")
    assert any("has 1 extra column: 'note'" in note for note in report.notes)
    compared = workspace.compared(judged.id)
    again = compare(compared.real, compared.synthetic, holdout=compared.holdout, target="ill")
    assert again.notes == report.notes
    for one, other in zip(again.scores, report.scores, strict=True):
        assert (one.measure, one.subject, one.status) == (other.measure, other.subject, other.status)
        assert one.value == pytest.approx(other.value, abs=0.005)  # sums on other threads may tip a tie


def test_what_was_judged_is_signed_and_packed(workspace: Workspace, judged: Run) -> None:
    verdict = verdict_on(workspace, judged.id)
    assert verdict is not None
    conditions = [Condition(check=check.name, text="Internal use.") for check in verdict.open]
    workspace.comment(judged.id, "age", "Ages are flat.\x1b")
    sign(workspace, judged.id, "approved with conditions", person="Ada", reason="Fit.", conditions=conditions)
    workspace.comment(judged.id, "age", "Too late for the pack.")
    with zipfile.ZipFile(export(workspace, judged.id)) as pack:
        recipe = json.loads(pack.read("recipe.json"))
        card = pack.read("data_card.md").decode()
        header = pack.read("synthetic.csv").decode().splitlines()[0]
        comments = json.loads(pack.read("comments.json"))["comments"]
    assert header == "patient,age,ward,ill"
    assert recipe["made_by"] == {"name": "Engine", "vendor": "Acme"}
    assert recipe["columns"]["AGE"] == "age"
    assert recipe["left_out"] == ["note"]
    assert recipe["evaluated"]["name"] == "bought.csv"
    assert recipe["holdout"]["rows"] == 60
    assert recipe["evaluated"]["sha256"] in card
    assert "It was not made here" in card
    assert "Engine" in card
    assert [comment["text"] for comment in comments] == ["Ages are flat."]
    assert len(workspace.comments(judged.id)) == 2


def test_without_a_holdout_privacy_is_not_measured(workspace: Workspace) -> None:
    dataset = workspace.add_dataset("patients.csv", PATIENTS, intent="testing")
    run = workspace.start_evaluation(dataset.id, "bought.csv", SYNTHETIC)
    run = until(lambda: workspace.run(run.id), lambda run: run.settled)
    report = workspace.report(run.id)
    assert report is not None
    assert report.score("dcr_share").status == "not measured"
    assert run.settings["vendor"] == "unknown"
    workspace.cancel(run.id)


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (b"a,b\n1,2\n", {}, "hardly a row"),
        (b"a,b\n1,x\n2,y\n3,z\n", {}, "No column of the synthetic table"),
        (SYNTHETIC, {"target": "floor"}, "target 'floor'"),
        (SYNTHETIC, {"columns": {"AGE": "floor"}}, "no column 'floor'"),
        (SYNTHETIC, {"holdout": b""}, "empty"),
    ],
)
def test_what_cannot_be_compared_makes_no_run(
    workspace: Workspace, judged: Run, content: bytes, options: dict[str, object], words: str
) -> None:
    before, folders = workspace.runs(), sorted((workspace.folder / "runs").iterdir())
    with pytest.raises((ReadError, SettingsError), match=words):
        workspace.start_evaluation(judged.dataset_id, "bought.csv", content, **options)  # type: ignore[arg-type]
    assert workspace.runs() == before
    assert sorted((workspace.folder / "runs").iterdir()) == folders


def test_a_file_is_put_aside_until_its_columns_are_matched(workspace: Workspace, judged: Run) -> None:
    upload = workspace.put_aside(judged.dataset_id, "../bought.csv", SYNTHETIC)
    assert (upload.name, upload.rows, upload.columns) == ("bought.csv", 150, ("patient", "AGE", "ward", "ill"))
    assert workspace.aside(judged.dataset_id, upload.id) == (upload, SYNTHETIC)
    assert workspace.match_columns(judged.dataset_id, SYNTHETIC).columns["AGE"] == "age"
    for wrong in ("nothing", "../raw", f"{upload.id}.csv"):
        with pytest.raises(WorkspaceError, match="not here any more"):
            workspace.aside(judged.dataset_id, wrong)
    assert "files put aside" in workspace.what_goes(judged.dataset_id)[0]
    workspace.forget_aside(judged.dataset_id)
    with pytest.raises(WorkspaceError, match="not here any more"):
        workspace.aside(judged.dataset_id, upload.id)
    with pytest.raises(ReadError):
        workspace.put_aside(judged.dataset_id, "empty.csv", b"")


def test_a_look_at_a_real_row_is_masked_and_on_record(workspace: Workspace, judged: Run) -> None:
    row = workspace.real_row(judged.id, 3)
    assert row == {"patient": "•••", "age": "41", "ward": "west", "ill": "no"}
    assert workspace.real_row(judged.id, 3, reveal=True)["patient"] == "p1"
    assert [event.content for event in workspace.events("reveal", judged.id)] == [
        {"table": "training rows", "rows": [3], "revealed": False},
        {"table": "training rows", "rows": [3], "revealed": True},
    ]
    with pytest.raises(WorkspaceError, match="no training row"):
        workspace.real_row(judged.id, 200)


def test_a_review_waits_for_its_answers_and_joins_the_report(workspace: Workspace, judged: Run) -> None:
    with pytest.raises(WorkspaceError, match="No review"):
        workspace.reviewed_rows(judged.id)
    rows = workspace.start_review(judged.id)
    assert len(rows) == 20
    again = Workspace.open(workspace.folder).review_rows(judged.id)
    assert again is not None
    assert again.equals(rows)
    assert len(workspace.events("review shown", judged.id)[-1].content["rows"]) == 10
    score = workspace.answer_review(judged.id, [True] * 20, expert="Ada", comments=["All look real."])
    assert score.value == 0.5
    report = workspace.report(judged.id)
    assert report is not None
    assert report.score("expert_review") == score
    review = report.exhibit(Review)
    assert review is not None
    assert (review.expert, review.rows, review.correct, review.comments) == ("Ada", 20, 10, ("All look real.",))
    assert workspace.events("review seen again") == []
    assert workspace.reviewed_rows(judged.id).equals(rows)
    seen = workspace.events("review seen again", judged.id)[-1].content["rows"]
    assert seen == sorted(each.row for each in review.each if each.real)
    assert seen == workspace.events("review shown", judged.id)[-1].content["rows"]
    assert workspace.review_rows(judged.id) is None
    with pytest.raises(WorkspaceError, match="No rows wait"):
        workspace.answer_review(judged.id, [True] * 20, expert="Ada")


def test_another_owner_has_none_of_it(workspace: Workspace, judged: Run) -> None:
    other = Workspace.open(workspace.folder, owner="other")
    looks = (other.comments, other.start_review, other.review_rows, other.reviewed_rows)
    for look in (*looks, lambda run_id: other.real_row(run_id, 0)):
        with pytest.raises(WorkspaceError, match="not in this workspace"):
            look(judged.id)
    with pytest.raises(WorkspaceError, match="not in this workspace"):
        other.put_aside(judged.dataset_id, "bought.csv", SYNTHETIC)
    with pytest.raises(WorkspaceError, match="not in this workspace"):
        other.start_evaluation(judged.dataset_id, "bought.csv", SYNTHETIC)


@pytest.mark.parametrize("text", ["", " \x00 ", "x" * 2001])
def test_a_comment_of_no_or_too_many_words_is_refused(workspace: Workspace, judged: Run, text: str) -> None:
    with pytest.raises(WorkspaceError, match="from 1 to 2,000"):
        workspace.comment(judged.id, "age", text)
    with pytest.raises(WorkspaceError, match="no column"):
        workspace.comment(judged.id, "floor", "Hm.")


def test_files_of_an_evaluation_are_private(workspace: Workspace, judged: Run) -> None:
    paths = list(workspace.run_folder(judged.id).rglob("*"))
    assert {"evaluated.parquet", "holdout.parquet", "synthetic.csv", "recipe.json"} <= {path.name for path in paths}
    assert all(path.stat().st_mode & 0o077 == 0 for path in paths)
    outputs = workspace.recipe(judged.id)["outputs"]
    assert outputs["synthetic.csv"] == files.sha256(workspace.run_folder(judged.id) / "synthetic.csv")
    real = read_table(PATIENTS)
    assert len(read_like(workspace.run_folder(judged.id) / "synthetic.csv", real.schema, {})) == 150
