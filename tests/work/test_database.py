from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from synth.errors import WorkspaceError
from synth.work import Workspace
from synth.work.database import Database
from tests.shared_files import ROOT

WRITE_EVENTS = """
import sys
from pathlib import Path
from synth.work import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
for number in range(25):
    workspace.record("tried", sys.argv[2], {"number": number})
"""


def test_two_processes_and_threads_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    command = [sys.executable, "-c", WRITE_EVENTS, str(folder)]
    writers = [subprocess.Popen([*command, name], cwd=ROOT) for name in ("one", "two", "three")]
    workspace = Workspace.open(folder)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: workspace.record("tried", "here", {"number": number}), range(25)))
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert workspace.verify_events() == 100
    for name in ("one", "two", "three"):
        assert [event.content["number"] for event in workspace.events(subject_id=name)] == list(range(25))


def test_an_error_takes_back_the_whole_write(workspace: Workspace) -> None:
    database = Database(workspace.folder / "record.sqlite")
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO steps VALUES (1, 'run', 0, 'stage', 0, 0, '{}')")
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM steps").scalar_one() == 0


@pytest.mark.parametrize("change", ["UPDATE events SET owner = 'someone'", "DELETE FROM events"])
def test_events_cannot_be_changed(workspace: Workspace, change: str) -> None:
    workspace.record("tried", "it", {})
    database = Database(workspace.folder / "record.sqlite")
    with pytest.raises((WorkspaceError, IntegrityError)), database.writing() as connection:
        connection.exec_driver_sql(change)
    assert workspace.verify_events() == 1


def test_a_record_of_a_later_version_is_refused(workspace: Workspace) -> None:
    with Database(workspace.folder / "record.sqlite").writing() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    with pytest.raises(WorkspaceError, match="later version of synth"):
        Workspace.open(workspace.folder)


def test_a_damaged_record_is_one_clear_message(workspace: Workspace) -> None:
    for path in workspace.folder.glob("record.sqlite*"):
        path.write_bytes(b"no database" * 1000)
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace.open(workspace.folder)
