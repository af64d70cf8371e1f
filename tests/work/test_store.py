from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from synth.errors import WorkspaceError
from synth.work import Workspace, default_folder
from tests.shared_files import ROOT


def test_the_folder_comes_from_the_environment_or_the_user_s_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SYNTH_WORKSPACE", str(tmp_path / "mine"))
    assert default_folder() == tmp_path / "mine"
    assert Workspace.open().folder == tmp_path / "mine"
    monkeypatch.delenv("SYNTH_WORKSPACE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert ROOT not in default_folder().parents


def test_a_folder_with_other_files_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    mode = tmp_path.stat().st_mode
    with pytest.raises(WorkspaceError, match="holds other files"):
        Workspace.open(tmp_path)
    assert tmp_path.stat().st_mode == mode


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match="cannot be written"):
        Workspace.open(tmp_path / "file")


READ_ONLY = """
import os, sys
from pathlib import Path
from synth.errors import WorkspaceError
from synth.work import Workspace
parent = Path(sys.argv[1])
Workspace.open(parent / "there")
parent.chmod(0o555)
(parent / "there").chmod(0o555)
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere
for name in ("there", "new"):
    try:
        Workspace.open(parent / name)
    except WorkspaceError as error:
        print(error)
"""


def test_a_folder_that_cannot_be_written_is_one_clear_message() -> None:
    with tempfile.TemporaryDirectory() as parent:
        command = [sys.executable, "-c", READ_ONLY, parent]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        Path(parent).chmod(0o700)
        (Path(parent) / "there").chmod(0o700)
    for name, line in zip(("there", "new"), done.stdout.splitlines(), strict=True):
        assert f"{parent}/{name} cannot be written" in line
        assert "SYNTH_WORKSPACE" in line


FILL = """
import resource, sys
from pathlib import Path
from synth.errors import WorkspaceError
from synth.work import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    workspace.add_dataset("big.csv", b"a,b\\n" + b"1,2\\n" * 100_000, intent="testing")
except WorkspaceError as error:
    print(error)
print(workspace.datasets(), [path.name for path in (workspace.folder / "datasets").iterdir()])
"""


def test_a_full_disk_is_one_clear_message_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FILL, str(tmp_path / "workspace")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    first, last = done.stdout.splitlines()
    assert "is full" in first
    assert str(tmp_path / "workspace") in first
    assert last == "[] []"
