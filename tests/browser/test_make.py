"""Generate and Run as a person uses them: real rows beside, gaps filled, a long run watched and cancelled."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from pages.shared.places import COMPARE, GENERATE, RUN
from synth.work import Dataset, Run, Workspace, process, states
from synth.work.store import Store
from tests.browser import steward
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

ROWS = "".join(
    f"{20 + row * 7 % 60},{('east', 'west')[row % 2]},{('yes', 'no')[row % 10 > 0]},{(row % 60) or ''}\n"
    for row in range(240)
)


def opened(page: Page, server: Server) -> tuple[Workspace, Dataset]:
    """The Generate page of a small table: one in ten is ill, and one in sixty has no dose."""
    workspace = Workspace.open(server.workspace)
    dataset = workspace.add_dataset("wards.csv", f"age,ward,ill,dose\n{ROWS}".encode(), intent="testing")
    page.goto(f"{server.address}/{GENERATE.name}?dataset={dataset.id}")
    steward.asks(page, GENERATE.question)
    return workspace, dataset


def ended(page: Page, workspace: Workspace, dataset: Dataset) -> Run:
    """Start, wait for the report, and give the run."""
    steward.press(page, "Start")
    expect(page.get_by_role("button", name="Compare", exact=True)).to_be_visible(timeout=steward.SLOW)
    steward.press(page, "Compare")
    steward.asks(page, COMPARE.question)
    expect(page.get_by_text("For internal use only").first).to_be_visible()
    [run] = workspace.runs(dataset.id)
    return run


def test_a_rare_class_is_grown_to_a_stated_share(page: Page, server: Server) -> None:
    workspace, dataset = opened(page, server)
    page.get_by_role("radio", name="Real rows, and new ones after them").click()
    page.get_by_role("button", name="A balance").click()
    steward.choose(page, "Column whose shares are set", "ill")
    share = page.get_by_role("textbox", name="Share of yes (%)")
    share.fill("40")
    share.press("Enter")
    run = ended(page, workspace, dataset)
    made = workspace.synthetic(run.id).frame
    assert made["ill"].mean() == pytest.approx(0.4, abs=0.005)
    assert (made["provenance"] == "real").sum() == 192


def test_only_gaps_are_filled(page: Page, server: Server) -> None:
    workspace, dataset = opened(page, server)
    page.get_by_role("radio", name="Real rows, their gaps filled").click()
    run = ended(page, workspace, dataset)
    made, train = workspace.synthetic(run.id).frame, workspace.split(dataset.id).train.frame
    known = train["dose"].notna()
    assert not known.all()
    assert made["dose"].notna().all()
    assert made.loc[known, train.columns.tolist()].equals(train[known])
    assert (made["provenance"] == "filled").tolist() == (~known).tolist()


def test_a_long_run_shows_its_quality_and_ends_when_it_is_cancelled(page: Page, server: Server) -> None:
    workspace, dataset = opened(page, server)
    page.get_by_text("Choose another way").click()
    steward.press(page, "Choose CTGAN")
    page.get_by_text("Advanced settings").click()
    for label in ("Most epochs", "Epochs without gain"):
        box = page.get_by_role("textbox", name=label, exact=True)
        box.fill("2000")
        box.press("Enter")
        steward.settled(page)
    steward.press(page, "Start")
    steward.asks(page, RUN.question)
    quality = page.get_by_text(re.compile("Rows drawn now are"))
    expect(quality).to_be_visible(timeout=steward.SLOW)
    first = quality.inner_text()
    expect(quality).not_to_have_text(first, timeout=steward.SLOW)
    expect(
        page.get_by_role("figure", name=re.compile("Likeness")).or_(page.get_by_text("Losses")).first
    ).to_be_visible()
    [run] = workspace.runs(dataset.id)
    pid = states.row(Store.open(workspace.folder, workspace.owner), run.id).pid
    assert process.alive(pid, run.id)
    steward.press(page, "Cancel")
    begun = time.monotonic()
    while process.alive(pid, run.id):
        assert time.monotonic() - begun < 2
        time.sleep(0.05)
    expect(page.get_by_text("It was cancelled.")).to_be_visible()


def test_settings_are_searched_from_the_page_and_the_best_are_used(page: Page, server: Server) -> None:
    workspace, dataset = opened(page, server)
    page.get_by_text("Search for better settings").click()
    trials = page.get_by_role("textbox", name="Trials", exact=True)
    trials.fill("400")
    trials.press("Enter")
    steward.press(page, "Start the search")
    expect(page.get_by_text("Settings are being tried")).to_be_visible(timeout=steward.SLOW)
    page.reload()
    expect(page.get_by_role("figure", name=re.compile("trials:"))).to_be_visible(timeout=steward.SLOW)
    steward.press(page, "Cancel")
    expect(page.get_by_text("It was cancelled")).to_be_visible()
    task, found = workspace.search(dataset.id), workspace.found_settings(dataset.id)
    assert task is not None
    assert found is not None
    assert task.state == "cancelled"
    assert 0 < len(found.trials) < 400
    steward.settled(page)
    if found.best is None or found.best.number == 0:
        expect(page.get_by_role("button", name=re.compile("^Use the settings"))).to_have_count(0)
        return
    steward.press(page, f"Use the settings of trial {found.best.number}")
    expect(page.get_by_text(f"The settings of trial {found.best.number} stand in the form")).to_be_visible()
    page.reload()
    steward.asks(page, GENERATE.question)
    expect(page.get_by_text(f"The settings of trial {found.best.number} stand in the form")).to_be_visible()


def test_settings_outlive_a_refresh_and_a_preset_is_chosen_only_while_it_holds(page: Page, server: Server) -> None:
    opened(page, server)
    leaf = page.get_by_role("textbox", name="Smallest leaf (rows)")
    usual = leaf.input_value()
    page.get_by_role("radio", name="More private").click()
    expect(leaf).not_to_have_value(usual)
    expect(page.get_by_role("radio", name="More private")).to_be_checked()
    leaf.fill("33")
    leaf.press("Enter")
    expect(page.get_by_role("radio", name="Your own")).to_be_checked()
    steward.settled(page)
    page.reload()
    steward.asks(page, GENERATE.question)
    expect(leaf).to_have_value("33")
    expect(page.get_by_role("radio", name="Your own")).to_be_checked()
    page.get_by_role("radio", name="Recommended").click()
    expect(leaf).to_have_value(usual)
    expect(page.get_by_role("radio", name="Recommended")).to_be_checked()
    page.get_by_role("radio", name="Your own").click()
    expect(leaf).to_have_value("33")
