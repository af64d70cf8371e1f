"""A table from elsewhere: uploaded, matched, judged; reviewed by an expert, and set beside another."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from synth.work import Dataset, Run, Workspace
from tests.browser import steward
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser


def table(header: str, rows: int, seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    east = rng.random(rows) < 0.5
    wards, ill = np.where(east, "east", "west"), np.where(east ^ (rng.random(rows) < 0.1), "yes", "no")
    lines = [f"{rng.integers(20, 80)},{ward},{sick}" for ward, sick in zip(wards, ill, strict=True)]
    return ("\n".join([header, *lines]) + "\n").encode()


def in_box(page: Page, title: str, part: str, path: Path, content: bytes) -> None:
    """Upload a file into the box of that title."""
    path.write_bytes(content)
    box = page.get_by_test_id("stVerticalBlock").filter(has_text=title).filter(has=page.locator("input[type=file]"))
    box.last.locator("input[type=file]").set_input_files(path)
    page.wait_for_url(re.compile(f"{part}="))
    steward.settled(page)


def judged(workspace: Workspace, seed: int, dataset: Dataset | None = None) -> Run:
    """An evaluation that was started without the browser."""
    real = dataset or workspace.add_dataset("clinic.csv", table("age,ward,ill", 600, 1), intent="testing")
    holdout = table("age,ward,ill", 200, 2)
    return workspace.start_evaluation(real.id, "bought.csv", table("age,ward,ill", 450, seed), holdout=holdout)


def test_a_table_from_elsewhere_is_matched_and_judged(page: Page, server: Server, tmp_path: Path) -> None:
    real = Workspace.open(server.workspace).add_dataset("real.csv", table("age,ward,ill", 200, 1), intent="testing")
    page.goto(f"{server.address}/evaluate?dataset={real.id}")
    steward.asks(page, "Is a table from elsewhere good enough?")
    in_box(page, "Synthetic table", "synthetic", tmp_path / "bought.csv", table("AGE,ward,ill", 150, 3))
    expect(page.get_by_text("All 3 columns of the real table are found there; 1 under another name.")).to_be_visible()
    in_box(page, "Holdout, if there is one", "holdout", tmp_path / "kept.csv", table("age,ward,ill", 60, 2))
    page.reload()
    expect(page.get_by_text("bought.csv").first).to_be_visible(timeout=steward.SLOW)
    expect(page.get_by_text("kept.csv").first).to_be_visible()
    page.get_by_label("Which generator made it?").fill("Engine")
    page.get_by_label("Whose generator is it?").fill("Acme")
    steward.press(page, "Judge it")
    steward.asks(page, "Is it going well?")
    expect(page.get_by_role("button", name="Compare", exact=True)).to_be_visible(timeout=steward.SLOW)
    steward.press(page, "Compare")
    steward.asks(page, "Is it like the real one, useful, safe?")
    expect(page.get_by_text("Engine").first).to_be_visible()


def test_an_expert_answers_and_runs_stand_side_by_side(page: Page, server: Server) -> None:
    workspace = Workspace.open(server.workspace)
    first = judged(workspace, 3)
    second = judged(workspace, 4, workspace.dataset(first.dataset_id))
    for run in (first, second):
        page.goto(f"{server.address}/run?run={run.id}")
        expect(page.get_by_role("button", name="Compare", exact=True)).to_be_visible(timeout=steward.SLOW)
    page.goto(f"{server.address}/review?run={first.id}")
    steward.asks(page, "Can an expert tell its rows from real ones?")
    steward.press(page, "Draw the rows")
    expect(page.get_by_text("20 rows: which are real, and which are synthetic?")).to_be_visible(timeout=steward.SLOW)
    page.reload()
    expect(page.get_by_text("20 rows: which are real, and which are synthetic?")).to_be_visible(timeout=steward.SLOW)
    expect(page.get_by_role("radio", name="Real", exact=True)).to_have_count(20)
    for button in page.get_by_role("radio", name="Real", exact=True).all():
        button.click()
    page.get_by_label("Your name").fill("Ada Expert")
    steward.press(page, "These are my answers")
    expect(page.get_by_text("Ada Expert told real from synthetic in 10 of 20 rows")).to_be_visible(timeout=steward.SLOW)
    steward.press(page, "Look at the rows again")
    expect(page.get_by_role("button", name="Hide them again")).to_be_visible()
    assert len(workspace.events("review seen again", first.id)) == 1
    page.goto(f"{server.address}/side_by_side?dataset={first.dataset_id}")
    steward.asks(page, "Which of these runs is best?")
    expect(page.get_by_text("recommended").first).to_be_visible(timeout=steward.SLOW)
    expect(page.get_by_test_id("stPlotlyChart")).to_be_visible(timeout=steward.SLOW)
