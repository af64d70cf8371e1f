"""What `benchmarks.evidence` measures: `python -m benchmarks.evidence_tasks TASK …` prints its figures as JSON."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.measure import Measured
from benchmarks.tasks import read

if TYPE_CHECKING:
    from synth.judge import Comparison
    from synth.prepare import Table

SDMETRICS_ROWS = 2_000


def pairs(path: str) -> Measured:
    """All scores of pairs of a table whose tenth cells are flipped; then SDMetrics' quality report."""
    from benchmarks.control_tables import flipped  # noqa: PLC0415
    from synth.judge import Comparison  # noqa: PLC0415
    from synth.judge.pairs import pair  # noqa: PLC0415
    from synth.prepare import split  # noqa: PLC0415

    measured, parts = Measured(), split(read(path))
    trio = flipped(parts.train, parts.holdout, 0)
    with measured.stage("pairs"):
        found = pair.measure(Comparison.of(trio.real, trio.synthetic, holdout=trio.holdout))
    measured.counts = {"pairs": sum(len(score.subject) == 2 for score in found), "rows": len(trio.real)}
    _quality(measured, trio.real, trio.synthetic)
    return measured


def million(path: str, rows: str = "1000000") -> Measured:
    """Shapes and pairs of two tables of so many rows, drawn from one with jitter; then SDMetrics' quality report."""
    from synth.judge import Comparison  # noqa: PLC0415
    from synth.judge.pairs import pair  # noqa: PLC0415
    from synth.judge.shapes import shape  # noqa: PLC0415

    measured, source = Measured(), read(path)
    real, synthetic = (jittered(source, int(rows), seed) for seed in (0, 1))
    with measured.stage("scores alone"):
        scores_alone(Comparison.of(real, synthetic))
    with measured.stage("shapes and pairs"):
        comparison = Comparison.of(real, synthetic)
        shape.measure(comparison)
        pair.measure(comparison)
    measured.counts = {"rows": len(real), "columns": len(real.schema.modelled)}
    _quality(measured, real, synthetic)
    return measured


def jittered(source: Table, rows: int, seed: int) -> Table:
    """So many of the rows, drawn with replacement; numbers are moved by up to a tenth of their standard deviation."""
    rng = np.random.default_rng(seed)
    drawn = source.take(rng.integers(0, len(source), rows))
    moved = {}
    for column in source.schema.modelled:
        cells = drawn.frame[column.name]
        if column.kind == "number":
            shifted = cells + rng.uniform(-0.1, 0.1, rows) * cells.std()
            moved[column.name] = cells.where(cells == 0, shifted.round(column.decimals or 0))
    return replace(drawn, frame=drawn.frame.assign(**moved))


def scores_alone(comparison: Comparison) -> float:
    """What SDMetrics' quality report sums up, by our definitions: the mean of all shapes and pairs, no interval."""
    from synth.judge.pairs.over_draws import overlap  # noqa: PLC0415
    from synth.judge.pairs.tables import PairTables, binned  # noqa: PLC0415
    from synth.judge.shapes.shape import distance_of  # noqa: PLC0415

    columns = list(comparison.coded.values())
    shapes = [
        1 - float(distance_of(column)(column.count(column.real), column.count(column.synthetic))) for column in columns
    ]
    tables = PairTables.of(columns)
    real, made = (
        tables.count_all(binned(columns, codes))
        for codes in ([column.real for column in columns], [column.synthetic for column in columns])
    )
    pairs = overlap(tables, real, made, (len(comparison.real), len(comparison.synthetic))).pair
    return float((np.mean(shapes) + np.mean(pairs)) / 2)


def distances(training: str, holdout: str, synthetic: str, rows: str = "0") -> Measured:
    """The DCR share over all synthetic rows, exactly; then SDMetrics', on few. `rows` cuts the tables for a trial."""
    from synth.judge import Comparison  # noqa: PLC0415
    from synth.judge.privacy.sides import sides  # noqa: PLC0415
    from synth.prepare import read_table  # noqa: PLC0415

    measured, real = Measured(), read_table(training)
    held, made = (read_table(path, schema=real.schema) for path in (holdout, synthetic))
    real, held, made = (_first(table, int(rows) or len(real)) for table in (real, held, made))
    with measured.stage("DCR share"):
        comparison = Comparison.of(real, made, holdout=held)
        sides(list(comparison.coded.values()), np.arange(len(made)), len(real))
    measured.counts = {"rows": len(made)}
    ours = measured.megabytes
    _sdmetrics_dcr(measured, *(_first(table, SDMETRICS_ROWS) for table in (real, made, held)))
    measured.megabytes = ours
    return measured


def report(path: str, holdout_path: str = "") -> Measured:
    """The full report of a table that `trees` made: until its first group stands, and until all do."""
    import synth  # noqa: PLC0415
    from synth.judge import in_groups  # noqa: PLC0415
    from synth.prepare import read_table  # noqa: PLC0415
    from synth.prepare.suggest import with_roles  # noqa: PLC0415

    measured, whole = Measured(), with_roles(read(path))
    if holdout_path:
        real, holdout = whole, read_table(holdout_path, schema=whole.schema, header=0)
    else:
        parts = synth.split(whole)
        real, holdout = parts.train, parts.holdout
    made = synth.fit(real, "trees", seed=0).sample(len(real), seed=0)
    with measured.stage("all groups"):
        coming = in_groups(real, made, holdout=holdout)
        with measured.stage("first group"):
            next(coming)
        *_, last = coming
    measured.counts = {
        "rows": len(real),
        "columns": len(real.schema.modelled),
        "scores": len(last.scores),
        "not measured": sum(score.status != "ok" for score in last.scores),
    }
    return measured


def _first(table: Table, rows: int) -> Table:
    """So many rows, drawn by one seed."""
    return table.take(np.random.default_rng(0).permutation(len(table))[:rows])


def _quality(measured: Measured, real: Table, synthetic: Table) -> None:
    """SDMetrics' quality report on all rows, as anybody calls it; its memory is not ours."""
    import sdmetrics  # noqa: F401, PLC0415  so that its version is told
    from sdmetrics.reports import QualityReport  # noqa: PLC0415

    ours, names = measured.megabytes, [column.name for column in real.schema.modelled]
    metadata = {"tables": {"table": real.schema.to_sdmetrics()}}
    frames: list[dict[str, Any]] = [{"table": table.frame[names]} for table in (real, synthetic)]
    with measured.stage("SDMetrics"):
        QualityReport().generate(*frames, metadata, verbose=False)
    measured.megabytes = ours


def _sdmetrics_dcr(measured: Measured, real: Table, synthetic: Table, holdout: Table) -> None:
    import sdmetrics  # noqa: F401, PLC0415
    from sdmetrics.single_table import DCROverfittingProtection  # noqa: PLC0415

    metadata = {"tables": {"table": real.schema.to_sdmetrics()}}
    with measured.stage("SDMetrics"):
        DCROverfittingProtection.compute(
            real.frame, synthetic.frame, holdout.frame, metadata=metadata, table_name="table"
        )


TASKS = {task.__name__: task for task in (pairs, million, distances, report)}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:]).tell()
