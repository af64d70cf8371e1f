"""Generate: what stands against a start is said before it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from synth.work import Workspace
from tests.pages.conftest import Open

GENERATE = "pages/make/generate.py"


def add(workspace: Workspace, rows: int) -> str:
    cells = "".join(f"{20 + row * 7 % 60},{('east', 'west')[row % 2]}\n" for row in range(rows))
    return workspace.add_dataset("patients.csv", f"age,ward\n{cells}".encode(), intent="testing").id


def box(app: AppTest, label: str) -> int:
    return [box.label for box in app.text_input].index(label)


def startable(app: AppTest) -> bool:
    return not next(button for button in app.button if button.label == "Start").disabled


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Synthetic rows", "99999999", "from 1 to 10,000,000"),
        ("Synthetic rows", "many", "from 1 to 10,000,000"),
        ("Seed", "-1", "from 0 to 4,294,967,295"),
        ("Smallest leaf (rows)", "1", "from 2 to 100,000"),
        ("Benefit of the doubt", "1e9", "from 0 to 20"),
    ],
)
def test_an_impossible_number_is_said_with_its_bounds_and_starts_nothing(
    workspace: Workspace, page: Open, label: str, typed: str, said: str
) -> None:
    app = page(GENERATE, dataset=add(workspace, 200))
    assert startable(app)
    app.text_input[box(app, label)].set_value(typed).run()
    assert [said in error.value for error in app.error] == [True]
    assert not startable(app)
    assert app.text_input[box(app, label)].value == typed
    assert workspace.runs() == []
    app.text_input[box(app, label)].set_value("20").run()
    assert not app.error
    assert startable(app)


def test_too_few_rows_to_learn_from_are_said_on_top_and_a_lower_k_mends_it(workspace: Workspace, page: Open) -> None:
    app = page(GENERATE, dataset=add(workspace, 8))
    assert "There is nothing to learn" in app.error[0].value
    assert not any("good start" in text.value for text in app.markdown)
    assert not startable(app)
    app.text_input[box(app, "Value protection (k)")].set_value("1").run()
    assert not app.error
    assert startable(app)


def test_a_table_with_no_modelled_column_is_said_and_nothing_is_offered(workspace: Workspace, page: Open) -> None:
    dataset = add(workspace, 40)
    schema = workspace.schema(dataset)
    for name in schema.names:
        schema = schema.with_column(name, treatment="drop")
    workspace.save_schema(dataset, schema)
    app = page(GENERATE, dataset=dataset)
    assert "No column has the treatment" in app.error[0].value
    assert not [button for button in app.button if button.label == "Start"]
