"""Profile: rules are stated, checked against the rows as they are, kept and removed."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from synth.prepare.rule import Rule
from synth.work import Workspace
from tests.pages.conftest import Open

PROFILE = "pages/prepare/profile.py"
ROWS = b"low,high,ward,floor\n" + b"".join(
    b"%d,%d,%s\n" % (row % 40, row % 40 + (5 if row % 50 else -5), (b"west,top", b"east,first")[row % 2])
    for row in range(100)
)


@pytest.fixture
def dataset(workspace: Workspace) -> str:
    return workspace.add_dataset("stays.csv", ROWS, intent="testing").id


def select(app: AppTest, label: str, value: str) -> AppTest:
    return next(box for box in app.selectbox if box.label == label).set_value(value).run()


def write(app: AppTest, label: str, value: str) -> AppTest:
    return next(box for box in app.text_input if box.label == label).set_value(value).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption, *app.success])


def test_a_rule_says_how_many_rows_break_it_and_is_kept_and_removed(
    workspace: Workspace, page: Open, dataset: str
) -> None:
    app = page(PROFILE, dataset=dataset)
    app = select(select(app, "First column", "low"), "Second column", "high")
    assert "2 rows break it now, of 100" in said(app)
    app = press(app, "Add the rule")
    assert workspace.schema(dataset).rules == (Rule(kind="inequality", columns=("low", "high")),)
    assert "2 rows break it now" in said(app)
    assert "Kept." in said(app)
    app = select(select(app, "First column", "low"), "Second column", "high")
    assert "It stands above already." in [each.value for each in app.caption]
    app = press(app, "Remove")
    assert workspace.schema(dataset).rules == ()
    assert not app.exception


def test_only_combinations_that_enough_people_share_are_offered(workspace: Workspace, page: Open, dataset: str) -> None:
    app = select(page(PROFILE, dataset=dataset), "What holds", "fixed_combination")
    app.multiselect[0].set_value(["ward", "floor"]).run()
    assert "2 combinations are shared by 5 people or more" in said(app)
    press(app, "Add the rule")
    [rule] = workspace.schema(dataset).rules
    assert rule.value == [["east", "first"], ["west", "top"]]


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("range", {"At least": "many"}, "'many' is no value of 'low'"),
        ("pattern", {"Regular expression": "(("}, "regular"),
    ],
)
def test_what_cannot_be_read_is_said_and_not_kept(
    workspace: Workspace, page: Open, dataset: str, kind: str, typed: dict[str, str], message: str
) -> None:
    app = select(page(PROFILE, dataset=dataset), "What holds", kind)
    boxes = [box for box in app.selectbox if box.label == "Column" and box.value is None]
    app = boxes[-1].set_value("low" if kind == "range" else "ward").run()
    for label, words in typed.items():
        app = write(app, label, words)
    assert message in app.error[0].value
    assert not [button for button in app.button if button.label == "Add the rule"]
    assert workspace.schema(dataset).rules == ()
