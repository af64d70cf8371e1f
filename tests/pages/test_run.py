"""Run: how far it is of the whole, and where a run that did not end well stopped."""

from __future__ import annotations

import time
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from synth.work import RunState, Workspace, database, queue, states
from synth.work.reporter import Reporter
from synth.work.store import Store
from tests.pages.conftest import Open

RUN = "pages/make/run.py"


@pytest.fixture(autouse=True)
def _nobody_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runs here have no worker, so none is given up."""
    monkeypatch.setattr(queue, "START_SECONDS", 3600)


def begun(workspace: Workspace, **more: Any) -> Store:
    """A run that is recorded as being worked on, by nobody, since a minute."""
    dataset = workspace.add_dataset("a.csv", b"a,b\n" + b"1,x\n2,y\n" * 20, intent="testing")
    values = {"id": "run1", "owner": "local", "dataset_id": dataset.id, "dataset_version": 1, "generator": "ctgan"}
    values |= {"settings": {}, "rows": 1, "seed": 0, "state": "fitting", "created": 0.0, "started": time.time() - 60}
    store = Store.open(workspace.folder, workspace.owner)
    with store.database.writing() as connection:
        connection.execute(database.runs.insert().values(values | more))
    return store


def stages(app: AppTest) -> list[str]:
    words = ("Learning", "Drawing rows", "Comparing")
    return [text.value for text in app.markdown if ":material/" in text.value and any(w in text.value for w in words)]


@pytest.mark.parametrize(("state", "said"), [("failed", "(failed here)"), ("cancelled", "(cancelled here)")])
def test_a_run_that_did_not_end_well_shows_the_stage_it_reached(
    workspace: Workspace, page: Open, state: RunState, said: str
) -> None:
    store = begun(workspace)
    report = Reporter(store, "run1", {"fitting": 1.0, "sampling": 1.0, "comparing": 1.0})
    report.begin("fitting")
    report.begin("sampling")
    states.settle(store, "run1", state)
    learning, drawing, comparing = stages(page(RUN, run="run1"))
    assert "check_circle" in learning
    assert said in drawing
    assert "radio_button_unchecked" in comparing


def test_the_bar_shows_the_share_of_the_whole_and_a_forecast_that_was_too_low(workspace: Workspace, page: Open) -> None:
    store = begun(workspace, forecast_seconds=20.0)
    report = Reporter(store, "run1", {"fitting": 180.0})
    report.begin("fitting")
    report("Reading 'fraud' (13 of 14)", 0, 300)
    app = page(RUN, run="run1")
    [bar] = app.get("progress")
    assert bar.proto.value in range(22, 28)  # a minute of four
    assert "% of the whole" in bar.proto.text
    assert "Reading 'fraud' \\(13 of 14\\)" in bar.proto.text
    [told] = [text.value for text in app.caption if "left." in text.value]
    assert "20 s were forecast" in told


def test_the_quality_so_far_is_said_and_drawn_beside_the_losses(workspace: Workspace, page: Open) -> None:
    store = begun(workspace)
    scores = iter([0.5, 0.9, 0.8])
    report = Reporter(store, "run1", {"fitting": 180.0}, quality=lambda rows: next(scores))
    report.begin("fitting")
    for epoch in (100, 200, 300):
        losses = {"generator loss": 1.0 / epoch, "discriminator loss": 0.5}
        report("Training", epoch, 300, losses, peek=lambda rows: pd.DataFrame({"a": [1.0]}))
    app = page(RUN, run="run1")
    assert not app.exception
    [said] = [text.value for text in app.markdown if "like the real ones" in text.value]
    assert "**0.800**" in said
    assert "at 300 of 300" in said
    assert "best, 0.900, at 200" in said
    assert [text.value for text in app.markdown[-4:] if text.value.startswith("**")] == [
        "**Likeness of 1,000 sampled rows**",
        "**Losses**",
    ]


def test_what_a_generator_has_to_say_stands_where_its_run_is_done(workspace: Workspace, page: Open) -> None:
    store = begun(workspace, state="done", finished=time.time())
    store.run_folder("run1").mkdir()
    (store.run_folder("run1") / "recipe.json").write_text('{"notes": ["It holds in [all](x) rows."]}', encoding="utf-8")
    app = page(RUN, run="run1")
    assert not app.error
    assert any("It holds in \\[all" in caption.value for caption in app.caption)
