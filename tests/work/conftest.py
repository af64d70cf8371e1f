"""A workspace of one's own, and a table small enough to make in a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from synth.work import Dataset, Run, Workspace

PATIENTS = b"patient,age,ward,ill\n" + b"".join(
    b"p%d,%d,%s,%s\n" % (row // 2, 20 + row * 7 % 60, (b"east", b"west")[row % 2], (b"yes", b"no")[row % 3 == 0])
    for row in range(200)
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "workspace")


@pytest.fixture
def dataset(workspace: Workspace) -> Dataset:
    return workspace.add_dataset("patients.csv", PATIENTS, intent="testing")


def until(run: Callable[[], Run], reached: Callable[[Run], bool], seconds: float = 60) -> Run:
    """Look at a run until it is where it should be."""
    end = time.monotonic() + seconds
    while not reached(found := run()):
        assert time.monotonic() < end, f"still {found.state}, {found.stage} after {seconds} s"
        time.sleep(0.05)
    return found
