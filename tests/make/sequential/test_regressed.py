from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from sklearn.linear_model import LogisticRegression

from synth.make.sequential.design import Design
from synth.make.sequential.encode import encode
from synth.make.sequential.regressed import Regression, fit_logistic, fit_ordered, ordered_chances
from tests.make.test_trees import patients


def matrix(rows: int = 400) -> tuple[np.ndarray, np.random.Generator]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(rows, 2)), rng


def test_logistic_weights_are_those_of_scikit_learn() -> None:
    x, rng = matrix()
    target = (rng.random(400) < 1 / (1 + np.exp(-2 * x[:, 0]))).astype(int) + (x[:, 1] > 1)
    weights = fit_logistic(x, target, 3, l2=1.0)
    peer = LogisticRegression(C=1.0, max_iter=500).fit(x, target)
    gap = weights[:2] - weights[:2].mean(axis=1, keepdims=True)
    assert pytest.approx(peer.coef_ - peer.coef_.mean(axis=0), abs=0.02) == gap.T


def test_ordered_odds_are_found_again() -> None:
    x, rng = matrix(4000)
    told = 1.5 * x[:, 0] + rng.logistic(size=4000)
    target = np.digitize(told, [-1, 0.5, 2])
    weights, cuts = fit_ordered(x, target, 4, l2=0.1)
    assert weights[:, 0] == pytest.approx([1.5, 0, 0], abs=0.12)
    assert cuts == pytest.approx([-1, 0.5, 2], abs=0.15)
    chances = ordered_chances(np.array([0.0]), cuts)
    assert chances.sum() == pytest.approx(1)
    assert (chances > 0).all()


def test_ranks_are_scores_and_levels_columns() -> None:
    features = np.array([[0, 1], [1, 1], [2, 2], [3, 3]], dtype=np.float32)
    design = Design.of(features, [0, 4])
    found = design.matrix(features)
    assert found[:, 1].tolist() == [1, 0, 0, 0]
    assert found[0, 0] == 0
    assert found[1, 0] < found[2, 0] < found[3, 0]
    assert found[:, 2:].sum(axis=1).tolist() == [0, 0, 1, 1]
    unseen = design.matrix(np.array([[9, 9]], dtype=np.float32))
    assert np.isfinite(unseen).all()


def test_a_number_is_drawn_among_its_nearest_donors() -> None:
    real = patients(2000)
    age, ward = real.frame["age"], real.frame["ward"]
    wards, ward_codes = encode(ward, "category", most_states=10)
    ages, codes = encode(age, "number", most_states=10)
    method = Regression(most_rows=10_000, l2=1.0, neighbours=5)
    rng = np.random.default_rng(0)
    features, sizes = ward_codes[:, None].astype(np.float32), [len(wards.states)]
    learned = method.learn(features, codes, ages, sizes=sizes, units=real.units(), rng=rng)
    drawn = ages.decode(learned.draw(ward_codes[:, None].astype(np.float32), rng))
    assert set(drawn) <= set(age)
    assert (drawn > 50).groupby(ward).mean()["heart"] > 0.9


@pytest.mark.parametrize("kind", ["logistic", "ordered"])
def test_slopes_are_the_gradient(kind: str) -> None:
    x, rng = matrix(60)
    target = rng.integers(0, 3, 60)
    fitted = fit_logistic(x, target, 3, 1.0) if kind == "logistic" else fit_ordered(x, target, 3, 1.0)[0]

    def loss(first: np.ndarray) -> float:
        weights = fitted.copy()
        weights[0, 0] = first[0]
        if kind == "ordered":
            cuts = fit_ordered(x, target, 3, 1.0)[1]
            chance = ordered_chances(x @ weights[:2, 0], cuts)[np.arange(60), target]
            return float(-np.log(chance).sum() + (weights[:2] ** 2).sum() / 2)
        told = np.hstack([x, np.ones((60, 1))]) @ weights
        logs = np.log(np.exp(told).sum(axis=1))
        return float((logs - told[np.arange(60), target]).sum() + (weights[:2] ** 2).sum() / 2)

    assert approx_fprime(fitted[:1, 0], loss, 1e-5)[0] == pytest.approx(0, abs=0.05)
