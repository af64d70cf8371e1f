from __future__ import annotations

import numpy as np
import pytest

from synth.judge.interval import proportion, share
from synth.judge.privacy.units import fresh_share, independent_rows, standard_error


def test_rows_of_their_own_have_the_usual_standard_error() -> None:
    values = np.random.default_rng(0).normal(size=50)
    alone = np.arange(50)
    assert standard_error(values, alone) == pytest.approx(values.std(ddof=1) / np.sqrt(50))
    assert independent_rows(values, alone) == pytest.approx(49)


def test_a_row_said_four_times_counts_once() -> None:
    values, units = np.repeat([0.0, 1.0, 1.0, 0.0, 1.0], 4), np.repeat(np.arange(5), 4)
    assert standard_error(values, units) == pytest.approx(standard_error(values[::4], np.arange(5)))
    assert independent_rows(values, units) == pytest.approx(4)
    assert independent_rows(np.ones(20), units) == 5
    assert independent_rows(np.arange(20.0), np.zeros(20, dtype=np.int64)) == 1


@pytest.mark.parametrize(("count", "rows"), [(0, 9), (3, 40), (40, 40)])
def test_the_interval_of_a_share_is_wilson_s(count: int, rows: int) -> None:
    found, known = proportion(count / rows, rows), share(count, rows)
    assert (found.value, found.low, found.high) == pytest.approx((known.value, known.low, known.high), abs=1e-4)


def test_a_fresh_sample_has_the_holdout_s_share_the_more_rows_the_more_surely() -> None:
    few, many, none = fresh_share(0.02, 100, 50), fresh_share(0.02, 10_000, 5_000), fresh_share(0, 60, 60)
    assert few.value == many.value == 0.02
    assert few.low == 0 < many.low
    assert many.high < few.high
    assert 0 < none.high < 0.1


def test_19_of_20_fresh_samples_lie_in_the_band() -> None:
    rng = np.random.default_rng(0)
    inside = 0
    for _ in range(400):
        held, fresh = rng.binomial(80, 0.1) / 80, rng.binomial(200, 0.1) / 200
        band = fresh_share(held, 80, 200)
        inside += band.low <= fresh <= band.high
    assert inside >= 370
