"""Weights of states that drifted, and trees that are set right by them."""

from __future__ import annotations

import numpy as np
import pytest

from synth.make.sequential.weights import MOST, weigh
from synth.make.trees_settings import TreesSettings
from tests.make.sequential.test_boosted import CODING


def test_a_state_drawn_half_as_often_is_weighed_double() -> None:
    learned, drawn = np.array([7_000, 2_000, 1_000]), np.array([7_500, 1_000, 1_500])
    assert weigh(drawn, learned) == pytest.approx([7_000 / 7_500, 2.0, 2 / 3])


def test_what_chance_may_explain_is_left_as_it_is() -> None:
    assert weigh(np.array([52, 48]), np.array([50, 50])).tolist() == [1.0, 1.0]


def test_weights_are_bounded_and_a_state_without_rows_says_nothing() -> None:
    weights = weigh(np.array([1_000, 0, 0]), np.array([200, 800, 0]))
    assert weights.tolist() == pytest.approx([1 / MOST, MOST, 1.0])


def test_trees_are_set_right_on_rows_that_drifted() -> None:
    rng = np.random.default_rng(0)
    upper = rng.integers(0, 2, 3_000)
    own = (1 + (rng.random(3_000) < np.where(upper, 0.7, 0.2))).astype(np.int32)
    method = TreesSettings().method(3_000)
    learned = method.learn(upper[:, None].astype(np.float32), own, CODING, sizes=[0], units=np.arange(3_000), rng=rng)
    drifted = np.zeros((3_000, 1), dtype=np.float32)
    right, codes = learned.set_right(drifted, np.bincount(own), rng)
    assert (learned.draw(drifted, rng) == 2).mean() == pytest.approx(0.2, abs=0.05)
    for drawn in (codes, right.draw(drifted, rng)):
        assert (drawn == 2).mean() == pytest.approx((own == 2).mean(), abs=0.04)
