from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.exhibits import Projection
from synth.judge.joint.projection import measure
from synth.judge.score import Score
from synth.prepare.table import Table
from tests.judge.diversity.test_diversity import two_kinds
from tests.judge.test_controls import independent, population
from tests.prepare.tables import table


def found(real: Table, synthetic: Table, holdout: Table | None = None) -> tuple[Score, Projection]:
    score, shown = measure(Comparison.of(real, synthetic, holdout=holdout))
    assert isinstance(score, Score)
    assert isinstance(shown, Projection)
    return score, shown


def test_fresh_rows_overlap_as_chance_allows_and_shuffled_ones_do_not() -> None:
    real, fresh, holdout = population(400, 0), population(300, 1), population(300, 2)
    good, _ = found(real, fresh, holdout)
    bad, _ = found(real, independent(fresh, 0), holdout)
    assert good.value is not None
    assert good.reference is not None
    assert good.reference.low <= good.value
    assert bad.high is not None
    assert bad.reference is not None
    assert bad.high < bad.reference.low


def test_a_kind_that_is_lost_is_an_empty_part_of_the_map() -> None:
    _, shown = found(two_kinds(400, 0, 0.5), two_kinds(400, 1, 0.0))
    real, synthetic = np.array(shown.real, dtype=float), np.array(shown.synthetic, dtype=float)
    assert synthetic.sum() == pytest.approx(1)
    assert 0.3 < np.nansum(real[synthetic == 0]) < 0.6
    assert shown.explained[0] > 0.5
    assert set(shown.x_columns) == {"a", "b", "kind"}


def test_squares_of_few_real_rows_are_not_told() -> None:
    _, shown = found(population(200, 0), population(200, 1))
    shares = [share for row in shown.real for share in row if share is not None]
    assert min(shares) >= 5 / 200
    assert sum(shares) < 1


def test_one_axis_is_no_map() -> None:
    one = table(number={"a": range(30)})
    (score,) = measure(Comparison.of(one, one))
    assert isinstance(score, Score)
    assert score.status == "not measured"
