"""The worker's process, seen from outside: starting it, asking whether it lives, ending it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

import synth

TERMINATE_SECONDS = 1.0
KILL_SECONDS = 0.7
_KEPT = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT")

_children: dict[str, subprocess.Popen[bytes]] = {}


def start(folder: Path, run_id: str, log: Path, *, module: str = "synth.work.worker") -> int:
    """Start a worker that outlives this process and its terminal, and say its process id.

    `module` is what it does; where that is not the run itself, `run_id` is the run's id and what is made of it.
    """
    command = [sys.executable, "-P", "-m", module, str(folder), run_id]
    with log.open("ab") as written:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=written,
            cwd=folder,
            env=_environment(),
            start_new_session=True,
        )
    _children[run_id] = child
    return child.pid


def _environment() -> dict[str, str]:
    """What a worker needs of our environment, and none of its secrets."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    threads = dict.fromkeys(_THREADS, str(min(2, os.cpu_count() or 1)))
    home = str(Path(synth.__file__).resolve().parents[1])
    return kept | threads | {"PYTHONPATH": home, "PYTHONHASHSEED": "0", "PYTHONUNBUFFERED": "1"}


def alive(pid: int, run_id: str) -> bool:
    """Whether that process is there and is the worker of that run, not a stranger with the same number."""
    child = _children.get(run_id)
    if child is not None and child.poll() is not None:
        return False
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.cmdline()[-1:] == [run_id]
    return False


def end(pid: int, run_id: str) -> None:
    """End a worker and all it has started: asked first, forced after a second."""
    if not alive(pid, run_id):
        return
    for order, patience in ((signal.SIGTERM, TERMINATE_SECONDS), (signal.SIGKILL, KILL_SECONDS)):
        with suppress(ProcessLookupError):
            os.killpg(pid, order)
        until = time.monotonic() + patience
        while alive(pid, run_id) and time.monotonic() < until:
            time.sleep(0.02)


def reason_of_death(run_id: str) -> str:
    """Why a worker is gone, as far as can be known: only the process that started it learns its exit."""
    code = _exit_code(run_id)
    if code is None:
        return "its process is gone: it was killed, or the machine was restarted"
    if code == -signal.SIGKILL:
        return "its process was killed (signal SIGKILL), most likely because memory ran out"
    if code < 0:
        return f"its process was ended (signal {signal.Signals(-code).name})"
    return f"its process ended early (exit code {code})"


def _exit_code(run_id: str) -> int | None:
    child = _children.pop(run_id, None)
    with suppress(subprocess.TimeoutExpired):
        return child.wait(1) if child else None  # threads may keep the exit unknown for a moment
    return None
