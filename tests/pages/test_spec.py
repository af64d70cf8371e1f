"""From rules: a spec changed in the form or as YAML, and a table made from it."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest

from synth.work import Workspace
from tests.pages.conftest import Open

PAGE = "pages/make/spec.py"
SPEC = """columns:
- {name: id, kind: key, values: {count_from: 1}}
- {name: age, kind: number, decimals: 0, values: {distribution: normal, mean: 40, sd: 10}, missing: 0.1}
- name: ward
  kind: category
  values: {weights: {north: 2, south: 1}}
  cases: [{when: age > 60, then: south}, {when: age < 1, then: null}]
- {name: old, kind: boolean, values: {formula: age > 60}}
- name: day
  kind: datetime
  step: day
  step_from: 1970-01-01 12:00
  format: "%Y-%m-%d %H:%M"
  values: {first: 2024-01-01, last: 2024-02-01, weekdays: [1, 1, 1, 1, 1, 0, 0]}
- {name: cost, kind: number, values: {quantiles: [0, 1, 10]}}
- {name: floor, kind: category, values: {by: ward, levels: {north: {a: 1}}, otherwise: {b: 1}}}
- {name: who, kind: text, values: {fake: name, locale: de_DE}}
- {name: code, kind: key, values: {pattern: "[A-Z]{4}-[0-9]{4}"}}
- {name: land, kind: category, values: NL}
correlations:
- {columns: [age, cost], rho: 0.5}
scenarios:
- name: dear
  share: 0.05
  set: {cost: {distribution: uniform, low: 90, high: 100}, ward: south, day: {first: 2024-01-06, last: 2024-01-07}}
rules:
- {kind: range, columns: [age], value: [-100, 200], tolerance: 0.5}
"""


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def yaml(app: AppTest) -> str:
    return str(next(box for box in app.text_area if box.label == "The same as YAML").value)


def told(app: AppTest) -> str:
    assert not app.exception
    return " ".join(str(each.value) for each in [*app.markdown, *app.error, *app.info])


def test_a_newcomer_finds_a_spec_that_works(page: Open) -> None:
    app = page(PAGE)
    assert "3 columns" in told(app)
    assert not app.error
    app = press(app, "Add a column")
    assert "4 columns" in told(app)
    assert "name: column1" in yaml(app)
    app = press(press(app, "Up"), "Remove")
    assert "column1" not in yaml(app)


def test_a_change_in_the_form_is_a_change_in_the_yaml(page: Open) -> None:
    app = press(page(PAGE), "Add a column")
    next(box for box in app.text_input if box.label == "Mean").input("7").run()
    app = press(app, "Change this column")
    assert "mean: 7" in yaml(app)
    next(box for box in app.text_input if box.label == "Standard deviation").input("-1").run()
    app = press(app, "Change this column")
    assert "greater than 0" in app.error[0].value
    assert "sd: -1" not in yaml(app)


def test_a_step_is_typed_in_the_form_and_goes_with_the_kind(page: Open) -> None:
    app = press(page(PAGE), "Add a column")
    next(box for box in app.text_input if box.label == "Decimals").input("0")
    next(box for box in app.text_input if box.label == "Step").input("1000").run()
    app = press(app, "Change this column")
    assert "step: 1000" in yaml(app)
    next(box for box in app.selectbox if box.label == "Kind").select("category").run()
    app = press(app, "Change this column")
    assert not app.error
    assert "step" not in yaml(app)


def test_what_is_typed_as_yaml_is_checked_in_words(page: Open) -> None:
    app = page(PAGE)
    next(box for box in app.text_area if box.label == "The same as YAML").input("columns: 3").run()
    assert "The spec does not fit at columns" in app.error[0].value.replace("\\", "")
    assert next(button for button in app.button if button.label == "Make the table").disabled
    next(box for box in app.text_area if box.label == "The same as YAML").input(SPEC).run()
    assert "10 columns, 1 correlation, 1 rare scenario, 1 rule" in told(app)
    assert not app.error


@pytest.mark.parametrize("at", range(10))
def test_the_form_of_any_column_changes_nothing_by_itself(page: Open, workspace: Workspace, at: int) -> None:
    dataset = workspace.add_spec("patients", SPEC, intent="testing")
    app = page(PAGE, dataset=dataset.id)
    app.session_state[f"spec-{dataset.id}"].column = at
    before = app.session_state[f"spec-{dataset.id}"].spec()
    app = press(app.run(), "Change this column")
    assert not app.error, app.error[0].value
    assert app.session_state[f"spec-{dataset.id}"].spec() == before
    app = press(app, "Change these")
    assert not app.error, app.error[0].value
    assert app.session_state[f"spec-{dataset.id}"].spec() == before


def test_a_table_is_made_from_it(page: Open, workspace: Workspace) -> None:
    app = page(PAGE)
    next(box for box in app.text_input if box.label == "Rows").input("40").run()
    press(app, "Make the table")
    run, dataset = workspace.runs()[0], workspace.datasets()[0]
    until = time.monotonic() + 60
    while not (run := workspace.run(run.id)).settled and time.monotonic() < until:
        time.sleep(0.1)
    assert run.state == "done", run.error
    assert len(workspace.synthetic(run.id)) == 40
    for path in ("pages/make/run.py", "pages/judge/compare.py", "pages/judge/rules.py", "pages/release/approve.py"):
        assert not page(path, dataset=dataset.id, run=run.id).exception, path
    for path in ("pages/prepare/profile.py", "pages/make/generate.py"):
        assert "stated by rules" in told(page(path, dataset=dataset.id))
    assert "stated by rules" in " ".join(each.value for each in page("pages/prepare/home.py").caption)
