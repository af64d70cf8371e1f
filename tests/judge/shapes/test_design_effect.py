from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.shapes.chi_squared import design_effect, measure
from synth.prepare.table import Table
from tests.prepare.tables import table


def wards(rows: int, seed: int, *, each: int = 1) -> Table:
    """Patients of one ward each, every one in `each` rows."""
    levels = np.random.default_rng(seed).choice(["a", "b", "c"], rows).repeat(each)
    return table(
        category={"ward": levels}, key={"who": [f"{seed} {row // each}" for row in range(len(levels))]}, unit="who"
    )


def p_value(real: Table, synthetic: Table, holdout: Table) -> float:
    comparison = Comparison.of(real, synthetic, holdout=holdout)
    found = {score.measure: score for score in measure(comparison)}
    assert found["chi_squared"].value is not None
    return found["chi_squared"].value


def test_rows_that_are_there_several_times_prove_no_more_than_once() -> None:
    once = [p_value(wards(200, seed), wards(150, 99 + seed), wards(100, 999)) for seed in range(5)]
    eight = [
        p_value(wards(200, seed, each=8), wards(150, 99 + seed, each=8), wards(100, 999, each=8)) for seed in range(5)
    ]
    assert eight == pytest.approx(once, abs=0.25)
    assert np.mean(eight) > 0.2


def test_rows_of_their_own_have_no_design_effect() -> None:
    alone = Comparison.of(wards(100, 0), wards(100, 1), holdout=wards(50, 2))
    assert design_effect(alone, alone.coded["ward"]) == 1
    eight = Comparison.of(wards(100, 0, each=8), wards(100, 1, each=8), holdout=wards(50, 2, each=8))
    assert design_effect(eight, eight.coded["ward"]) == pytest.approx(8, rel=0.5)
