"""The real dashboard in a real Chromium: one server and one browser a test session, a fresh context a test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from synth.work import Run, Workspace
from tests.shared_files import ROOT

expect.set_options(timeout=30_000)  # a busy machine draws charts late; what never comes fails all the same
ROWS = "".join(
    f"{20 + row * 7 % 60},{1000 + row * 37 % 900},{('east', 'west')[row % 2]},{('yes', 'no')[row % 3 == 0]}\n"
    for row in range(240)
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


@dataclass
class Server:
    """A running dashboard with a workspace of its own."""

    workspace: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def start(workspace: Path) -> Server:
    """Start the dashboard as `synth app` does and wait until it answers."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "synth.cli", "app", "--workspace", str(workspace), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Server(workspace, port, process)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=1).close()  # noqa: S310  our own server
        except OSError:
            time.sleep(0.2)
        else:
            return server
    process.kill()
    raise RuntimeError("the dashboard did not answer within a minute")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One dashboard for all tests that do not need a fresh one."""
    server = start(tmp_path_factory.mktemp("workspace"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def run(server: Server) -> Run:
    """A finished run of a small table, made without the browser, for tests that at most add to it."""
    workspace = Workspace.open(server.workspace)
    dataset = workspace.add_dataset("wards.csv", f"age,pay,ward,ill\n{ROWS}".encode(), intent="testing")
    run = workspace.start_run(dataset.id, "trees", settings={}, rows=190, seed=0)
    end = time.monotonic() + 120
    while not workspace.run(run.id).settled:
        assert time.monotonic() < end
        time.sleep(0.2)
    return workspace.run(run.id)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; without one the test is skipped at home and fails in CI."""
    if not Path(CHROMIUM).exists():
        message = "There is no Chromium: install Debian's chromium, or name one in CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab, as of a person who was never here."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True)
    context.set_default_timeout(20_000)
    tab = context.new_page()
    outside: list[str] = []
    tab.on("request", lambda request: None if "://localhost:" in request.url else outside.append(request.url))
    yield tab
    context.close()
    assert [address for address in outside if not address.startswith(("blob:", "data:"))] == []
