from __future__ import annotations

import numpy as np

from synth.judge.comparison import Comparison
from synth.judge.privacy.near import Neighbours
from synth.judge.privacy.nndr import measure
from synth.judge.score import Score
from synth.prepare.table import Table
from tests.judge.privacy.samples import flipped, people, shuffled


def score(real: Table, synthetic: Table, holdout: Table | None) -> Score:
    (found,) = measure(Comparison.of(real, synthetic, holdout=holdout))
    return found


def test_the_ratio_is_0_for_a_copy_of_a_lone_row_and_1_between_equal_ones() -> None:
    distances = np.array([[0.0, 0.5], [0.25, 0.5], [0.0, 0.0], [0.5, 0.5]])
    found = Neighbours(np.arange(4), np.zeros((4, 2), dtype=np.int64), distances)
    assert found.ratios.tolist() == [0, 0.5, 1, 1]


def test_a_copy_scores_nothing_and_flipped_rows_little() -> None:
    real, holdout = people(300, 0), people(100, 1)
    assert score(real, real, holdout).value == 0
    found = score(real, flipped(real, 2), holdout)
    assert found.high is not None
    assert found.reference is not None
    assert found.high < found.reference.low
    assert "attached to single real ones" in found.note


def test_fresh_and_shuffled_rows_keep_to_no_real_row() -> None:
    below = inside = 0
    for seed in range(0, 60, 3):
        real, holdout, fresh = people(200, seed), people(80, seed + 1), people(150, seed + 2)
        found = score(real, fresh, holdout)
        assert found.reference is not None
        assert found.value is not None
        inside += found.reference.low <= found.value <= found.reference.high
        other = score(real, shuffled(fresh, seed), holdout)
        assert other.high is not None
        below += other.high < found.reference.low
    assert inside >= 18
    assert below <= 1


def test_without_a_holdout_it_is_not_measured() -> None:
    assert score(people(20, 0), people(20, 1), None).status == "not measured"
