from __future__ import annotations

import numpy as np
import pytest

from synth.judge.interval import proportion, share
from synth.judge.privacy.units import independent_rows, standard_error


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
