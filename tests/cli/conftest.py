"""A table to run the shell on, and the shell, run as the shell runs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from synth.cli import main
from tests.shared_files import ROOT

SYNTH = [sys.executable, "-m", "synth"]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.fixture
def patients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of 240 rows in the folder that the commands run in."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "patients.csv"
    rows = [f"{20 + row * 7 % 60},{('east', 'west')[row % 2]},{('yes', 'no')[row % 3 == 0]}" for row in range(240)]
    path.write_text("\n".join(["age,ward,ill", *rows]) + "\n")
    return path


class Done(NamedTuple):
    code: int
    out: str
    err: str


Synth = Callable[..., Done]


@pytest.fixture
def synth(capsys: pytest.CaptureFixture[str]) -> Synth:
    def run(*arguments: str | Path) -> Done:
        return Done(main([str(argument) for argument in arguments]), *capsys.readouterr())

    return run
