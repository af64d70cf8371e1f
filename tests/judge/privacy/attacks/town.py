"""A small town whose people are unique by birth, and of whom two things are secret."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from synth.judge.comparison import Comparison
from synth.prepare.table import Table
from tests.prepare.tables import table


def town(people: int, seed: int) -> Table:
    """Age and sex are seen, weight is measured; the diagnosis leans on age, the income on nothing."""
    rng = np.random.default_rng(seed)
    age = rng.integers(20, 90, people)
    return table(
        number={
            "age": age,
            "weight": rng.normal(75, 12, people).round(3),
            "income": rng.lognormal(8, 1, people).round(2),
        },
        category={
            "sex": rng.choice(["f", "m"], people).tolist(),
            "street": rng.choice([f"street {place}" for place in range(30)], people).tolist(),
            "diagnosis": np.where(rng.random(people) < age / 100, "gout", "flu").tolist(),
        },
    )


def shuffled(source: Table, seed: int) -> Table:
    """Each column on its own, so that nothing hangs together."""
    rng = np.random.default_rng(seed)
    frame = source.frame.apply(lambda column: column.take(rng.permutation(len(column))).reset_index(drop=True))
    return Table(frame.astype(source.frame.dtypes), source.schema)


def compared(synthetic: Table, *, secrets: Sequence[str] | None = None, seed: int = 0) -> Comparison:
    """With 300 people in the table and 150 outside it."""
    return Comparison.of(town(300, 1), synthetic, holdout=town(150, 2), secrets=secrets, seed=seed)
