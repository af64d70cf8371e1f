"""The dashboard's pages without a browser, on a workspace of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from synth.work import Workspace
from tests.shared_files import ROOT

Open = Callable[..., AppTest]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("SYNTH_WORKSPACE", str(tmp_path / "workspace"))
    return Workspace.open()


@pytest.fixture
def page(workspace: Workspace) -> Open:
    """Opens a page at an address, as a bookmark would."""

    def opened(path: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        return app.run().switch_page(path).run()

    return opened
