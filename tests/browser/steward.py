"""What a steward does on each page, said once for all browser tests."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, TimeoutError, expect

SLOW = 120_000


def settled(page: Page) -> None:
    """Wait until the page has drawn itself, and that nothing on it is a traceback or a generic error."""
    page.get_by_test_id("stMainBlockContainer").wait_for()
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=SLOW)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=SLOW)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def asks(page: Page, question: str) -> None:
    """Wait for the page that asks this question."""
    expect(page.get_by_role("heading", name=question, exact=True)).to_be_visible(timeout=SLOW)
    settled(page)


def press(page: Page, name: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=name, exact=True).first.click()


def choose(page: Page, box: str, option: str) -> None:
    """Choose an option of a box: a list that a page drawn anew has closed is opened again."""
    combobox = page.get_by_role("combobox", name=box).first
    wanted = page.get_by_role("option").filter(has_text=re.compile(f"^{re.escape(option)}"))
    combobox.wait_for()
    for _ in range(5):
        settled(page)
        combobox.click()
        try:
            wanted.first.click(timeout=5_000)
        except TimeoutError:
            page.keyboard.press("Escape")
        else:
            break
    else:
        raise AssertionError(f"{box!r} does not offer {option!r}")
    settled(page)


def try_sample(page: Page, address: str, title: str) -> None:
    """From Home to the profile of a sample table."""
    page.goto(address)
    asks(page, "Where was I, and what waits for me?")
    card = (
        page.get_by_test_id("stVerticalBlock")
        .filter(has_text=title)
        .filter(has=page.get_by_role("button", name="Try this one"))
    )
    card.last.get_by_role("button", name="Try this one").click()
    read_right(page)


def upload(page: Page, address: str, path: Path, *, intent: str = "Analytics") -> None:
    """From Upload to the profile of a file."""
    page.goto(f"{address}/upload")
    asks(page, "Was my file read right?")
    page.get_by_role("radiogroup").get_by_text(intent, exact=True).click()
    expect(page.locator("input[type=file]")).to_be_enabled()
    page.locator("input[type=file]").set_input_files(path)
    read_right(page)


def read_right(page: Page) -> None:
    """Say on Upload that the file was read right."""
    expect(page.get_by_text("Rows in file").first).to_be_visible(timeout=SLOW)
    press(page, "Yes, it was read right")
    asks(page, "What is in it, and what is dangerous?")


def make(page: Page) -> None:
    """From the profile through Generate and Run to Compare, with the defaults."""
    press(page, "Go on to Generate")
    asks(page, "How shall it be made, and what will it cost?")
    press(page, "Start")
    expect(page.get_by_role("heading", name="Is it going well?")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Compare", exact=True)).to_be_visible(timeout=SLOW)
    press(page, "Compare")
    asks(page, "Is it like the real one, useful, safe?")


def approve(page: Page, *, person: str = "Ada Steward") -> None:
    """From Compare to Export, with conditions where a check did not pass."""
    press(page, "Go on to Approve")
    asks(page, "May I put my name to it?")
    page.get_by_label("Reason").fill("The evidence is good enough for this use.")  # waits for the form, conditions too
    for condition in page.get_by_label(re.compile("^Condition for")).all():
        condition.fill("For internal use only.")
    page.get_by_label("Your name").fill(person)
    page.get_by_role("button", name=re.compile("and sign$")).click()
    asks(page, "What do I hand over?")


def download_pack(page: Page, folder: Path) -> zipfile.ZipFile:
    """From Export to the opened pack."""
    press(page, "Make the pack")
    button = page.get_by_role("button", name="Download the pack")
    expect(button).to_be_visible(timeout=SLOW)
    with page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return zipfile.ZipFile(path)
