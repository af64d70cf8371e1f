"""Generate: what stands against a start is said before it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from synth.errors import SettingsError
from synth.make import GENERATORS
from synth.prepare.control import Control
from synth.work import Workspace, database
from synth.work.chosen import Chosen
from synth.work.store import Store
from synth.work.trials import Trial, Tuning
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


Asked = list[dict[str, Any]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What was started, by nobody."""
    asked: Asked = []

    def start_run(self: Workspace, dataset: str, generator: str, **options: Any) -> Any:
        asked.append({"generator": generator, **options})
        raise SettingsError("Not now.")

    monkeypatch.setattr(Workspace, "start_run", start_run)
    return asked


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def preset(app: AppTest) -> Any:
    return next(group for group in app.button_group if group.label == "Preset").value


def choose(app: AppTest, words: str | list[str]) -> AppTest:
    one = words if isinstance(words, str) else words[0]
    return next(group for group in app.button_group if one in group.options).set_value(words).run()


def test_the_gallery_says_what_each_generator_would_cost_here(workspace: Workspace, page: Open) -> None:
    app = page(GENERATE, dataset=add(workspace, 200))
    assert sum("memory here" in text.value for text in app.markdown) == len(GENERATORS)
    app = press(app, "Choose Fitted distributions")
    assert any("Finds the distribution" in text.value for text in app.markdown[:8])
    [said] = [text.value for text in app.caption if "Akaike" in text.value]
    assert "Cost: seconds. Licence: MIT. Paper: Akaike" in said
    assert startable(app)


def test_a_warning_of_the_chosen_generator_is_said_once(workspace: Workspace, page: Open) -> None:
    app = page(GENERATE, dataset=add(workspace, 150))
    assert [warning.value[:5] for warning in app.warning] == ["With "]
    texts = [text.value for text in app.markdown]
    titles = [at for at, text in enumerate(texts) if text.startswith("**")]
    cards = {texts[start]: " ".join(texts[start:end]) for start, end in itertools.pairwise([*titles, len(texts)])}
    warned = [title for title, text in cards.items() if "little can be told from accident" in text]
    assert "**Random forests**" in warned
    assert "**Decision trees**" not in warned


def test_a_generator_that_cannot_take_the_table_says_why_and_cannot_be_chosen(workspace: Workspace, page: Open) -> None:
    dataset = workspace.add_dataset(
        "n.csv", b"n,m\n" + b"".join(b"%d,%d\n" % (i * 7 % 40, i * i % 37) for i in range(90)), intent="testing"
    )
    app = page(GENERATE, dataset=dataset.id)
    assert any("no column of this table has classes" in text.value for text in app.markdown)
    assert next(button for button in app.button if button.label == "Choose SMOTE").disabled


def test_a_rare_level_is_offered_and_its_share_is_asked_for(workspace: Workspace, page: Open, started: Asked) -> None:
    app = choose(page(GENERATE, dataset=add(workspace, 200)), "Real rows, and new ones after them")
    app = choose(app, ["A balance"])
    assert any("internal use only" in text.value for text in app.caption)
    next(box for box in app.selectbox if box.label == "Column whose shares are set").set_value("ward").run()
    [levels] = app.multiselect
    level = levels.value[0]
    app.text_input[box(app, f"Share of {level} (%)")].set_value("70").run()
    assert not app.error
    press(app, "Start")
    assert started[0]["control"] == Control(augment=True, balance={"ward": {level: 0.7}})


def test_wishes_are_asked_for_together(workspace: Workspace, page: Open, started: Asked) -> None:
    app = choose(page(GENERATE, dataset=add(workspace, 200)), ["Fixed values", "A balance"])
    app.multiselect[0].set_value(["age"]).run()
    app.text_input[box(app, "Value of age")].set_value("30").run()
    next(box for box in app.selectbox if box.label == "Column whose shares are set").set_value("ward").run()
    level = app.multiselect[1].value[0]
    app.text_input[box(app, f"Share of {level} (%)")].set_value("70").run()
    assert not app.error
    press(app, "Start")
    assert started[0]["control"] == Control(given={"age": "30"}, balance={"ward": {level: 0.7}})


def test_what_the_table_cannot_give_is_said_before_the_start(workspace: Workspace, page: Open) -> None:
    app = choose(page(GENERATE, dataset=add(workspace, 200)), "Real rows, their gaps filled")
    assert "nothing to fill" in app.error[0].value
    assert not startable(app)


def test_settings_by_column_and_lists_of_words_are_read(workspace: Workspace, page: Open, started: Asked) -> None:
    app = press(page(GENERATE, dataset=add(workspace, 200)), "Choose A method for each column")
    assert not app.exception
    press(app, "Start")
    assert started[0]["settings"]["methods"] == {}
    app = press(app, "Choose SMOTE")
    app.text_input[box(app, "Classes to make")].set_value("east; nowhere").run()
    assert "nowhere" in app.error[0].value
    assert not startable(app)
    app.text_input[box(app, "Classes to make")].set_value("east").run()
    press(app, "Start")
    assert started[1]["settings"]["classes"] == ("east",)


def test_comments_on_the_last_run_become_another_run(workspace: Workspace, page: Open, started: Asked) -> None:
    dataset = add(workspace, 200)
    values = {"id": "run1", "owner": "local", "dataset_id": dataset, "dataset_version": 1, "generator": "trees"}
    values |= {"settings": {"min_leaf": 33, "k": 7}, "rows": 9, "seed": 0, "state": "done", "created": 0.0}
    with Store.open(workspace.folder, workspace.owner).database.writing() as connection:
        connection.execute(database.runs.insert().values(values))
    workspace.comment("run1", "age", "Too few zeros [here](https://evil.example).")
    app = page(GENERATE, dataset=dataset)
    assert any("Too few zeros \\[here" in text.value for text in app.markdown)
    assert preset(app) == "Your own"
    assert any("settings of that run stand below" in text.value for text in app.caption)
    press(app, "Start")
    assert (started[0]["generator"], started[0]["settings"]["min_leaf"], started[0]["settings"]["k"]) == (
        "trees",
        33,
        7,
    )
    app.text_input[box(app, "Smallest leaf (rows)")].set_value("55").run()
    assert leaf(page(GENERATE, dataset=dataset)) == "55"
    workspace.keep_chosen(dataset, workspace.chosen(dataset).model_copy(update={"after": "an earlier run"}))
    assert leaf(page(GENERATE, dataset=dataset)) == "33"
    other = press(page(GENERATE, dataset=dataset), "Choose Gaussian copula")
    assert not any("settings of that run stand below" in text.value for text in other.caption)
    assert any("Decision trees made that run" in text.value for text in other.caption)
    press(press(app, "Learn these columns by boosting instead"), "Start")
    assert (started[1]["generator"], started[1]["settings"]["methods"]) == ("hybrid", {"age": "boost"})


def test_a_search_is_started_from_the_form_and_its_best_settings_go_into_it(
    workspace: Workspace, page: Open, started: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Asked = []

    def start_search(self: Workspace, dataset: str, generator: str, **options: Any) -> None:
        asked.append({"generator": generator, **options})

    monkeypatch.setattr(Workspace, "start_search", start_search)
    dataset = add(workspace, 200)
    app = page(GENERATE, dataset=dataset)
    app.text_input[box(app, "Smallest leaf (rows)")].set_value("21").run()
    app.text_input[box(app, "Trials")].set_value("7").run()
    app = press(app, "Start the search")
    assert (asked[0]["generator"], asked[0]["settings"]["min_leaf"], asked[0]["trials"]) == ("trees", 21, 7)
    tried = tuple(
        Trial(number, asked[0]["settings"] | {"min_leaf": leaf}, 1.0, score)
        for number, (leaf, score) in enumerate([(21, 0.8), (44, 0.9)])
    )
    monkeypatch.setattr(Workspace, "found_settings", lambda *_: Tuning("trees", ("min_leaf",), tried))
    app = press(app.run(), "Use the settings of trial 1")
    assert app.text_input[box(app, "Smallest leaf (rows)")].value == "44"
    assert any("settings of trial 1 stand in the form" in caption.value for caption in app.caption)
    assert preset(app) == "Your own"
    press(app, "Start")
    assert started[0]["settings"]["min_leaf"] == 44
    again = page(GENERATE, dataset=dataset)
    assert (leaf(again), preset(again)) == ("44", "Your own")
    app = choose(app, "Recommended")
    assert app.text_input[box(app, "Smallest leaf (rows)")].value != "44"


def leaf(app: AppTest) -> str | None:
    return app.text_input[box(app, "Smallest leaf (rows)")].value


def test_a_refresh_finds_what_was_chosen(workspace: Workspace, page: Open, started: Asked) -> None:
    dataset = add(workspace, 200)
    app = press(page(GENERATE, dataset=dataset), "Choose Random forests")
    for label, typed in (("Smallest leaf (rows)", "44"), ("Synthetic rows", "77"), ("Seed", "3")):
        app.text_input[box(app, label)].set_value(typed).run()
    app = choose(choose(app, "Real rows, and new ones after them"), ["Fixed values", "A balance"])
    app.multiselect[0].set_value(["age"]).run()
    app.text_input[box(app, "Value of age")].set_value("30").run()
    next(box for box in app.selectbox if box.label == "Column whose shares are set").set_value("ward").run()
    level = app.multiselect[1].value[0]
    app.text_input[box(app, f"Share of {level} (%)")].set_value("62.5").run()
    press(app, "Start")
    again = page(GENERATE, dataset=dataset)
    assert not again.error
    assert preset(again) == "Your own"
    assert leaf(again) == "44"
    press(again, "Start")
    assert started[1] == started[0]
    assert (started[1]["generator"], started[1]["rows"], started[1]["seed"]) == ("forest", 77, 3)
    assert started[1]["control"].balance == {"ward": {level: 0.625}}


def test_a_refresh_finds_equal_outcomes_and_each_generators_own_settings(
    workspace: Workspace, page: Open, started: Asked
) -> None:
    rows = "".join(f"{row * 7 % 60},{'en'[row % 2]},{'yx'[row % 3 // 2]}\n" for row in range(200))
    dataset = workspace.add_dataset("wards.csv", f"age,ward,ill\n{rows}".encode(), intent="testing").id
    app = page(GENERATE, dataset=dataset)
    app.text_input[box(app, "Smallest leaf (rows)")].set_value("44").run()
    app = choose(press(app, "Choose Random forests"), ["Equal outcomes"])
    next(each for each in app.selectbox if each.label == "Outcome").set_value("ward").run()
    app = press(page(GENERATE, dataset=dataset), "Choose Decision trees")
    assert leaf(app) == "44"
    press(app, "Start")
    assert started[0]["control"] == Control(fair=("ward", "ill"))


def test_merely_looking_chooses_nothing_and_what_is_as_recommended_follows_the_recommendation(
    workspace: Workspace, page: Open
) -> None:
    dataset = add(workspace, 200)
    app = page(GENERATE, dataset=dataset)
    assert workspace.chosen(dataset) == Chosen()
    app.text_input[box(app, "Seed")].set_value("3").run()
    assert workspace.chosen(dataset) == Chosen(seed=3)
    workspace.keep_chosen(dataset, Chosen(generator="gone", settings={"trees": {"min_leaf": "few"}}))
    again = page(GENERATE, dataset=dataset)
    assert not again.exception
    assert preset(again) == "Recommended"


def test_methods_by_column_and_lists_of_words_outlive_a_refresh(
    workspace: Workspace, page: Open, started: Asked
) -> None:
    dataset = add(workspace, 200)
    methods = {"generator": "hybrid", "settings": {"hybrid": {"methods": {"age": "boost"}}}}
    workspace.keep_chosen(dataset, Chosen.model_validate(methods))
    app = page(GENERATE, dataset=dataset)
    assert preset(app) == "Your own"
    press(app, "Start")
    assert started[0]["settings"]["methods"] == {"age": "boost"}
    app = press(app, "Choose SMOTE")
    app.text_input[box(app, "Classes to make")].set_value("east").run()
    press(page(GENERATE, dataset=dataset), "Start")
    assert (started[1]["generator"], started[1]["settings"]["classes"]) == ("smote", ("east",))
    assert workspace.chosen(dataset).settings["hybrid"]["methods"] == {"age": "boost"}


def test_a_preset_is_shown_while_all_fields_are_as_it_says(workspace: Workspace, page: Open) -> None:
    app = choose(page(GENERATE, dataset=add(workspace, 200)), "More private")
    private = leaf(app)
    assert preset(app) == "More private"
    app.text_input[box(app, "Smallest leaf (rows)")].set_value("33").run()
    assert preset(app) == "Your own"
    app = choose(app, "Recommended")
    assert leaf(app) not in (private, "33")
    app = choose(app, "Your own")
    assert (leaf(app), preset(app)) == ("33", "Your own")
    app.text_input[box(app, "Smallest leaf (rows)")].set_value("many").run()
    assert preset(app) == "Your own"
    app.text_input[box(app, "Smallest leaf (rows)")].set_value(private).run()
    assert preset(app) == "More private"


def test_a_generator_without_settings_to_try_says_so(workspace: Workspace, page: Open) -> None:
    app = press(page(GENERATE, dataset=add(workspace, 200)), "Choose Fitted distributions")
    assert any("nothing to try" in caption.value for caption in app.caption)
    assert not [button for button in app.button if button.label == "Start the search"]
