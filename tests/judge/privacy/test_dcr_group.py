from __future__ import annotations

from dataclasses import replace

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.privacy.dcr_group import column_groups, measure
from synth.judge.score import Score
from synth.prepare.table import Table
from tests.prepare.tables import table


def pairs(rows: int, seed: int) -> Table:
    """Three pairs of columns that go together."""
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=rows), rng.normal(size=rows)
    word = rng.choice(list("abcd"), rows)
    return table(
        number={
            "height": first,
            "income": second,
            "weight": first + rng.normal(0, 0.3, rows),
            "tax": second + rng.normal(0, 0.3, rows),
        },
        category={"ward": word, "floor": np.where(rng.random(rows) < 0.9, word, "e")},
    )


def score(real: Table, synthetic: Table, holdout: Table | None) -> Score:
    (found,) = measure(Comparison.of(real, synthetic, holdout=holdout))
    return found


def clear(found: Score) -> bool:
    assert found.low is not None
    assert found.reference is not None
    return found.low > found.reference.high


def test_columns_that_go_together_make_a_group_and_so_do_quasi_identifiers() -> None:
    real = pairs(300, 0)
    groups = column_groups(Comparison.of(real, pairs(50, 1), quasi_identifiers=["income", "ward"]))
    assert {frozenset(group) for group in groups[:-1]} <= {
        frozenset(group) for group in (("height", "weight"), ("income", "tax"), ("ward", "floor"),
                               ("height", "income", "weight", "tax"), ("income", "weight", "tax", "height"),
                               ("height", "weight", "ward", "floor"), ("income", "tax", "ward", "floor"))
    }  # fmt: skip
    assert groups[-1] == ("income", "ward")
    mixed = real.take(np.random.default_rng(1).permutation(300))
    assert column_groups(Comparison.of(mixed, pairs(50, 1), quasi_identifiers=["income", "ward"])) == groups


def test_a_group_that_is_copied_is_found_where_the_rest_is_new() -> None:
    real, fresh, holdout = pairs(300, 0), pairs(300, 1), pairs(150, 2)
    copied = replace(fresh, frame=fresh.frame.assign(income=real.frame["income"], tax=real.frame["tax"]))
    found = score(real, copied, holdout)
    assert clear(found)
    assert "on income, tax" in found.note.replace("tax, income", "income, tax")
    assert "copied together" in found.note


def test_neither_fresh_rows_nor_columns_each_on_its_own_are_called_copies() -> None:
    told = 0
    for seed in range(0, 24, 3):
        real, holdout, fresh = pairs(200, seed), pairs(80, seed + 1), pairs(150, seed + 2)
        told += clear(score(real, fresh, holdout))
        rng = np.random.default_rng(seed)
        frame = real.frame.apply(lambda column, rng=rng: column.sample(frac=1, random_state=rng).reset_index(drop=True))
        told += clear(score(real, replace(real, frame=frame), holdout))
    assert told <= 1


def test_few_columns_make_no_group() -> None:
    found = score(*(table(number={"a": range(rows), "b": range(rows)}) for rows in (30, 30, 20)))
    assert found.status == "not measured"
    assert score(pairs(30, 0), pairs(30, 1), None).status == "not measured"
