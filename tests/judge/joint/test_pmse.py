from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.joint.pmse import measure, pmse, propensity
from synth.judge.score import Score
from synth.prepare.table import Table
from tests.judge.test_controls import independent, population
from tests.prepare.tables import table


def scores(real: Table, synthetic: Table, seed: int = 0) -> tuple[Score, Score]:
    first, ratio = measure(Comparison.of(real, synthetic, seed=seed))
    return first, ratio


def test_rows_that_a_tree_parts_wholly_score_a_quarter() -> None:
    labels = np.arange(100) < 50
    rows = np.column_stack([labels * 3.0, np.full(100, np.nan)])
    chances = propensity(rows, labels)
    assert chances == pytest.approx(labels.astype(float))
    assert pmse(chances, labels) == pytest.approx(0.25)
    assert pmse(propensity(np.zeros((100, 1)), labels), labels) == pytest.approx(0)


def test_fresh_rows_lie_inside_the_band_and_independent_ones_outside() -> None:
    inside = []
    for seed in range(6):
        for score in scores(population(150, 2 * seed), population(150, 2 * seed + 1), seed):
            assert score.value is not None
            assert score.reference is not None
            inside.append(score.reference.low <= score.value <= score.reference.high)
    assert np.mean(inside) >= 0.8
    for score in scores(population(300, 0), independent(population(300, 1), 0)):
        assert score.low is not None
        assert score.reference is not None
        assert score.low > score.reference.high


def test_a_copy_is_below_what_chance_gives_and_it_is_said() -> None:
    real = population(300, 0)
    first, ratio = scores(real, real)
    assert first.value == pytest.approx(0, abs=1e-9)
    assert "near training rows" in ratio.note


def test_rows_that_are_all_one_are_not_measured() -> None:
    one = table(number={"a": [1] * 40})
    for score in scores(one, one):
        assert score.status == "not measured"
        assert "too alike" in score.note
