"""The pages of the comparison as a person sees them: each opens, fits a phone, and leads on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from pages.shared.places import COLUMNS, COMPARE, EVIDENCE, PAIRS
from synth.work import Run
from tests.browser import steward
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser


def test_the_pages_lead_from_one_to_the_next_and_fit_a_phone(page: Page, server: Server, run: Run) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.address}/{COMPARE.name}?dataset={run.dataset_id}&run={run.id}")
    for place, after in zip(EVIDENCE, [*EVIDENCE[1:], None], strict=True):
        steward.asks(page, place.question)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place.name
        assert f"run={run.id}" in page.url
        if after is not None:
            page.get_by_role("link", name=f"Next: {after.title.lower()}").click()


def test_a_column_and_a_pair_are_chosen_by_click_and_stay_in_the_address(page: Page, server: Server, run: Run) -> None:
    page.goto(f"{server.address}/{COLUMNS.name}?run={run.id}&column=ward")
    steward.asks(page, COLUMNS.question)
    expect(page.get_by_role("figure", name="Distribution, real beside synthetic. ward")).to_be_visible()
    page.get_by_role("link", name="Pairs").first.click()
    steward.asks(page, PAIRS.question)
    before = page.url
    drawn = page.locator(".js-plotly-plot .nsewdrag").nth(2)
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 8, box["y"] + box["height"] * 7 / 8  # the last row, the first column
    page.mouse.move(x - 5, y)
    page.mouse.move(x, y, steps=5)
    expect(page.locator(".hoverlayer").nth(2)).to_contain_text("age")
    page.mouse.click(x, y)
    expect(page).not_to_have_url(before)
    for label, name in (("First column", "ill"), ("Second column", "age")):
        expect(page.get_by_role("combobox", name=label)).to_have_value(name)
    expect(page.get_by_role("figure", name="ill with age, real beside synthetic")).to_be_visible()
