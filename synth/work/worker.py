"""One run in its own process: `python -m synth.work.worker <workspace> <run id>`, started by `synth.work.process`.

It fits, samples, compares, and then takes the standard scores. Whatever happens is written to the record, so that
nobody needs to listen. Its log holds stages, our own messages and the names of foreign errors, never their text: that
may quote cells.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sqlalchemy import Row

from synth.errors import Cancelled, SynthError
from synth.prepare.control import Control
from synth.prepare.knowledge import suggest_quasi_identifiers, suggest_secrets
from synth.prepare.split import Split
from synth.prepare.table import Table
from synth.work import files, judging, queue, remedies, states, supplements
from synth.work.datasets import Datasets
from synth.work.evaluation import write_judged
from synth.work.judging import STANDARD, Compared
from synth.work.outputs import write_outputs
from synth.work.recipe import Order
from synth.work.records import EXTERNAL, SETTLED, STANDARD_STAGE
from synth.work.reporter import Heart, Reporter
from synth.work.store import Store
from synth.work.supplements import Supplement

if TYPE_CHECKING:
    from synth.make import Model

NICENESS = 5
COMPARE_SECONDS_PER_CELL = 1e-5
QUALITY_ROWS = 5000
TRIED = "imputed"


def main(arguments: list[str]) -> int:
    """Work on a run until it is settled; 0 unless it failed."""
    folder, run_id = arguments
    be_quiet()
    store = Store.open(Path(folder), owner="")
    run = states.row(store, run_id)
    store = replace(store, owner=run.owner)
    try:
        with Heart(store, run_id):
            return Worker(store, run).work()
    finally:
        with suppress(SynthError):
            queue.tend(store)


def be_quiet() -> None:
    """Private files, low priority, and no foreign word in the log; a crash in C code still leaves its trace."""
    os.umask(0o077)
    os.nice(NICENESS)
    faulthandler.enable(file=2)
    warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  stays open as long as the process


class Worker:
    """The work of one run, in order."""

    def __init__(self, store: Store, run: Row[Any]) -> None:
        self._store = store
        self._run = run
        self._folder = store.run_folder(run.id)
        self._order = _order(run)

    def work(self) -> int:
        """Make, judge and keep; settle the run whatever comes."""
        try:
            with files.disk_errors(self._store.folder):
                self._make_and_judge()
        except Cancelled:
            self._note("cancelled")
            queue.clear(self._store, self._run.id)
            return 0
        except BaseException as error:
            self._fail(error)
            return 1
        return 0

    def _make_and_judge(self) -> None:
        with self._store.database.writing() as connection:
            states.advance(connection, self._run.id, pid=os.getpid(), stage="reading")
        if Datasets(self._store).get(self._run.dataset_id).stated:
            self._make_stated()
            return
        self._note(f"reading the training rows of dataset {self._run.dataset_id}, version {self._run.dataset_version}")
        compared, reporter = self._table()
        reporter.begin("comparing")
        self._note("comparing with the training rows and the holdout")
        judging.judge(self._store, self._run.id, compared, reporter)
        written, rows = files.sha256(self._folder / "synthetic.csv"), len(compared.synthetic)
        if not states.settle(
            self._store, self._run.id, "done", stage=STANDARD_STAGE, synthetic_sha256=written, rows=rows
        ):
            raise Cancelled(f"The run {self._run.id} was cancelled.")
        self._note("done")
        self._take_standard_scores(compared)

    def _make_stated(self) -> None:
        """A table that a spec states: nothing is learned, and there is nothing to compare it with."""
        expected: dict[Any, float] = {"fitting": 0.1, "sampling": self._run.forecast_seconds or 0.0, "comparing": 1.0}
        reporter = Reporter(self._store, self._run.id, expected)
        reporter.begin("fitting")
        model = self._order.fit(None, reporter)
        model.save(files.private_folder(self._folder / "model"))
        reporter.begin("sampling")
        self._note(f"drawing {self._order.rows:,} rows from the spec")
        made = self._order.sample(model, None, reporter)
        outputs, neutralised = write_outputs(self._folder, made)
        self._order.write_recipe(self._folder / "recipe.json", model, None, made, outputs, neutralised=neutralised)
        reporter.begin("comparing")
        judging.judge_stated(self._store, self._run.id, made, self._order.seed)
        written = files.sha256(self._folder / "synthetic.csv")
        if not states.settle(self._store, self._run.id, "done", stage="", synthetic_sha256=written, rows=len(made)):
            raise Cancelled(f"The run {self._run.id} was cancelled.")
        self._note("done")

    def _table(self) -> tuple[Compared, Reporter]:
        """What there is to compare, once the run's table is there."""
        if remedies.REMEDY in self._run.settings:
            compared = remedies.apply(self._store, self._run)
            return compared, Reporter(self._store, self._run.id, _expected(self._run, compared.real))
        return self._evaluated() if self._run.generator == EXTERNAL else self._made()

    def _evaluated(self) -> tuple[Compared, Reporter]:
        """Somebody else's table, as it was put here to be judged."""
        compared = judging.compared(self._store, self._run)
        write_judged(self._folder, self._run, compared.real)
        return compared, Reporter(self._store, self._run.id, _expected(self._run, compared.real))

    def _made(self) -> tuple[Compared, Reporter]:
        """A table made to order from the training rows."""
        split = Datasets(self._store).split(self._run.dataset_id, self._run.dataset_version)
        reporter = Reporter(self._store, self._run.id, _expected(self._run, split.train), _quality(split.train))
        made = self._make(split, reporter)
        return judging.compared(self._store, self._run, split=split, made=made), reporter

    def _make(self, split: Split, reporter: Reporter) -> Table:
        reporter.begin("fitting")
        self._note(f"{self._order.generator} learns {len(split.train):,} rows")
        model = self._order.fit(split.train, reporter)
        model.save(files.private_folder(self._folder / "model"))
        reporter.begin("sampling")
        self._note(
            f"drawing {self._order.rows:,} rows" if not _fills(self._order) else "filling the gaps of the training rows"
        )
        synthetic = self._order.sample(model, split.train, reporter)
        self._keep(split, model, synthetic)
        supplements.keep(self._folder, TRIED, Supplement.of(self._order.tried(model, split.train, reporter)))
        return synthetic

    def _keep(self, split: Split, model: Model, synthetic: Table) -> None:
        outputs, neutralised = write_outputs(self._folder, synthetic)
        drawn = {"holdout": split.share, "seed": split.seed, "holdout_rows": len(split.holdout)}
        self._order.write_recipe(
            self._folder / "recipe.json", model, split.train, synthetic, outputs, split=drawn, neutralised=neutralised
        )

    def _take_standard_scores(self, compared: Compared) -> None:
        """SDMetrics' figures; the report stands without them."""
        from synth.judge.standard import standard  # noqa: PLC0415

        try:
            if not (self._folder / STANDARD).exists():
                scores = standard(
                    compared.real,
                    compared.synthetic,
                    seed=self._order.seed,
                    holdout=compared.holdout,
                    known=[found.column for found in suggest_quasi_identifiers(compared.real)],
                    secrets=[found.column for found in suggest_secrets(compared.real)][:1],
                )
                files.write(self._folder / STANDARD, scores.model_dump_json(indent=1) + "\n")
            self._note("standard scores taken")
        finally:
            states.stop_scoring(self._store, self._run.id)

    def _fail(self, error: BaseException) -> None:
        state = states.row(self._store, self._run.id).state
        self._note(f"failed while {states.WORDS[state]}\n{_trace(error)}")
        if state not in SETTLED:
            queue.clear(self._store, self._run.id)  # first, as it makes room on a full disk
            states.settle(self._store, self._run.id, "failed", error=in_words(error))

    def _note(self, text: str) -> None:
        with suppress(OSError), (self._folder / queue.LOG_FILE).open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {text}\n")


def in_words(error: BaseException) -> str:
    """Why a run failed, without quoting a foreign message."""
    if isinstance(error, SynthError):
        return str(error)
    if isinstance(error, MemoryError):
        return "Memory ran out. Choose fewer rows, fewer columns or a lighter generator, and start again."
    return (
        f"{type(error).__name__} in {_where(error)}: a fault in synth or in a library it uses. Try another generator, "
        "and report the fault with the run's log."
    )


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "synth" in Path(frame.filename).parts] or frames
    return f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else "an unknown place"


def _trace(error: BaseException) -> str:
    """Where an error came from: files, lines and functions, and the error's type; its message only if it is ours."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    message = f": {error}" if isinstance(error, SynthError) else ""
    return "\n".join([f"{type(error).__name__}{message}", *lines])


def _short(filename: str) -> str:
    """A source file's path from its package on, as the log may leave the house in a pack."""
    parts = Path(filename).parts
    roots = [place for place, part in enumerate(parts) if part in ("site-packages", "synth")]
    return "/".join(parts[roots[-1] :] if roots else parts[-1:])


def _order(run: Row[Any]) -> Order:
    control = Control.model_validate(run.control) if run.control else None
    return Order(run.generator, run.settings, run.rows, run.seed, control)


def _fills(order: Order) -> bool:
    return bool(order.control and order.control.impute)


def _quality(train: Table) -> Callable[[pd.DataFrame], float]:
    """Scores what a generator has learned so far, against some of the training rows."""
    from synth.judge.quick import quick_quality  # noqa: PLC0415

    rows = np.random.default_rng(0).permutation(len(train))[:QUALITY_ROWS]
    return partial(quick_quality, train.take(rows))


def _expected(run: Row[Any], train: Table) -> dict[Any, float]:
    """Seconds that each state should take: by the generator's own forecast, and by the size of what is compared."""
    made = run.forecast_seconds or 0.0
    cells = (len(train) + run.rows) * len(train.schema.modelled)
    return {"fitting": 0.8 * made, "sampling": 0.2 * made, "comparing": 2 + cells * COMPARE_SECONDS_PER_CELL}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
