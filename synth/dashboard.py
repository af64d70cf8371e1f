"""Starting the dashboard. The options that keep it closed stand in `.streamlit/config.toml` beside its `app.py`."""

from __future__ import annotations

import os
import runpy
import socket
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from synth.errors import SettingsError, WorkspaceError
from synth.work.workspace import FOLDER_VARIABLE, Workspace, default_folder

FIRST_PORT = 8501
SERVER = "pages/shared/serve.py"


def pages_folder() -> Path:
    """Where `app.py` lies: in the checkout, or beside this file in an installed wheel."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_dashboard", here.parent):
        if (folder / "app.py").is_file():
            return folder
    raise WorkspaceError(f"The dashboard's pages are not beside {here}. Install synth again.")


def free_port(asked: int | None) -> int:
    """The port asked for, or the first free one from 8501 on; `SettingsError` where there is none."""
    for port in [asked] if asked else range(FIRST_PORT, FIRST_PORT + 20):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was just left counts as free
            probe.bind(("127.0.0.1", port))
            return port
    taken = f"Port {asked}" if asked else f"Each port from {FIRST_PORT} to {FIRST_PORT + 19}"
    raise SettingsError(f"{taken} is taken by another program, or not yours to use. Choose one with --port.")


def serve(workspace: Path | None, port: int | None) -> None:
    """Become the dashboard's server, once its workspace can be opened. Does not come back.

    In this very process, so that what opening the workspace has imported is not imported again.
    """
    folder, port = Workspace.open(workspace or default_folder()).folder, free_port(port)
    if find_spec("streamlit") is None:
        raise WorkspaceError("streamlit is not installed. Install synth again with its dependencies.")
    os.chdir(pages_folder())
    os.environ[FOLDER_VARIABLE] = str(folder)
    sys.argv = [SERVER, f"--server.port={port}"]
    print(
        f"The dashboard answers on http://localhost:{port} and keeps its work in {folder}. Stop it with Ctrl+C.",
        flush=True,
    )
    runpy.run_path(SERVER, run_name="__main__")
