"""What the workspace remembers: datasets, runs, steps, events and receipts. Frozen: a change makes a new record."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from synth.prepare.schema import Intent

RunState = Literal["queued", "fitting", "sampling", "comparing", "done", "failed", "cancelled"]
RUN_STATES: tuple[RunState, ...] = get_args(RunState)
WORKING: tuple[RunState, ...] = ("fitting", "sampling", "comparing")
SETTLED: tuple[RunState, ...] = ("done", "failed", "cancelled")
EXTERNAL = "external"
"""What stands for the generator of a run that only judges."""
STANDARD_STAGE = "standard scores"


class Record(BaseModel):
    """What every record has: an id, and the owner it belongs to. Times are in UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    owner: str


class Dataset(Record):
    """An uploaded file and how it was read.

    `name` is a label, never a path. `sha256` and `bytes` are those of the file as it came. `version` counts the schemas
    that runs were started from: it grows when a locked dataset's schema is changed. `locked`: a run was started from
    this version, so its split stands.
    """

    name: str
    created: datetime
    sha256: str
    bytes: int
    intent: Intent
    version: int
    rows: int
    columns: int
    locked: bool

    @property
    def stated(self) -> bool:
        """Whether it is a spec that states a table: it has no rows, while an uploaded file has two at least."""
        return self.rows == 0


class Run(Record):
    """One making of a synthetic table.

    `stage`, `done` and `total` are the latest step; `seconds_left` is the estimate made with it (None while unknown).
    `forecast_seconds` was made before the start. `error` says in words why a run failed. `decision` is the outcome of
    the latest decision on it, if there is one; `expired` once an approval's last day is over.
    """

    dataset_id: str
    dataset_version: int
    generator: str
    settings: dict[str, Any]
    rows: int
    seed: int
    control: dict[str, Any] | None
    state: RunState
    stage: str
    done: int
    total: int
    created: datetime
    started: datetime | None
    heartbeat: datetime | None
    finished: datetime | None
    seconds_left: float | None
    forecast_seconds: float | None
    error: str | None
    synthetic_sha256: str | None
    decision: str | None = None

    @property
    def settled(self) -> bool:
        """Whether its state will not change any more."""
        return self.state in SETTLED

    @property
    def external(self) -> bool:
        """Whether its table was made elsewhere and is only judged here."""
        return self.generator == EXTERNAL

    @property
    def fitted(self) -> bool:
        """Whether a generator learns and draws its rows here: not for a table from elsewhere, nor for a mended one."""
        return not self.external and "remedy" not in self.settings

    @property
    def maker(self) -> str:
        """What made its table, for people."""
        name = f"{self.settings['name']} ({self.settings['vendor']})" if self.external else self.generator
        return name if "remedy" not in self.settings else f"{name}, mended"

    @property
    def scoring(self) -> bool:
        """Whether the report stands and SDMetrics' standard scores are still being taken."""
        return self.state == "done" and self.stage == STANDARD_STAGE


class Step(BaseModel):
    """One moment of a run: `done` of `total` in a stage, and what the generator measured there (losses, quality)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    time: datetime
    stage: str
    done: int
    total: int
    measures: dict[str, float]


class Event(BaseModel):
    """One line of the workspace's append-only record: who did what to what, chained to the line before by its hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    time: datetime
    owner: str
    kind: str
    subject_id: str
    content: dict[str, Any]
    previous: str
    hash: str


class Receipt(BaseModel):
    """What was deleted with a dataset: names and counts of what went, and the hash of the file; no data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    time: datetime
    dataset_id: str
    name: str
    sha256: str
    rows: int
    columns: int
    runs: tuple[str, ...]
    files: tuple[str, ...]
    bytes: int
