"""What is measured: `python -m benchmarks.tasks TASK PATH …` prints its figures as one line of JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks.measure import Measured

if TYPE_CHECKING:
    from synth.prepare import Schema, Table


def read(path: str, schema: Schema | None = None) -> Table:
    """A table of ../shared; those of the adult family have no header."""
    import synth  # noqa: PLC0415

    return synth.read_table(path, schema=schema, header=0 if "adult_t" in path else None)


def walk(path: str, holdout_path: str) -> Measured:
    """All that the dashboard does with a table, with trees; then SDMetrics' own reports on the same tables."""
    import synth  # noqa: PLC0415
    from synth.judge.standard import standard  # noqa: PLC0415

    measured = Measured()
    with measured.stage("read and profile"):
        real = read(path)
        synth.profile(real)
    with measured.stage("trees"):
        made = synth.fit(real, "trees", seed=0).sample(len(real), seed=0)
    holdout = read(holdout_path, schema=real.schema)
    with measured.stage("compare"):
        synth.compare(real, made, holdout=holdout, target=real.schema.names[-1])
    without = measured.megabytes, measured.torch
    with measured.stage("SDMetrics"):
        standard(real, made)
    measured.megabytes, measured.torch = without
    return measured


def trees(path: str) -> Measured:
    """Fit and sample as many rows as the table has."""
    import synth  # noqa: PLC0415

    real, measured = read(path), Measured()
    with measured.stage("trees"):
        synth.fit(real, "trees", seed=0).sample(len(real), seed=0)
    return measured


def ctgan(path: str, epochs: str) -> Measured:
    """Our `ctgan` for so many epochs, its training apart from what comes before and after."""
    from time import perf_counter  # noqa: PLC0415

    import synth  # noqa: PLC0415

    real, measured = read(path), Measured()
    epoch: dict[int, float] = {}

    def note(stage: str, done: int, total: int, measures: object = None, peek: object = None) -> float | None:
        if stage == "Training":
            epoch[done] = perf_counter()
        return None

    with measured.stage("all"):
        synth.fit(real, "ctgan", settings={"epochs": int(epochs)}, seed=0, progress=note).sample(len(real), seed=0)
    measured.seconds["training"] = epoch[int(epochs)] - epoch[0]
    return measured


def ctgan_package(path: str, epochs: str) -> Measured:
    """The ctgan package by itself on the same rows, missing values filled, as it takes none."""
    from ctgan import CTGAN  # noqa: PLC0415

    real, measured = read(path), Measured()
    levels = [column.name for column in real.schema.columns if column.kind != "number"]
    frame = real.frame.astype(dict.fromkeys(levels, str))
    frame = frame.fillna(frame.mean(numeric_only=True))
    with measured.stage("all"):
        model = CTGAN(epochs=int(epochs), enable_gpu=False)
        model.fit(frame, levels)
        model.sample(len(frame))
    return measured


def sdv(path: str) -> Measured:
    """SDV's Gaussian copula with its defaults; run by the Python that `benchmarks.peers` made."""
    from sdv.metadata import Metadata  # noqa: PLC0415
    from sdv.single_table import GaussianCopulaSynthesizer  # noqa: PLC0415

    real, measured = read(path), Measured()
    frame = real.frame[[column.name for column in real.schema.modelled]]
    metadata = Metadata.load_from_dict({"tables": {"table": real.schema.to_sdmetrics()}})
    with measured.stage("all"):
        model = GaussianCopulaSynthesizer(metadata)
        model.fit({"table": frame})
        model.sample(len(frame))
    return measured


def copulas(path: str) -> Measured:
    """The copulas package's Gaussian copula on levels as numbers: stands in where SDV cannot be installed.

    Margins are beta distributions, as SDV's are by default.
    """
    from copulas.multivariate import GaussianMultivariate  # noqa: PLC0415
    from copulas.univariate import BetaUnivariate  # noqa: PLC0415

    real, measured = read(path), Measured()
    frame = real.frame[[column.name for column in real.schema.modelled]]
    frame = frame.apply(lambda column: column.astype("category").cat.codes.astype(float))
    with measured.stage("all"):
        model = GaussianMultivariate(distribution=BetaUnivariate)
        model.fit(frame)
        model.sample(len(frame))
    return measured


TASKS = {task.__name__: task for task in (walk, trees, ctgan, ctgan_package, sdv, copulas)}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:]).tell()
