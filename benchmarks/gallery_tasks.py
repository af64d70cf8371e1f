"""One generator on one table: `python -m benchmarks.gallery_tasks made PATH TARGET GENERATOR` prints its figures."""

from __future__ import annotations

import sys

import numpy as np

from benchmarks.measure import Measured
from benchmarks.tasks import read

EPOCHS, ROWS = 30, 50_000
DEEP = ("ctgan", "tvae", "vaegan")
HOLDOUT = 0.2


def made(path: str, target: str, name: str) -> Measured:
    """Fit on four fifths of the rows and sample as many, timed; then judge against the fifth that was held out.

    Neural networks train for 30 epochs on at most 50,000 rows.
    """
    import synth  # noqa: PLC0415
    from benchmarks.quality_scores import figures, scored  # noqa: PLC0415
    from synth.make import forecast  # noqa: PLC0415

    settings = {"epochs": EPOCHS} if name in DEEP else {}
    parts = synth.split(read(path), holdout=HOLDOUT, seed=0)
    train = parts.train
    if name in DEEP and len(train) > ROWS:
        train = train.take(np.sort(np.random.default_rng(0).permutation(len(train))[:ROWS]))
    measured = Measured(counts={"rows": len(train), "columns": len(train.schema.modelled)})
    try:
        cost = forecast(train, name, settings)
        with measured.stage("fit and sample"):
            table = synth.fit(train, name, settings=settings, seed=0).sample(len(train), seed=0)
    except synth.SynthError as error:
        measured.why = str(error)
        return measured
    measured.seconds["forecast"], measured.counts["forecast MB"] = cost.seconds, round(cost.megabytes)
    measured.scores = figures(scored(train, table, parts.holdout, target or None))
    return measured


if __name__ == "__main__":
    {"made": made}[sys.argv[1]](*sys.argv[2:]).tell()
