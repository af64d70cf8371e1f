"""What `benchmarks.quality` measures: `python -m benchmarks.quality_tasks TASK …` prints its figures as JSON.

Whoever makes a table sees its training rows alone and leaves a file; whoever judges it reads that file and real rows.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from benchmarks.measure import Measured

if TYPE_CHECKING:
    from benchmarks.quality_tables import Halves
    from synth.prepare import Table

SPLITS = 20
MILLION = 1_000_000


def made(name: str, generator: str, seed: str, out: str) -> Measured:
    """Fit with the defaults, value protection on, and sample as many rows as there are to learn from."""
    from benchmarks.quality_tables import halves  # noqa: PLC0415
    from synth.make import fit  # noqa: PLC0415
    from synth.prepare import write_table  # noqa: PLC0415

    both, measured = halves(name, int(seed)), Measured()
    with measured.stage("fit"):
        model = fit(both.train, generator, seed=int(seed))
    with measured.stage("sample"):
        table = model.sample(len(both.train), seed=int(seed))
    measured.counts = {"rows": len(both.train), "columns": len(both.train.schema.modelled)}
    write_table(table, out, neutralise=False)
    return measured


def peer(name: str, epochs: str, seed: str, out: str) -> Measured:
    """The ctgan package's own network on the same rows; without value protection, as it has none."""
    from benchmarks.deep import package  # noqa: PLC0415
    from benchmarks.quality_tables import halves  # noqa: PLC0415
    from synth.prepare import write_table  # noqa: PLC0415

    both, measured = halves(name, int(seed)), Measured()
    train = both.train.select([column.name for column in both.train.schema.modelled])
    with measured.stage("fit and sample"):
        (table, _), _ = package(train, "ctgan", int(epochs), int(seed))
    measured.counts = {"rows": len(train), "columns": len(train.schema.names)}
    write_table(table, out, neutralise=False)
    return measured


def judged(name: str, seed: str, path: str) -> Measured:
    """The headline figures of a file: of the columns that it has, at most as many rows as there are to learn from."""
    from benchmarks.quality_scores import figures, scored  # noqa: PLC0415
    from benchmarks.quality_tables import halves  # noqa: PLC0415
    from synth.prepare import read_table  # noqa: PLC0415

    both, measured = halves(name, int(seed)), Measured()
    there = set(pd.read_csv(path, nrows=0).columns)
    schema = both.train.schema.select([known for known in both.train.schema.names if known in there])
    table = read_table(path, schema=schema)
    if len(table) > len(both.train):
        table = table.take(np.sort(np.random.default_rng(0).permutation(len(table))[: len(both.train)]))
    with measured.stage("judge"):
        measured.scores = figures(scored(both.train, table, both.holdout, both.target, seed=int(seed)))
    measured.counts = {"rows": len(both.train), "columns": len(both.train.schema.modelled)}
    return measured


def limit(name: str, seed: str) -> Measured:
    """What nobody can pass: the holdout playing the synthetic table.

    Its copies and distances are those of one half of it beside the other; models score what real rows teach them.
    """
    from benchmarks.quality_scores import figures, scored  # noqa: PLC0415
    from benchmarks.quality_tables import halves  # noqa: PLC0415
    from synth.prepare import split  # noqa: PLC0415

    both = halves(name, int(seed))
    parts = split(both.holdout, holdout=0.5, seed=int(seed))
    whole = figures(scored(both.train, both.holdout, both.holdout, both.target, seed=int(seed)))
    fresh = figures(scored(both.train, parts.train, parts.holdout, both.target, seed=int(seed)))
    of_halves = ("dcr_share", "dcr_share fresh", "copies", "copies low", "twins", "twins high")
    scores = whole | {measure: fresh[measure] for measure in of_halves}
    if "real" in scores:
        scores |= {"synthetic": scores["real"], "lost": 0.0}
    return Measured(counts={"rows": len(both.train)}, scores=scores)


def splits(name: str, generator: str, count: str) -> Measured:
    """A small table dealt anew so many times: means over all splits, and the share of splits without undue copies."""
    from benchmarks.quality_goals import averaged  # noqa: PLC0415
    from benchmarks.quality_scores import figures, scored, within_twins  # noqa: PLC0415
    from benchmarks.quality_tables import halves  # noqa: PLC0415

    measured, found = Measured(), []
    with TemporaryDirectory() as folder, measured.stage("all splits"):
        for seed in range(int(count)):
            both, path = halves(name, seed), Path(folder) / f"{seed}.csv"
            found.append(figures(scored(both.train, _written(both, generator, seed, path), both.holdout, both.target)))
    measured.scores = averaged(found)
    measured.scores["within twins"] = float(np.mean([within_twins(one) for one in found]))
    measured.counts = {"rows": len(both.train), "splits": len(found)}
    return measured


def timed(path: str, generator: str) -> Measured:
    """Fit to all rows of a file and sample as many."""
    from benchmarks.tasks import read  # noqa: PLC0415
    from synth.make import fit  # noqa: PLC0415

    real, measured = read(path), Measured()
    with measured.stage("fit and sample"):
        fit(real, generator, seed=0).sample(len(real), seed=0)
    measured.counts = {"rows": len(real), "columns": len(real.schema.modelled)}
    return measured


def million(path: str, generator: str) -> Measured:
    """A million rows sampled from a model of all rows of a file."""
    from benchmarks.tasks import read  # noqa: PLC0415
    from synth.make import fit  # noqa: PLC0415

    real, measured = read(path), Measured()
    model = fit(real, generator, seed=0)
    with measured.stage("sample"):
        model.sample(MILLION, seed=0)
    measured.counts = {"rows": MILLION, "columns": len(real.schema.modelled)}
    return measured


def grown(path: str, generator: str, rows: str) -> Measured:
    """Fit to so many rows, drawn from those of a file with jitter, and sample as many."""
    from benchmarks.evidence_tasks import jittered  # noqa: PLC0415
    from benchmarks.tasks import read  # noqa: PLC0415
    from synth.make import fit  # noqa: PLC0415

    real, measured = jittered(read(path), int(rows), 0), Measured()
    with measured.stage("fit and sample"):
        fit(real, generator, seed=0).sample(len(real), seed=0)
    measured.counts = {"rows": len(real), "columns": len(real.schema.modelled)}
    return measured


def _written(both: Halves, generator: str, seed: int, path: Path) -> Table:
    """What a generator makes, through a file as all tables go."""
    from synth.make import fit  # noqa: PLC0415
    from synth.prepare import read_table, write_table  # noqa: PLC0415

    table = fit(both.train, generator, seed=seed).sample(len(both.train), seed=seed)
    write_table(table, path, neutralise=False)
    return read_table(path, schema=both.train.schema)


TASKS = {task.__name__: task for task in (made, peer, judged, limit, splits, timed, million, grown)}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:]).tell()
