"""Weighted figures against scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import (
    accuracy_score,
    mean_absolute_error,
    precision_recall_fscore_support,
    r2_score,
    roc_auc_score,
    root_mean_squared_error,
)

from synth.judge.figures import accuracy, f1, mae, precision, r_squared, recall, rmse, roc_auc


def test_perfect_is_one_upside_down_is_nothing_and_all_alike_is_a_half() -> None:
    target = np.array([0.0, 0, 1, 1])
    for chance, area in (([0.1, 0.2, 0.8, 0.9], 1.0), ([0.9, 0.8, 0.2, 0.1], 0.0), ([0.5] * 4, 0.5)):
        chances = np.column_stack([1 - np.array(chance), chance])
        assert roc_auc(target, chances, np.ones((1, 4))) == area


@pytest.mark.parametrize("classes", [2, 4])
def test_areas_are_scikit_learns_under_each_weighting(classes: int) -> None:
    rng = np.random.default_rng(classes)
    target, weights = rng.integers(0, classes, 300).astype(float), rng.integers(0, 4, (3, 300)).astype(float)
    chances = rng.dirichlet(np.ones(classes), 300).round(1)
    expected = [
        np.mean(
            [roc_auc_score(target == number, chances[:, number], sample_weight=weight) for number in range(classes)]
        )
        for weight in weights
    ]
    np.testing.assert_allclose(roc_auc(target, chances, weights), expected)


def test_a_class_that_no_row_has_is_left_out_and_none_is_left_where_there_is_one() -> None:
    chances = np.column_stack([[0.9, 0.1, 0.5], [0.1, 0.9, 0.5], [0.0, 0.0, 0.0]])
    two = roc_auc(np.array([0.0, 1, 0]), chances, np.array([[1.0, 1, 1], [1, 0, 1]]))
    assert two[0] == 1.0
    assert np.isnan(two[1])


def test_r_squared_is_scikit_learns_under_each_weighting() -> None:
    rng = np.random.default_rng(0)
    target, weights = rng.normal(size=200), rng.integers(0, 4, (3, 200)).astype(float)
    predicted = target + rng.normal(size=200)
    expected = [r2_score(target, predicted, sample_weight=weight) for weight in weights]
    np.testing.assert_allclose(r_squared(target, predicted[:, None], weights), expected)
    assert np.isnan(r_squared(np.ones(3), np.zeros((3, 1)), np.ones((1, 3))))[0]


def test_errors_are_scikit_learns_under_each_weighting() -> None:
    rng = np.random.default_rng(1)
    target, weights = rng.normal(size=200), rng.integers(0, 4, (3, 200)).astype(float)
    predicted = target + rng.normal(size=200)
    for ours, theirs in ((rmse, root_mean_squared_error), (mae, mean_absolute_error)):
        expected = [theirs(target, predicted, sample_weight=weight) for weight in weights]
        np.testing.assert_allclose(ours(target, predicted[:, None], weights), expected)


@pytest.mark.parametrize("classes", [2, 4])
def test_choices_are_scored_as_scikit_learn_does(classes: int) -> None:
    rng = np.random.default_rng(classes)
    target, weights = rng.integers(0, classes, 200).astype(float), rng.integers(0, 4, (3, 200)).astype(float)
    chances = rng.dirichlet(np.ones(classes), 200) + 0.3 * np.eye(classes)[target.astype(int)]
    chosen = chances.argmax(axis=1)
    expected = np.array(
        [
            precision_recall_fscore_support(target, chosen, average="macro", sample_weight=weight, zero_division=0)[:3]
            for weight in weights
        ]
    )
    for place, ours in enumerate((precision, recall, f1)):
        np.testing.assert_allclose(ours(target, chances, weights), expected[:, place])
    right = [accuracy_score(target, chosen, sample_weight=weight) for weight in weights]
    np.testing.assert_allclose(accuracy(target, chances, weights), right)


def test_a_class_that_is_never_chosen_counts_nothing() -> None:
    target, chances, once = np.array([0.0, 0, 0, 1]), np.tile([0.9, 0.1], (4, 1)), np.ones((1, 4))
    assert accuracy(target, chances, once) == 0.75
    assert precision(target, chances, once) == 0.375
    assert recall(target, chances, once) == 0.5
    assert f1(target, chances, once) == pytest.approx((2 * 0.75 / 1.75) / 2)
