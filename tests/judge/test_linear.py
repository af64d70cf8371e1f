from __future__ import annotations

import numpy as np
import pytest

from synth.judge.learner import MOST_CLASSES
from synth.judge.linear import Encoder, fit_linear

NAN = np.nan


def test_numbers_are_scaled_and_gaps_marked_and_levels_have_columns() -> None:
    cells = np.array([[1.0, 0], [3.0, 1], [NAN, NAN], [1.0, 0], [3.0, 1]])
    encode = Encoder.of(cells, [False, True])
    matrix = encode(cells)
    assert matrix.shape == (5, 5)  # the number, its gaps, two levels, the missing level
    np.testing.assert_allclose(matrix[:, 0], [-1, 1, 0, -1, 1])
    np.testing.assert_array_equal(matrix[:, 1:], [[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]])


def test_rare_and_unseen_levels_share_a_column_and_the_width_is_bounded() -> None:
    rng = np.random.default_rng(0)
    wide = rng.integers(0, 200, (400, 150)).astype(float)
    encode = Encoder.of(wide, [True] * 150)
    assert encode(wide).shape[1] <= 3 * 150
    assert encode(np.full((1, 150), 1e6)).shape[1] == encode(wide).shape[1]


@pytest.mark.parametrize("column", [[NAN] * 6, [7.0] * 6, [np.inf, -np.inf] * 3, [1e308, -1e308] * 3, [0.0] * 6])
def test_whatever_numbers_hold_the_matrix_is_finite(column: list[float]) -> None:
    cells = np.column_stack([column, np.arange(6.0)])
    matrix = Encoder.of(cells, [False, False])(np.vstack([cells, [[np.inf, NAN], [-1e308, 3]]]))
    assert np.isfinite(matrix).all()


def test_a_far_off_number_does_not_hide_the_others() -> None:
    rng = np.random.default_rng(0)
    income = rng.normal(size=2_000)
    target = (income > 0).astype(float)
    cells = income[:, None].copy()
    cells[0] = 1e12
    model = fit_linear(cells, target, categorical=[False], classes=True)
    assert (model(income[:, None]).argmax(axis=1) == target).mean() > 0.97


def test_a_line_is_found_and_a_single_class_teaches_nothing() -> None:
    x = np.linspace(-1, 1, 200)[:, None]
    line = fit_linear(x, 3 * x[:, 0] + 1, categorical=[False], classes=False)
    np.testing.assert_allclose(line(np.array([[0.5]])), [[2.5]], atol=0.05)
    alone = fit_linear(x, np.ones(200), categorical=[False], classes=True)
    np.testing.assert_array_equal(alone(x[:1]), np.eye(MOST_CLASSES)[[1]])
