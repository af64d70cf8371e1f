"""States told half by half: the cuts, the chances, and what of them is kept."""

from __future__ import annotations

import numpy as np
import pytest

from synth.errors import ModelError
from synth.make import fit
from synth.make.sequential.halving import Cut, Halving, halve
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
    assert np.bincount(drawn, minlength=4) / 20_000 == pytest.approx(counts / 100, abs=0.015)


def test_a_booster_that_cannot_be_read_says_what_to_do() -> None:
    broken = Halving(np.array([[0, 1, 2]], dtype=np.int32), np.array([0.5]), ("no booster",))
    with pytest.raises(ModelError, match="Fit the model again"):
        broken.draw(np.zeros((1, 1), dtype=np.float32), np.random.default_rng(0))


def test_a_relation_that_goes_up_and_down_is_learned() -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(0, 6, 1_500)
    y = np.array(["none", "low", "high", "low", "none", "high"])[x]
    made = fit(table(category={"y": y.tolist()}, number={"x": x}), "boost", settings={"rounds": 40}).sample(1_500).frame
    real = {(letter, number) for letter, number in zip(y, x, strict=True)}
    assert np.mean([pair in real for pair in zip(made["y"], made["x"], strict=True)]) > 0.95
