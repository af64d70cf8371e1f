"""What the comparison finds only when a person asks: attacks again, a learning curve, a table without risky rows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from pages.shared.places import PRIVACY, USEFULNESS
from synth.judge.exhibits import Attacks
from synth.work import Run, Workspace
from tests.browser import steward
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser


def test_attackers_are_corrected_and_attack_again(page: Page, server: Server, run: Run) -> None:
    page.goto(f"{server.address}/{PRIVACY.name}?run={run.id}")
    steward.asks(page, PRIVACY.question)
    expect(page.get_by_text("'age' is named as something that others see or can look up.")).to_be_visible()
    known = page.get_by_role("combobox", name="Others can know")
    known.fill("ward")
    known.press("Enter")
    known.press("Escape")
    steward.press(page, "Attack again")
    expect(page.get_by_text("'age' is named as something")).to_have_count(0, timeout=steward.SLOW)  # it was said
    steward.settled(page)
    report = Workspace.open(server.workspace).report(run.id)
    attacks = report.exhibit(Attacks) if report else None
    assert attacks is not None
    assert {"age", "ward"} <= {*attacks.visible}


def test_the_learning_curve_is_taken_when_asked_for(page: Page, server: Server, run: Run) -> None:
    page.goto(f"{server.address}/{USEFULNESS.name}?run={run.id}")
    steward.asks(page, USEFULNESS.question)
    steward.press(page, "Take the learning curve")
    expect(page.get_by_role("button", name="Take it again")).to_be_visible(timeout=steward.SLOW)
    expect(page.get_by_text("adding synthetic rows pays where the whole band lies above 0.")).to_be_visible()


def test_the_risky_rows_that_are_chosen_are_mended_in_a_run_of_its_own(page: Page, server: Server, run: Run) -> None:
    workspace = Workspace.open(server.workspace)
    page.goto(f"{server.address}/{PRIVACY.name}?run={run.id}")
    steward.asks(page, PRIVACY.question)
    chosen = page.get_by_test_id("stMultiSelect").filter(has_text="Synthetic rows to mend")
    tags = chosen.get_by_role("button", name=re.compile("^Remove "))
    expect(tags.first).to_be_visible()
    listed = tags.count()
    assert listed > 1
    tags.first.click()
    expect(tags).to_have_count(listed - 1)
    for button in ("Draw them again", "Say less in them"):
        expect(page.get_by_role("button", name=button)).to_be_enabled()
    steward.press(page, "Leave them out")
    steward.asks(page, "Is it going well?")
    expect(page.get_by_role("button", name="Compare", exact=True)).to_be_visible(timeout=steward.SLOW)
    mended = workspace.runs(run.dataset_id)[0]
    assert mended.settings["remedy"]["of"] == run.id
    assert (len(mended.settings["remedy"]["rows"]), mended.rows) == (listed - 1, run.rows - listed + 1)
    assert f"run={mended.id}" in page.url
