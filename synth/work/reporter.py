"""The worker's side of a run: steps, measures and time left go to the record; a cancelled run stops at its next."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Self

from synth.errors import Cancelled, WorkspaceError
from synth.work import database, states
from synth.work.records import RunState
from synth.work.store import Store

if TYPE_CHECKING:
    import pandas as pd

    from synth.make.contract import Peek

BEAT_SECONDS = 1.0
STEP_SECONDS = 0.25
MAX_STEPS = 1000
"""About how many steps of a long run are kept: the longer it goes, the fewer a second."""
PEEKS = 20
"""How often in a count a generator's rows are looked at; by steps, not by the clock, so that runs can be repeated."""
PEEK_ROWS = 1000


class Reporter:
    """A `Progress` that keeps what it is told. Not more than four steps a second, but always the last of a count.

    `quality` scores the rows that a generator lets be seen while it learns; the score is kept, and its answer.
    """

    def __init__(
        self,
        store: Store,
        run_id: str,
        expected: Mapping[RunState, float],
        quality: Callable[[pd.DataFrame], float] | None = None,
    ) -> None:
        self._store = store
        self._run_id = run_id
        self._expected = dict(expected)
        self._quality = quality
        self._begun = time.monotonic()
        self._last_step = 0.0
        self._state_begun = self._begun
        self._count = (0, 0)
        self._paced_from = (0, self._begun)

    def begin(self, state: RunState) -> None:
        """Enter a state; what was expected of those before it no longer counts. The state is a step of its own.

        So a run that fails or is cancelled still shows how far it came.
        """
        self._state_begun = time.monotonic()
        self._expected = {
            name: seconds for name, seconds in self._expected.items() if _ORDER.index(name) >= _ORDER.index(state)
        }
        self._count, self._last_step = (0, 0), 0.0
        left, stage = sum(self._expected.values()), states.WORDS[state]
        step = {"run_id": self._run_id, "time": time.time(), "stage": state, "done": 0, "total": 0, "measures": {}}
        with self._store.database.writing() as connection:
            states.advance(connection, self._run_id, state=state, stage=stage, done=0, total=0, seconds_left=left)
            connection.execute(database.steps.insert().values(step))

    def __call__(
        self,
        stage: str,
        done: int,
        total: int,
        measures: Mapping[str, float] | None = None,
        peek: Peek | None = None,
    ) -> float | None:
        now = time.monotonic()
        if total != self._count[1] or done < self._count[0] or not self._count[0]:
            self._paced_from = (done, now)  # what comes before the first of a count (imports) is not its pace
        score = self._look(done, total, peek)
        if score is not None:
            measures = dict(measures or {}) | {"quality": score}
        self._count = (done, total)
        due = now - self._last_step >= max(STEP_SECONDS, (now - self._begun) / MAX_STEPS)
        if due or done >= total or score is not None:
            self._last_step = now
            self._write(stage, done, total, dict(measures or {}), self._seconds_left(now, done, total))
        return score

    def _look(self, done: int, total: int, peek: Peek | None) -> float | None:
        """The quality of the generator's rows so far, each time that another twentieth of the count is done."""
        before = self._count[0] if self._count[1] == total else 0
        if peek is None or self._quality is None or not total or done * PEEKS // total <= before * PEEKS // total:
            return None
        return self._quality(peek(PEEK_ROWS))

    def _write(self, stage: str, done: int, total: int, measures: dict[str, float], left: float | None) -> None:
        step = {"run_id": self._run_id, "time": time.time(), "stage": stage, "done": done, "total": total}
        with self._store.database.writing() as connection:
            states.advance(connection, self._run_id, stage=stage, done=done, total=total, seconds_left=left)
            connection.execute(database.steps.insert().values(step | {"measures": measures}))

    def _seconds_left(self, now: float, done: int, total: int) -> float:
        """This count: more and more at its own pace, or all of it where that is slower than expected; then the rest."""
        present, *later = self._expected.values()
        expected = max(present - (now - self._state_begun), 0.0)
        first, since = self._paced_from
        if done <= first:
            return expected + sum(later)
        pace, share = (now - since) * (total - done) / (done - first), min(done / total, 1.0)
        return max(pace, share * pace + (1 - share) * expected) + sum(later)


_ORDER: tuple[RunState, ...] = ("fitting", "sampling", "comparing")


class Heart:
    """Beats every second from a thread of its own, and ends the process once its run is no longer to be worked on."""

    def __init__(self, store: Store, run_id: str) -> None:
        self._store = store
        self._run_id = run_id
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._go, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _go(self) -> None:
        while not self._stopped.wait(BEAT_SECONDS):
            try:
                with self._store.database.writing() as connection:
                    states.advance(connection, self._run_id)
            except Cancelled:
                if not self._stopped.wait(BEAT_SECONDS):  # the main thread had its chance to leave in good order
                    os._exit(1)
            except WorkspaceError:
                continue  # a record that is locked or a disk that is full: the main thread will say so
