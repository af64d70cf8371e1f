from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steward
from tests.browser.conftest import Server, start
from tests.shared_files import ROOT, shared

pytestmark = pytest.mark.browser


def check_pack(pack: zipfile.ZipFile, rows: int) -> None:
    lines = pack.read("SHA256SUMS").decode().splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = {name: hashlib.sha256(pack.read(name)).hexdigest() for name in pack.namelist() if name != "SHA256SUMS"}
    assert listed == found
    decision = json.loads(pack.read("decision.json"))
    assert decision["person"] == "Ada Steward"
    assert decision["hashes"]["synthetic"] == found["synthetic.csv"]
    assert decision["hashes"]["report"] == found["report.json"]
    report = json.loads(pack.read("report.json"))
    assert report["format"] == 1
    assert report["verdict"] == decision["verdict"]
    assert b"<script" not in pack.read("report.html")
    table = list(csv.reader(io.StringIO(pack.read("synthetic.csv").decode())))
    assert len(table) == rows + 1


def test_a_newcomer_walks_from_a_sample_to_a_signed_pack(page: Page, server: Server, tmp_path: Path) -> None:
    steward.try_sample(page, server.address, "Hospital readmissions")
    steward.make(page)
    steward.approve(page)
    pack = steward.download_pack(page, tmp_path)
    train = json.loads(pack.read("report.json"))["real"]["rows"]
    check_pack(pack, rows=train)
    page.goto(server.address)
    expect(page.get_by_text("approved").first).to_be_visible()


def test_the_walk_on_the_adult_table(page: Page, server: Server, tmp_path: Path) -> None:
    steward.upload(page, server.address, shared("data", "adult_train.csv"))
    steward.make(page)
    steward.approve(page)
    pack = steward.download_pack(page, tmp_path)
    report = json.loads(pack.read("report.json"))
    assert report["real"]["rows"] + report["holdout"]["rows"] == 32_561
    check_pack(pack, rows=report["real"]["rows"])


def test_export_is_closed_before_approval(page: Page, server: Server) -> None:
    steward.try_sample(page, server.address, "Card transactions")
    steward.make(page)
    query = page.url.split("?", 1)[1]
    page.goto(f"{server.address}/export?{query}")
    expect(page.get_by_text("Nobody has approved this run yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Make the pack")).to_have_count(0)
    page.goto(f"{server.address}/approve?{query}")
    steward.asks(page, "May I put my name to it?")
    page.get_by_text("Refuse", exact=True).click()
    page.get_by_label("Reason").fill("Not needed after all.")
    page.get_by_label("Your name").fill("Ada Steward")
    steward.press(page, "Refuse and sign")
    expect(page.get_by_text("Refused by Ada Steward").or_(page.get_by_text("Refused").first).first).to_be_visible()
    page.goto(f"{server.address}/export?{query}")
    expect(page.get_by_text("This run was refused")).to_be_visible()


@pytest.mark.parametrize(
    ("place", "question"),
    [
        ("", "Where was I, and what waits for me?"),
        ("upload", "Was my file read right?"),
        ("profile", "What is in it, and what is dangerous?"),
        ("generate", "How shall it be made, and what will it cost?"),
        ("run", "Is it going well?"),
        ("compare", "Is it like the real one, useful, safe?"),
        ("columns", "Is each column like the real one?"),
        ("privacy", "Could it give somebody away?"),
        ("approve", "May I put my name to it?"),
        ("export", "What do I hand over?"),
    ],
)
def test_each_page_opens_by_a_bookmark(page: Page, fresh: Server, place: str, question: str) -> None:
    page.goto(f"{fresh.address}/{place}")
    steward.asks(page, question)
    if place not in ("", "upload"):
        expect(page.get_by_text("There is no table here yet.")).to_be_visible()
    page.goto(f"{fresh.address}/{place}?dataset=nosuchthing&run=neither")
    expect(page.get_by_text("not in this workspace").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    server = start(tmp_path_factory.mktemp("fresh"))
    yield server
    server.stop()


def test_no_page_script_lies_where_streamlit_would_run_it_without_the_frame() -> None:
    assert list((ROOT / "pages").glob("*.py")) == []
