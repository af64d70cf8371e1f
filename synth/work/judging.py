"""Judging a run's table: the report grows group by group on disk, and an equal comparison is not made twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Row, select

from synth.errors import ReportError
from synth.prepare.control import Control
from synth.prepare.schema import Schema
from synth.prepare.split import Split
from synth.prepare.table import Table
from synth.work import database, files, states
from synth.work.datasets import Datasets
from synth.work.evaluation import EVALUATED, HOLDOUT, kept_table
from synth.work.records import EXTERNAL
from synth.work.store import Store

if TYPE_CHECKING:
    from synth.judge.report import Report

REPORT, STANDARD, KEY = "report.json", "standard.json", "report.key"
DEFAULT_K = 5
_PARTS = ("report", "standard", "supplement")


@dataclass(frozen=True)
class Compared:
    """The tables of one run, and how they are held against each other; see `synth.judge.compare`."""

    real: Table
    synthetic: Table
    holdout: Table | None
    target: str | None = None
    control: Control | None = None
    provenance: str | None = None
    k: int = DEFAULT_K
    protected: bool | None = None
    seed: int = 0

    def options(self) -> dict[str, Any]:
        """Everything but the real and the synthetic table, as `synth.judge` takes it."""
        names = ("holdout", "target", "control", "provenance", "k", "protected", "seed")
        return {name: getattr(self, name) for name in names}

    def reports(self, progress: Callable[[str, int, int], object] | None = None) -> Iterator[Report]:
        """A report as soon as each group is ready; the last one is complete."""
        from synth.judge import in_groups  # noqa: PLC0415

        return in_groups(self.real, self.synthetic, progress=progress, **self.options())

    def key(self) -> str:
        """A hash of all that a report depends on: tables, schemas, what was asked, seed, measures and versions."""
        from synth.judge import MEASURES  # noqa: PLC0415
        from synth.judge.compare import source, versions  # noqa: PLC0415

        content = {
            "tables": [
                [source(table).sha256, table.schema.model_dump(mode="json"), dict(table.reading.unparsed)]
                for table in (self.real, self.synthetic, self.holdout)
                if table is not None
            ],
            "control": self.control.model_dump(mode="json") if self.control else None,
            "options": [self.holdout is None, self.target, self.provenance, self.k, self.protected, self.seed],
            "measures": [measure.name for measure in MEASURES],
            "versions": versions(),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def protection(settings: Mapping[str, Any]) -> dict[str, Any]:
    """How a table made with these settings is to be judged: a k below the usual one weakens what is made, never the
    judgement, which would else call no value rare where protection was off.
    """
    k = settings.get("k")
    return {"k": max(k or DEFAULT_K, DEFAULT_K), "protected": None if k is None else k > 1}


def synthetic(store: Store, folder: Path) -> Table:
    """The synthetic table of the run whose files lie in `folder`."""
    with files.disk_errors(store.folder):
        schema = Schema.model_validate_json((folder / "schema.json").read_text(encoding="utf-8"))
        return Table(pd.read_parquet(folder / "synthetic.parquet"), schema)


def compared(store: Store, run: Row[Any], *, split: Split | None = None, made: Table | None = None) -> Compared:
    """What a run compares, once its table is there; who has its rows at hand already may give them."""
    folder = store.run_folder(run.id)
    if "remedy" in run.settings:
        before = compared(store, states.row(store, run.settings["remedy"]["of"]))
        return replace(before, synthetic=synthetic(store, folder))
    if run.generator == EXTERNAL:
        return _evaluated(store, folder, run)
    if Datasets(store).get(run.dataset_id).stated:
        raise ReportError("This table was made from rules alone: there are no real rows to compare it with.")
    with files.disk_errors(store.folder):
        recipe = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))
    split = split or Datasets(store).split(run.dataset_id, run.dataset_version)
    return Compared(
        split.train,
        synthetic(store, folder) if made is None else made,
        split.holdout,
        target=split.train.schema.target,
        control=Control.model_validate(run.control) if run.control else None,
        provenance=recipe.get("provenance"),
        seed=run.seed,
        **protection(run.settings),
    )


def _evaluated(store: Store, folder: Path, run: Row[Any]) -> Compared:
    """Somebody else's table against all real rows, beside the holdout that came with it, if one did."""
    real = Datasets(store).table(run.dataset_id, run.dataset_version)
    with files.disk_errors(store.folder):
        holdout = kept_table(folder, HOLDOUT) if run.settings["holdout"] else None
        made = kept_table(folder, EVALUATED)
    return Compared(real, made, holdout, target=run.settings["target"] or real.schema.target, seed=run.seed)


def judge(store: Store, run_id: str, compared: Compared, progress: Callable[[str, int, int], object]) -> None:
    """Write the run's report, each group as soon as it is ready; or take that of an equal comparison."""
    folder, key = store.run_folder(run_id), compared.key()
    if not _taken_over(store, folder, key):
        for report in compared.reports(progress):
            with files.whole(folder / REPORT) as path:
                report.to_json(path)
    files.write(folder / KEY, key)


def judge_stated(store: Store, run_id: str, made: Table, seed: int) -> None:
    """Write the report of a run whose table a spec states: it has no source, and is judged by its own rules."""
    from synth.judge import compare  # noqa: PLC0415

    with files.whole(store.run_folder(run_id) / REPORT) as path:
        compare(None, made, seed=seed).to_json(path)


def _taken_over(store: Store, folder: Path, key: str) -> bool:
    """Whether another run of this owner was compared just so: then its figures were taken over."""
    from synth.judge.report import Report  # noqa: PLC0415

    runs = database.runs
    done = select(runs.c.id).where(runs.c.owner == store.owner, runs.c.state == "done")
    with store.database.reading() as connection:
        others = [store.run_folder(run_id) for run_id in connection.execute(done).scalars()]
    for other in others:
        with suppress(FileNotFoundError, ReportError):
            if (other / KEY).read_text(encoding="utf-8") == key:
                Report.from_json(other / REPORT)
                for name in (STANDARD, REPORT):
                    if name == REPORT or (other / name).exists():
                        files.write(folder / name, (other / name).read_bytes())
                return True
    return False


def stamp(folder: Path) -> str:
    """What changes whenever a run's report does."""
    parts = [path for path in sorted(folder.glob("*.json")) if path.name.startswith(_PARTS)]
    return " ".join(f"{path.name}:{found.st_mtime_ns}:{found.st_size}" for path in parts for found in [path.stat()])
