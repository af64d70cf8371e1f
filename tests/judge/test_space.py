from __future__ import annotations

import numpy as np
import pytest

from synth.errors import ReportError
from synth.judge.comparison import Comparison
from synth.judge.space import space
from tests.judge.test_controls import population
from tests.prepare.tables import table


def test_the_first_axis_is_made_of_the_columns_that_go_together() -> None:
    rng = np.random.default_rng(0)
    line = rng.normal(size=200)
    real = table(number={"a": line, "alone": rng.normal(size=200), "b": line + rng.normal(size=200) / 10})
    found = space(Comparison.of(real, real))
    assert found.weights.sum(axis=0) == pytest.approx(np.ones(3))
    assert found.weights[1, 0] < 0.05
    assert found.explained[0] > 0.6


def test_a_row_lies_where_its_values_do_in_whatever_table() -> None:
    comparison = Comparison.of(population(80, 0), population(80, 0), holdout=population(40, 1))
    found = space(comparison)
    assert found.pool[:80] == pytest.approx(found.synthetic)
    assert found.place([column.synthetic for column in comparison.coded.values()]) == pytest.approx(found.synthetic)
    assert found.pool[:80].mean(axis=0) == pytest.approx(np.zeros(found.pool.shape[1]), abs=1e-9)
    assert space(comparison) is found


def test_numbers_count_by_rank_so_that_no_outlier_makes_an_axis() -> None:
    values = np.arange(50.0)
    far = np.append(values[:-1], 1e9)
    near, wide = (space(Comparison.of(*[table(number={"a": cells, "b": values[::-1]})] * 2)) for cells in (values, far))
    assert near.pool == pytest.approx(wide.pool)


def test_constant_columns_have_no_space() -> None:
    one = table(number={"a": [1] * 5}, category={"b": ["x"] * 5})
    with pytest.raises(ReportError, match="no column varies"):
        space(Comparison.of(one, one))
