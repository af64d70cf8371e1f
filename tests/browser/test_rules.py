"""A table from rules: a spec written from nothing in a real browser, and the rows that come of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from synth.work import Workspace
from tests.browser import steward
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

QUESTION = "What shall the table hold?"


def fill(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True).first
    box.fill(text)
    box.press("Enter")
    steward.settled(page)


def test_a_spec_is_written_from_nothing_and_a_table_is_made_with_it(page: Page, server: Server) -> None:
    page.goto(server.address)
    steward.press(page, "Start from rules")
    steward.asks(page, QUESTION)
    steward.press(page, "Add a column")
    expect(page.get_by_text("4 columns")).to_be_visible()
    fill(page, "Name", "total")
    steward.choose(page, "Values come from", "formula")
    fill(page, "Formula", "round(amount * colour, 1)")
    steward.press(page, "Change this column")
    expect(page.get_by_text("there is no column 'colour' to use")).to_be_visible()
    fill(page, "Formula", "round(amount * 2, 1)")
    steward.press(page, "Change this column")
    expect(page.get_by_role("textbox", name="The same as YAML")).to_have_value(
        "format: 1\n"
        "about: A table made from rules.\n"
        "columns:\n"
        "- name: id\n"
        "  kind: key\n"
        "  values: {count_from: 1}\n"
        "- name: group\n"
        "  kind: category\n"
        "  values:\n"
        "    weights: {A: 2, B: 1}\n"
        "- name: amount\n"
        "  kind: number\n"
        "  values: {distribution: normal, mean: 50, sd: 10}\n"
        "  decimals: 2\n"
        "- name: total\n"
        "  kind: number\n"
        "  values: {formula: 'round(amount * 2, 1)'}\n"
    )
    fill(page, "Name of the table", "Orders to come")
    fill(page, "Rows", "60")
    steward.press(page, "Make the table")
    expect(page.get_by_role("heading", name="Is it going well?")).to_be_visible(timeout=steward.SLOW)
    expect(page.get_by_role("button", name="Compare", exact=True)).to_be_visible(timeout=steward.SLOW)
    steward.press(page, "Compare")
    steward.asks(page, "Is it like the real one, useful, safe?")
    expect(page.get_by_text("made from rules alone").first).to_be_visible()
    steward.approve(page)
    made = Workspace.open(server.workspace)
    run = next(run for run in made.runs() if made.dataset(run.dataset_id).name == "Orders to come")
    rows = made.synthetic(run.id).frame
    assert len(rows) == 60
    assert (rows["total"] == (rows["amount"] * 2).round(1)).all()
    page.goto(server.address)
    expect(page.get_by_text("stated by rules, 4 columns").first).to_be_visible()


def test_rules_start_from_the_profile_of_a_table(page: Page, server: Server) -> None:
    steward.try_sample(page, server.address, "Hospital readmissions")
    steward.press(page, "Start rules from this profile")
    steward.asks(page, QUESTION)
    expect(page.get_by_text("Ten of its rows")).to_be_visible()
    expect(page.get_by_text("started from the profile of").first).to_be_visible()
