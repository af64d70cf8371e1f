"""Upload and Profile: what a steward is asked, and what can be put right."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from synth.work import Workspace
from tests.browser import steward
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

PEOPLE = "id,note,flag,shift\n" + "".join(
    f"{100 + row},{('red', 'green', 'blue')[row % 3]},{('yes', 'no')[row % 2]},{('east', 'west')[row % 5 == 0]}\n"
    for row in range(200)
)


def choose_file(page: Page, server: Server, path: Path, content: str) -> None:
    path.write_text(content)
    page.goto(f"{server.address}/upload")
    steward.asks(page, "Was my file read right?")
    expect(page.locator("input[type=file]")).to_be_disabled()
    page.get_by_role("radiogroup").get_by_text("Open publication", exact=True).click()
    expect(page.locator("input[type=file]")).to_be_enabled()
    page.locator("input[type=file]").set_input_files(path)


def test_what_it_is_for_is_asked_and_may_change(page: Page, server: Server, tmp_path: Path) -> None:
    choose_file(page, server, tmp_path / "people.csv", PEOPLE)
    expect(page.get_by_text("for open publication").first).to_be_visible(timeout=steward.SLOW)
    steward.choose(page, "What is it for?", "Software test data")
    expect(page.get_by_text("for software test data").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("for software test data").first).to_be_visible(timeout=steward.SLOW)


def test_a_sample_is_for_what_was_answered(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/upload")
    steward.asks(page, "Was my file read right?")
    page.get_by_role("radiogroup").get_by_text("Augmenting a scarce table", exact=True).click()
    steward.press(page, "Card transactions")
    expect(page.get_by_text("for augmenting a scarce table").first).to_be_visible(timeout=steward.SLOW)


def test_a_file_that_cannot_be_read_is_put_right_on_the_page(page: Page, server: Server, tmp_path: Path) -> None:
    choose_file(page, server, tmp_path / "unclosed.csv", 'a,b\n1,"2\n3,4\n5,6\n7,8\n')
    expect(page.get_by_text("the quote that opens on line 2 is never closed")).to_be_visible(timeout=steward.SLOW)
    steward.choose(page, "Quote", "no quotes")
    steward.press(page, "Read it again")
    expect(page.get_by_text("4 rows, 2 columns read, nothing left out.")).to_be_visible(timeout=steward.SLOW)
    expect(page.get_by_text("separated by comma; no quotes; one header line")).to_be_visible()
    steward.settled(page)
    page.get_by_text("Not read right? Correct it").click()
    page.get_by_label("Lines to skip above").fill("900")
    page.get_by_label("Header lines").fill("20")
    steward.press(page, "Read it again")
    expect(page.get_by_text("left below the 900 lines to skip")).to_be_visible(timeout=steward.SLOW)
    steward.settled(page)


def test_a_table_without_rows_is_refused_on_upload(page: Page, server: Server, tmp_path: Path) -> None:
    choose_file(page, server, tmp_path / "names.csv", "a,b\n")
    expect(page.get_by_text("has no row below its header")).to_be_visible(timeout=steward.SLOW)
    expect(page.get_by_role("button", name="Yes, it was read right")).to_have_count(0)


def test_a_second_tab_undoes_nothing_and_a_ruinous_unit_is_refused(page: Page, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "two_tabs.csv"
    path.write_text(PEOPLE)
    steward.upload(page, server.address, path)
    workspace = Workspace.open(server.workspace)
    (dataset,) = [one for one in workspace.datasets() if one.name == path.name]
    workspace.save_schema(dataset.id, workspace.schema(dataset.id).with_column("shift", treatment="drop"))  # tab A
    set_cell(page, row=0, column=2, option="drop")  # tab B: the key stands on top
    expect(page.get_by_text("id is left out of the synthetic table")).to_be_visible(timeout=steward.SLOW)
    schema = workspace.schema(dataset.id)
    assert (schema["id"].treatment, schema["shift"].treatment) == ("drop", "drop")
    steward.choose(page, "Whose row is it?", "flag")
    expect(page.get_by_text("that tells neither rows nor people apart")).to_be_visible(timeout=steward.SLOW)
    assert workspace.schema(dataset.id).unit is None


def set_cell(page: Page, *, row: int, column: int, option: str) -> None:
    """Choose in a cell of the column table, which is a canvas: its cells are found by their place."""
    cells = page.get_by_test_id("stDataFrame").locator(".dvn-scroller")
    cells.scroll_into_view_if_needed()
    cells.dblclick(position={"x": (75, 190, 280)[column], "y": 36 * row + 54})
    page.get_by_text(option, exact=True).last.click()
