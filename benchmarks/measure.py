"""Measure a task in a process of its own, so that its memory is its own; and say on which machine."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter

import psutil

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = ("numpy", "pandas", "sklearn", "torch", "ctgan", "copulas", "sdmetrics", "sdv")


@dataclass
class Measured:
    """Seconds of each stage, and the most memory the process has held by the end of the last one, in megabytes.

    `seconds` are of the wall clock, `cpu` of all cores together. `counts` says of how much: rows, columns, pairs.
    `scores` are figures of what was made; `why` says why nothing was.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: float = 0.0
    torch: bool = False
    versions: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    why: str = ""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what stands under it."""
        start, busy = perf_counter(), _busy()
        yield
        self.seconds[name], self.cpu[name] = perf_counter() - start, _busy() - busy
        self.megabytes = _peak()
        self.torch = "torch" in sys.modules

    def tell(self) -> None:
        """Print the figures as the last line, for `run` to read."""
        self.versions = {name: sys.modules[name].__version__ for name in LIBRARIES if name in sys.modules}
        print(json.dumps(asdict(self)))


def run(task: str, *given: str, python: Path | str = sys.executable, module: str = "benchmarks.tasks") -> Measured:
    """The figures of a task of that module; `CalledProcessError` with its output where it failed."""
    print(f"… {task} {Path(given[0]).name if given else ''}", flush=True)
    command = [str(python), "-W", "ignore", "-m", module, task, *given]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def machine() -> str:
    """Cores, memory, system, interpreter, and how busy it is already, in one line."""
    memory = psutil.virtual_memory().total / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.machine()}"
    busy = psutil.getloadavg()[0]
    return f"{cores} cores, {memory:.0f} GB, {system}, Python {platform.python_version()}; load at the start {busy:.1f}"


def _busy() -> float:
    """Seconds that this process and its children have kept cores busy."""
    return sum(os.times()[:4])


def _peak() -> float:
    """The most memory this process has held, in megabytes."""
    import resource  # noqa: PLC0415  not on Windows, where the rest of this file is still fine to import

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if platform.system() == "Darwin" else 1e3)
