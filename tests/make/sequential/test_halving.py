"""States told half by half: the cuts, the chances, and what of them is kept."""

from __future__ import annotations

import lightgbm
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit

from synth.errors import ModelError
from synth.make import fit
from synth.make.sequential.halving import MOST_MOVED, Cut, Halving, halve
from synth.make.sequential.learned import Features
from tests.prepare.tables import table


def unasked(cut: Cut) -> str:
    return ""


def test_each_cut_halves_the_rows_and_every_place_is_reached_once() -> None:
    halving = halve(np.array([60, 10, 20, 10]), unasked)
    assert halving.cuts.tolist() == [[0, 1, 4], [1, 2, 4], [2, 3, 4]]
    assert halving.shares.tolist() == pytest.approx([0.4, 0.75, 1 / 3])


def test_a_single_place_needs_no_cut() -> None:
    halving = halve(np.array([7]), unasked)
    assert len(halving.cuts) == 0
    assert halving.draw(np.zeros((3, 0), dtype=np.float32), np.random.default_rng(0)).tolist() == [0, 0, 0]


def test_without_boosters_places_are_as_common_as_the_rows_they_hold() -> None:
    counts = np.array([50, 0, 30, 20])
    drawn = halve(counts, unasked).draw(np.zeros((20_000, 0), dtype=np.float32), np.random.default_rng(0))
    assert np.bincount(drawn, minlength=4) == pytest.approx(counts * 200, abs=3)


def test_rows_that_a_booster_takes_for_alike_come_to_their_chances_together() -> None:
    upper = np.repeat([False, True], 500)
    learned = np.tile(np.repeat([False, True], [4, 1]), 200) ^ upper
    halving = halve(np.bincount(learned), lambda cut: booster_of(upper[:, None].astype(np.float32), learned))
    shares = expit(halving._odds(0, np.array([[0.0], [1.0]], dtype=np.float32)))
    for seed in range(10):
        drawn = halving.draw(upper[:, None].astype(np.float32), np.random.default_rng(seed))
        assert [drawn[~upper].sum(), drawn[upper].sum()] == pytest.approx(500 * shares, abs=1)


def test_rows_alike_in_what_counts_most_come_to_their_chances_together_whatever_else_differs() -> None:
    rng = np.random.default_rng(0)
    seen = np.column_stack([rng.integers(0, 2, (4_000, 2)), rng.random(4_000)]).astype(np.float32)
    learned = rng.random(4_000) < expit(2 * (seen[:, 0] + seen[:, 1] - 1) + 1.5 * (seen[:, 2] - 0.5))
    halving = halve(np.bincount(learned), lambda cut: booster_of(seen, learned))
    chances = expit(halving._odds(0, seen))
    mixed = seen[:, 0] > seen[:, 1]  # as likely as those the other way round
    off = [halving.draw(seen, np.random.default_rng(seed))[mixed].sum() - chances[mixed].sum() for seed in range(20)]
    assert np.std(off) < 1.2  # 2.9 where chances alone say what is alike, 15 where each row draws by itself


def test_a_booster_that_cannot_be_read_says_what_to_do() -> None:
    broken = Halving(np.array([[0, 1, 2]], dtype=np.int32), np.array([0.5]), np.zeros(1), ("no booster",))
    with pytest.raises(ModelError, match="Fit the model again"):
        broken.draw(np.zeros((1, 1), dtype=np.float32), np.random.default_rng(0))


def test_a_relation_that_goes_up_and_down_is_learned() -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(0, 6, 1_500)
    y = np.array(["none", "low", "high", "low", "none", "high"])[x]
    made = fit(table(category={"y": y.tolist()}, number={"x": x}), "boost", settings={"rounds": 40}).sample(1_500).frame
    real = {(letter, number) for letter, number in zip(y, x, strict=True)}
    assert np.mean([pair in real for pair in zip(made["y"], made["x"], strict=True)]) > 0.95


def test_shares_are_set_right_on_rows_that_drifted() -> None:
    rng = np.random.default_rng(0)
    upper = np.repeat([False, True], 500)
    learned = rng.random(1_000) < np.where(upper, 0.7, 0.2)
    halving = halve(np.bincount(learned), lambda cut: booster_of(upper[:, None].astype(np.float32), learned))
    drifted = np.zeros((4_000, 1), dtype=np.float32)
    right, places = halving.set_right(drifted, np.bincount(learned), rng)
    assert halving.draw(drifted, rng).mean() == pytest.approx(0.2, abs=0.05)
    for drawn in (places, right.draw(drifted, rng)):
        assert drawn.mean() == pytest.approx(learned.mean(), abs=0.03)


def test_what_chance_may_explain_is_left_as_it_is() -> None:
    learned = np.repeat([False, True], [60, 40])
    halving = halve(np.bincount(learned), lambda cut: booster_of(np.zeros((100, 1), dtype=np.float32), learned))
    right, _ = halving.set_right(np.zeros((50, 1), np.float32), np.bincount(learned), np.random.default_rng(0))
    assert right.moved.tolist() == [0.0]


def test_odds_are_moved_within_bounds() -> None:
    upper = np.repeat([False, True], 500)
    halving = halve(np.bincount(upper), lambda cut: booster_of(upper[:, None].astype(np.float32), upper))
    for column, most in ((0.0, MOST_MOVED), (1.0, -MOST_MOVED)):
        features = np.full((100, 1), column, dtype=np.float32)
        right, _ = halving.set_right(features, np.bincount(upper), np.random.default_rng(0))
        assert right.moved.tolist() == [most]


def booster_of(features: Features, up: NDArray[np.bool_]) -> str:
    options = {"objective": "binary", "num_threads": 1, "verbosity": -1, "deterministic": True}
    return str(lightgbm.train(options, lightgbm.Dataset(features, up), 100).model_to_string())
