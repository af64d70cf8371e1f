"""Boosters see features as trees do: levels in an order that means something, and what all features say together."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from synth.errors import ModelError
from synth.make.boost import BoostSettings
from synth.make.sequential.boosted import Boosted
from synth.make.sequential.encode import Coding
from synth.make.sequential.files import RECIPE, read_steps, write_steps
from tests.make.sequential.test_scores import votes

CODING = Coding("most", "number", np.array([0.0, 1.0]), np.arange(3, dtype=np.int32))


def boosted(features: np.ndarray, own: np.ndarray, sizes: list[int]) -> Boosted:
    rng, units = np.random.default_rng(0), np.arange(len(own))
    return BoostSettings(rounds=20).method(len(own)).learn(features, own, CODING, sizes=sizes, units=units, rng=rng)


def test_what_many_features_say_a_little_of_takes_few_rounds() -> None:
    coins, most = votes(2_000, 40)
    drawn = boosted(coins[:1_000], most[:1_000], [0] * 40).draw(coins[1_000:], np.random.default_rng(1))
    assert (drawn == most[1_000:]).mean() > 0.8  # .57 without the sums


def questions(gain: float) -> int:
    """How many questions are asked about codes that say nothing of the column."""
    rng = np.random.default_rng(0)
    codes, own = rng.integers(0, 60, (300, 4)).astype(np.float32), rng.integers(1, 3, 300).astype(np.int32)
    method, units = BoostSettings(rounds=5, gain=gain).method(300), np.arange(300)
    learned = method.learn(codes, own, CODING, sizes=[0] * 4, units=units, rng=rng)
    asked = [line.split("=")[1] for line in learned.halving.texts[0].splitlines() if line.startswith("split_feature=")]
    return sum(len(one.split()) for one in asked)


def test_accidents_that_gain_little_are_no_questions() -> None:
    assert questions(0.0) > questions(2.0) > questions(20.0) == 0


def test_levels_are_told_apart_though_their_order_says_nothing() -> None:
    rng = np.random.default_rng(0)
    level = rng.integers(0, 30, 1_200).astype(np.float32)
    own = np.where(rng.permutation(30)[level.astype(int)] < 15, 1, 2).astype(np.int32)
    drawn = boosted(level[:, None], own, [30]).draw(level[:, None], np.random.default_rng(1))
    assert (drawn == own).mean() > 0.85


def test_it_comes_back_from_arrays_and_words() -> None:
    coins, most = votes(300, 3)
    learned = boosted(coins, most, [0, 3, 0])
    again = Boosted.read(learned.arrays(), learned.words())
    drawn, twice = (one.draw(coins, np.random.default_rng(1)) for one in (learned, again))
    assert (drawn == twice).all()


def test_a_file_of_an_older_format_says_so(tmp_path: Path) -> None:
    write_steps(tmp_path, [])
    recipe = json.loads((tmp_path / RECIPE).read_text())
    (tmp_path / RECIPE).write_text(json.dumps(recipe | {"format": recipe["format"] - 1}))
    with pytest.raises(ModelError, match=r"their format is \d+, not \d+. Fit the model again"):
        read_steps(tmp_path)
