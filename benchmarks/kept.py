"""Results that are kept by what they depend on, so that a run can be stopped and goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from benchmarks.measure import ROOT, Measured


@cache
def of_file(path: Path) -> str:
    """A hash of what a file holds."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def of_code(*rooms: str) -> str:
    """A hash of the code of some rooms of `synth`."""
    files = sorted(path for room in rooms for path in (ROOT / "synth" / room).rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def place(folder: Path, name: str, *content: Any) -> Path:
    """Where a result is kept: its name says all that it depends on."""
    text = json.dumps(content, sort_keys=True)
    return folder / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"


def result(path: Path, measure: Callable[[], Measured]) -> Measured:
    """What was measured before, or is now; a process that broke off is told as such and tried again next time."""
    if path.exists():
        return read(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        found = measure()
    except CalledProcessError as error:
        return Measured(why=f"the process broke off with code {error.returncode}")
    path.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    return found


def read(path: Path) -> Measured:
    """A result that was kept."""
    return Measured(**json.loads(path.read_text(encoding="utf-8")))
