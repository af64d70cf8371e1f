from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from synth.errors import ModelError, SettingsError, WorkspaceError
from synth.work import Workspace, files


@pytest.fixture(autouse=True)
def _open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_and_files_are_private_whatever_the_umask(tmp_path: Path) -> None:
    folder = files.private_folder(tmp_path / "a" / "b")
    files.write(folder / "text", "é")
    assert (mode(folder), mode(folder / "text")) == (0o700, 0o600)
    assert (folder / "text").read_text(encoding="utf-8") == "é"


def test_a_folder_is_closed_with_all_that_is_in_it(tmp_path: Path) -> None:
    inner = tmp_path / "model" / "trees"
    inner.mkdir(parents=True)
    (inner / "weights").touch(0o666)
    files.make_private(tmp_path / "model")
    assert [mode(path) for path in (tmp_path / "model", inner, inner / "weights")] == [0o700, 0o700, 0o600]


def test_an_error_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    files.write(path, "old")
    with pytest.raises(ZeroDivisionError), files.whole(path) as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_ids_are_short_and_differ() -> None:
    ids = {files.new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(name) == 10 and name.isalnum() and name.islower() for name in ids if not name.isdigit())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EFBIG, "is full"),
        (errno.EROFS, "cannot be written"),
        (errno.EACCES, "cannot be written"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_disk_errors_say_where_and_what_to_do(number: int, words: str) -> None:
    with pytest.raises(WorkspaceError, match=words) as caught, files.disk_errors(Path("/where")):
        raise OSError(number, os.strerror(number))
    assert "/where" in str(caught.value)


def test_a_workspace_that_cannot_be_made_is_not_taken_for_a_lost_file(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="/proc/nowhere/ws cannot be made"):
        Workspace.open(Path("/proc/nowhere/ws"))
    with pytest.raises(WorkspaceError, match="no longer in the workspace"), files.disk_errors(tmp_path):
        (tmp_path / "gone").read_bytes()


def test_another_room_s_disk_error_is_told_with_its_place() -> None:
    with pytest.raises(WorkspaceError, match="/where is full"), files.disk_errors(Path("/where")):
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise ModelError("The model cannot be written.") from error


def test_our_own_errors_pass_as_they_are() -> None:
    with pytest.raises(SettingsError, match="ours"), files.disk_errors(Path("/where")):
        raise SettingsError("ours")
