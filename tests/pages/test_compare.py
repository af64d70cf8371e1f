"""The pages of the comparison, on a run whose report is known."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.places import COLUMNS, COMPARE, EVIDENCE, PAIRS, PRIVACY, RULES, USEFULNESS, Place
from synth.judge import Comparison, Report, compare
from synth.judge.compare import conform
from synth.judge.exhibits import Attacks, Question, RiskyRow, RiskyRows
from synth.judge.report import Provenance
from synth.judge.score import Band, Score
from synth.prepare import Table, read_table
from synth.prepare.control import Control
from synth.work import Run, Workspace, database
from synth.work.store import Store
from tests.pages.conftest import Open

HOSTILE = "ward [x](https://evil.example)"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    """Real, synthetic and holdout: the column 'pay' was made badly, the others are taken anew."""
    rng = np.random.default_rng(0)
    folder, rows = tmp_path_factory.mktemp("tables"), 300
    tables = {}
    for name, factor in (("real", 1), ("synthetic", 5), ("holdout", 1)):
        age = rng.integers(20, 80, rows)
        frame = pd.DataFrame(
            {
                "age": age,
                "pay": (factor * (1000 + 20 * age + rng.normal(0, 50, rows))).round(),
                HOSTILE: rng.choice(["east", "west"], rows),
                "ill": np.where(rng.random(rows) < age / 100, "yes", "no"),
            }
        )
        frame.to_csv(folder / f"{name}.csv", index=False)
        tables[name] = read_table(folder / f"{name}.csv")
    return tables


@pytest.fixture(scope="module")
def report(tables: dict[str, Table]) -> Report:
    return compare(tables["real"], tables["synthetic"], holdout=tables["holdout"], target="ill")


def finished(workspace: Workspace, report: Report | None, state: str = "done") -> str:
    """A run that has come to this report, by nobody's work."""
    dataset = workspace.add_dataset("a.csv", b"age,pay,ill\n" + b"31,1600,yes\n42,1900,no\n" * 150, intent="testing")
    values = {"id": "run1", "owner": "local", "dataset_id": dataset.id, "dataset_version": 1, "generator": "trees"}
    values |= {"settings": {}, "rows": 300, "seed": 0, "state": state, "created": 0.0, "started": time.time()}
    store = Store.open(workspace.folder, workspace.owner)
    with store.database.writing() as connection:
        connection.execute(database.runs.insert().values(values))
    folder = store.run_folder("run1")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recipe.json").write_text(json.dumps({}))
    workspace.split(dataset.id)
    table = workspace.table(dataset.id)
    table.frame.to_parquet(folder / "synthetic.parquet")
    (folder / "schema.json").write_text(table.schema.model_dump_json())
    if report is not None:
        report.to_json(folder / "report.json")
    return "run1"


def said(app: AppTest) -> str:
    """All text on the page."""
    return "\n".join(element.value for element in [*app.markdown, *app.caption, *app.warning, *app.title])


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


@pytest.mark.parametrize("place", EVIDENCE, ids=lambda place: place.name)
def test_every_page_answers_its_question_and_leads_to_all_others(
    workspace: Workspace, page: Open, report: Report, place: Place
) -> None:
    app = page(place.path, run=finished(workspace, report))
    assert not app.exception
    assert not app.error
    assert [title.value for title in app.title] == [place.question]
    names = [label.strip("*") for label in links(app)]
    assert all((other.title if other != COMPARE else "Overview") in names for other in EVIDENCE)
    assert "Go on to Approve" in [button.label for button in app.button]
    assert "](https" not in said(app)


@pytest.mark.parametrize("place", EVIDENCE, ids=lambda place: place.name)
def test_every_page_stands_without_a_source(workspace: Workspace, page: Open, report: Report, place: Place) -> None:
    table = read_table(b"a,b\n" + b"1,x\n2,y\n" * 20)
    app = page(place.path, run=finished(workspace, conform(table)))
    assert not app.exception
    if place.group and place != RULES:
        assert "o source" in said(app)


def test_the_worst_is_named_on_the_overview_with_a_link_to_it(workspace: Workspace, page: Open, report: Report) -> None:
    app = page(COMPARE.path, run=finished(workspace, report))
    [first] = [link for link in app.get("page_link") if link.proto.label == "Columns: pay"]
    assert "column=pay" in first.proto.query_string
    assert not [label for label in links(app) if label == "Columns: age"]


def test_a_check_of_the_policy_that_failed_has_the_last_word_on_its_tile(
    workspace: Workspace, page: Open, report: Report
) -> None:
    lost = next(score for score in report.scores if score.measure == "usefulness")
    lost = lost.model_copy(
        update={"value": 0.3, "low": 0.25, "high": 0.4, "reference": Band(value=0, low=-0.1, high=0.1)}
    )
    others = [score for score in report.scores if score.measure != "usefulness"]
    app = page(COMPARE.path, run=finished(workspace, report.model_copy(update={"scores": (*others, lost)})))
    assert "loses 0.300" in said(app).replace("\\", "")
    assert "models learn from it as from real rows" not in said(app)


def test_why_nothing_was_measured_is_said_once(workspace: Workspace, page: Open, report: Report) -> None:
    note = "No column is marked as sensitive."
    unfair = [
        Score(group="fairness", measure=measure, value=None, status="not measured", note=note)
        for measure in ("parity", "representation")
    ]
    others = [score for score in report.scores if score.group != "fairness"]
    app = page(COMPARE.path, run=finished(workspace, report.model_copy(update={"scores": (*others, *unfair)})))
    assert said(app).replace("\\", "").count(note) == 1


def test_the_least_alike_column_comes_first_and_an_address_opens_another(
    workspace: Workspace, page: Open, report: Report
) -> None:
    run = finished(workspace, report)
    app = page(COLUMNS.path, run=run)
    assert app.dataframe[0].value["Column"][0] == "pay"
    [box] = [box for box in app.selectbox if box.label == "Column"]
    assert box.value == "pay"
    app = page(COLUMNS.path, run=run, column="age")
    assert [box.value for box in app.selectbox if box.label == "Column"] == ["age"]


def test_a_comment_on_a_column_is_kept_and_shown_as_it_was_written(
    workspace: Workspace, page: Open, report: Report
) -> None:
    run = finished(workspace, report)
    app = page(COLUMNS.path, run=run, column="no such column")
    assert [box.value for box in app.selectbox if box.label == "Column"] == ["pay"]
    app.text_area[0].set_value("Mind [this](https://evil.example).")
    next(button for button in app.button if button.label == "Keep the comment").click().run()
    assert [error.value for error in app.error] == []
    assert [(each.column, each.text) for each in workspace.comments(run)] == [
        ("pay", "Mind [this](https://evil.example).")
    ]
    assert "Mind \\[this" in said(app)
    assert "Mind" not in said(page(COLUMNS.path, run=run, column="age"))


def test_the_attacks_are_made_again_for_what_the_steward_says(
    workspace: Workspace, page: Open, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(Workspace, "start_task", lambda self, *options: asked.append(options))
    app = page(PRIVACY.path, run=finished(workspace, report))
    known, secrets = app.multiselect[:2]
    exhibit = report.exhibit(Attacks)
    assert exhibit is not None
    assert (known.value, secrets.value) == (list(exhibit.visible), list(exhibit.secrets))
    guessed = "\n".join(caption.value for caption in app.caption)
    assert "'age' is named as something that others see or can look up" in guessed
    known.set_value(["age", "ill"])
    secrets.set_value(["pay", "ill"])
    next(button for button in app.button if button.label == "Attack again").click().run()
    assert asked == [("run1", "attacks", {"quasi_identifiers": ["age", "ill"], "secrets": ["pay"]})]


def test_a_question_is_answered_kept_and_removed(
    workspace: Workspace, page: Open, report: Report, tables: dict[str, Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = Comparison.of(tables["real"], tables["synthetic"], holdout=tables["holdout"])
    monkeypatch.setattr("pages.shared.cached._comparison", lambda *_: compared)
    run = finished(workspace, report)
    app = page(USEFULNESS.path, run=run)

    def press(label: str) -> None:
        next(button for button in app.button if button.label == label).click().run()

    app.selectbox(key="ask-figure").set_value("mean")
    press("Ask both tables")
    assert "say of which column" in app.error[0].value
    app.selectbox(key="ask-column").set_value("pay")
    app.multiselect(key="ask-by").set_value(["ill"])
    app.text_input(key="ask-where").set_value("age >= 30")
    press("Ask both tables")
    assert not app.error
    answers = app.dataframe[-1].value
    assert set(answers["ill"]) == {"yes", "no"}
    assert set(answers["Agrees"]) == {"no"}  # pay was made five times too high
    assert (answers["Synthetic"] > 4 * answers["Real"]).all()
    assert workspace.report(run).exhibit(Question).text == "mean of pay by ill where age >= 30"  # type: ignore[union-attr]
    press("Remove")
    assert workspace.report(run).exhibit(Question) is None  # type: ignore[union-attr]


def test_a_real_row_is_hidden_until_somebody_looks_which_is_recorded(
    workspace: Workspace, page: Open, report: Report
) -> None:
    row = RiskyRow(row=7, nearest=3, distance=0.1, usual=0.5, columns_equal=2, why="Equal on two columns.")
    run = finished(workspace, report.supplemented([RiskyRows(rows=(row,), found=1)]))
    app = page(PRIVACY.path, run=run)
    assert "1 synthetic row lies as near to one real row as few fresh real rows do" in said(app)
    assert set(app.dataframe[-1].value["Real row 4"]) == {"hidden"}
    assert workspace.events("reveal") == []
    next(button for button in app.button if button.label == "Look at the real row").click().run()
    assert list(app.dataframe[-1].value["Real row 4"]) == list(workspace.real_row(run, 3).values())
    assert [event.content["revealed"] for event in workspace.events("reveal")] == [False, False]  # page and test
    next(button for button in app.button if button.label == "Hide it again").click().run()
    assert set(app.dataframe[-1].value["Real row 4"]) == {"hidden"}


def test_a_remedy_is_started_for_the_listed_rows_or_those_that_are_chosen(
    workspace: Workspace, page: Open, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tuple(RiskyRow(row=row, nearest=3, distance=0.1, usual=0.5, columns_equal=2, why="Near.") for row in (7, 2))
    run = finished(workspace, report.supplemented([RiskyRows(rows=rows, found=2)]))
    asked: list[object] = []

    def start(self: Workspace, *given: object) -> Run:
        asked.append(given)
        return self.run(run)

    monkeypatch.setattr(Workspace, "start_remedy", start)
    app = page(PRIVACY.path, run=run)
    next(button for button in app.button if button.label == "Draw them again").click().run()
    assert asked == [(run, "resample", [7, 2])]
    app = page(PRIVACY.path, run=run)
    rows_to_mend = next(box for box in app.multiselect if box.label == "Synthetic rows to mend")
    assert rows_to_mend.options == ["8", "3"]
    rows_to_mend.set_value([2]).run()
    next(button for button in app.button if button.label == "Leave them out").click().run()
    assert asked[1:] == [(run, "drop", [2])]
    app = page(PRIVACY.path, run=run)
    next(box for box in app.multiselect if box.label == "Synthetic rows to mend").set_value([]).run()
    assert next(button for button in app.button if button.label == "Say less in them").disabled


def test_an_address_opens_a_pair(workspace: Workspace, page: Open, report: Report) -> None:
    app = page(PAIRS.path, run=finished(workspace, report), first="ill", second="age")
    assert [box.value for box in app.selectbox] == ["ill", "age"]
    note = report.score("pair", "age", "ill").note
    assert any(note[:30] in text.value.replace("\\", "") for text in app.markdown)


def test_a_table_by_request_is_shown_as_asked_and_as_it_is(workspace: Workspace, page: Open, report: Report) -> None:
    as_is = report.score("shape").model_copy(update={"value": 0.123})
    asked = report.model_copy(update={"control": Control(given={"ill": "yes"}), "as_is": (as_is,)})
    [table] = page(COMPARE.path, run=finished(workspace, asked)).dataframe
    assert table.value["As it is"].tolist() == ["0.123"]
    assert table.value["As asked"].tolist() != ["0.123"]


def test_a_table_that_holds_real_rows_is_for_internal_use_only(
    workspace: Workspace, page: Open, report: Report
) -> None:
    mixed = report.model_copy(update={"provenance": Provenance(column="from", synthetic=200, real=90, filled=10)})
    app = page(COMPARE.path, run=finished(workspace, mixed))
    assert ["For internal use only: 90 rows" in warning.value for warning in app.warning] == [True]


def test_what_is_ready_is_shown_while_the_rest_is_still_being_compared(
    workspace: Workspace, page: Open, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = report.model_copy(
        update={"scores": report.group("shapes"), "pending": ("pairs", "joint", "usefulness", "privacy")}
    )
    run = finished(workspace, ready, state="comparing")
    app = page(COMPARE.path, run=run)
    assert not app.exception
    [bar] = app.get("progress")
    assert "pairs, joint, usefulness, privacy" in bar.proto.text
    assert "The verdict comes when everything has been compared" in said(app)
    assert app.dataframe is not None
    app = page(PAIRS.path, run=run)
    assert "still being compared" in said(app)
    assert len(page(COLUMNS.path, run=run).dataframe) > 0


def test_a_run_without_a_report_says_so(workspace: Workspace, page: Open) -> None:
    app = page(COLUMNS.path, run=finished(workspace, None, state="failed"))
    assert not app.exception
    assert "has failed" in said(app)


def test_the_detail_pages_are_left_out_of_the_sidebar_but_lie_beside_the_overview() -> None:
    root = Path(__file__).parents[2]
    assert all((root / place.path).exists() for place in EVIDENCE)
    assert [place for place in EVIDENCE if not place.within] == [COMPARE]
