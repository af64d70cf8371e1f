from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from synth.errors import WorkspaceError
from synth.work import Workspace


def test_events_come_back_in_order_and_by_kind_and_subject(workspace: Workspace) -> None:
    first = workspace.record("look", "run1", {"row": 3})
    second = workspace.record("decision", "run1", {"answer": "refused", "reason": "ä"})
    third = workspace.record("look", "run2", {})
    assert workspace.events() == [first, second, third]
    assert workspace.events("look") == [first, third]
    assert workspace.events("look", "run2") == [third]
    assert second.content == {"answer": "refused", "reason": "ä"}
    assert second.previous == first.hash
    assert abs(first.time - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_owner_sees_only_their_own_events_in_one_chain(workspace: Workspace) -> None:
    other = Workspace.open(workspace.folder, owner="other")
    workspace.record("look", "run1", {})
    other.record("look", "run1", {})
    assert [event.owner for event in other.events()] == ["other"]
    assert workspace.verify_events() == 2


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE events SET content = '{}' WHERE number = 2",
        "UPDATE events SET time = '2020-01-01T00:00:00+00:00' WHERE number = 2",
        "DELETE FROM events WHERE number = 2",
    ],
)
def test_a_forged_line_is_found(workspace: Workspace, forgery: str) -> None:
    for number in range(3):
        workspace.record("decision", "run", {"number": number})
    connection = sqlite3.connect(workspace.folder / "record.sqlite")
    for name in ("events_no_update", "events_no_delete"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(forgery)
    connection.commit()
    connection.close()
    with pytest.raises(WorkspaceError, match=r"Event 2 .* not as it was written"):
        workspace.verify_events()
