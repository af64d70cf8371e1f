from __future__ import annotations

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.drawn import Drawn, drift, prediction, within
from synth.judge.score import Band
from tests.prepare.tables import table


def test_a_band_holds_95_per_cent_of_new_draws() -> None:
    rng = np.random.default_rng(0)
    draws = rng.normal(size=(20, 4000))
    bands, new = prediction(draws, (None, None)), rng.normal(size=4000)
    held = [band.low <= value <= band.high for band, value in zip(bands, new, strict=True)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def test_a_band_of_distances_leans_as_they_do() -> None:
    rng = np.random.default_rng(0)
    draws, new = np.abs(rng.normal(size=(20, 4000))), np.abs(rng.normal(size=4000))
    bands = prediction(draws, (0.0, None), ideal=0)
    over = np.mean([value > band.high for band, value in zip(bands, new, strict=True)])
    straight = np.mean([value > band.high for band, value in zip(prediction(draws, (0.0, None)), new, strict=True)])
    assert over < straight
    assert all(band.low <= band.value <= band.high for band in bands)


def test_intervals_are_cut_at_the_limits() -> None:
    assert within(0.75, 0.5, (0.0, 1.0)) == [Band(value=0.75, low=0.25, high=1.0)]


def test_the_interval_is_that_of_a_mean_over_all_rows() -> None:
    values = np.random.default_rng(0).normal(size=2000)
    comparison = Comparison.of(table(number={"x": [0, 1]}), table(number={"x": values}))
    means = np.array([values[rows].mean() for rows in comparison.halves])
    found = Drawn(np.array([values.mean()]), means, means).value(comparison, (None, None))
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * values.std() / 2000**0.5, rel=0.35)


def test_drift_speaks_up_only_well_below_the_band() -> None:
    band = Band(value=0.98, low=0.97, high=0.99)
    assert drift(0.966, band) == ""
    assert "not drawn from the same rows" in drift(0.9, band)
