"""Sums of points over features: what many features say a little of each, and nothing where there is nothing."""

from __future__ import annotations

import numpy as np

from synth.make.sequential.scores import AXES, Scores
from synth.make.sequential.view import View, read_views, view_arrays


def votes(rows: int, many: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Coins, and whether most of them show heads."""
    coins = np.random.default_rng(0).integers(1, 3, (rows, many)).astype(np.float32)
    return coins, (coins.mean(axis=1) > 1.5).astype(np.int32) + 1


def test_the_sum_tells_what_each_feature_hardly_does() -> None:
    coins, most = votes(2_000)
    learned = Scores.learn(coins[:1_000], most[:1_000], [0] * 20)
    sums = learned.sums(coins[1_000:])
    assert sums.shape == (1_000, AXES)
    assert abs(np.corrcoef(sums[:, 0], most[1_000:])[0, 1]) > 0.75
    assert max(abs(np.corrcoef(coin, most)[0, 1]) for coin in coins.T) < 0.3
    assert not sums[:, 1].any()  # two states lie on one axis


def test_an_unordered_feature_has_points_for_each_level() -> None:
    level = np.random.default_rng(0).integers(0, 3, 300).astype(np.int32)
    sums = Scores.learn(level[:, None].astype(np.float32), level, [3]).sums(np.array([[0], [1], [2], [9]], "f4"))
    assert len(np.unique(sums[:3].round(3), axis=0)) == 3
    assert (sums[2] == sums[3]).all()


def test_chance_alone_makes_no_sum() -> None:
    coins, _ = votes(500, 5)
    lot = np.random.default_rng(1).integers(0, 4, 500).astype(np.int32)
    assert not Scores.learn(coins, lot, [0] * 5).sums(coins).any()


def test_a_single_state_and_no_feature() -> None:
    coins, most = votes(50, 3)
    assert not Scores.learn(coins, np.ones(50, dtype=np.int32), [0, 0, 0]).sums(coins).any()
    assert View.learn(coins[:, :0], most, []).of(coins[:, :0]).shape == (50, 0)


def test_views_come_back_from_arrays() -> None:
    coins, most = votes(200, 3)
    views = [View.learn(coins[rows], most[rows], [0, 3, 0]) for rows in (slice(100), slice(100, 200))]
    for view, again in zip(views, read_views(view_arrays(views)), strict=True):
        assert (view.of(coins) == again.of(coins)).all()
