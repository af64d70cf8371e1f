"""A small table whose outcomes are known to depend on some of its columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from synth.prepare.table import Table
from tests.prepare.tables import table


def patients(rows: int, seed: int) -> Table:
    """Whether someone comes back depends on age and ward; the cost on age alone."""
    rng = np.random.default_rng(seed)
    age, ward = rng.uniform(20, 90, rows), rng.choice(list("abc"), rows)
    risk = 1 / (1 + np.exp(-(age - 55) / 6 - np.where(ward == "a", 2, 0)))
    return table(
        number={
            "age": [None if gone else years for gone, years in zip(rng.random(rows) < 0.05, age, strict=True)],
            "cost": 100 * age + rng.normal(0, 300, rows),
            "flag": (rng.random(rows) < risk).astype(int),
        },
        category={"ward": ward, "back": np.where(rng.random(rows) < risk, "yes", "no")},
    )


def shuffled(original: Table, *names: str) -> Table:
    rng = np.random.default_rng(0)
    moved = {name: original.frame[name].to_numpy()[rng.permutation(len(original))] for name in names}
    return replace(original, frame=original.frame.assign(**moved))
