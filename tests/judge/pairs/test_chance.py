from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import hypergeom

from synth.judge.pairs.chance import expected_gap


@pytest.mark.parametrize(("real", "other"), [(5, 3), (1, 1), (20, 50)])
def test_it_is_the_mean_gap_of_all_ways_to_deal_a_cells_rows(real: int, other: int) -> None:
    for held, expected in enumerate(expected_gap(real, other)):
        ways = np.arange(held + 1)
        chances = hypergeom(real + other, real, held).pmf(ways)
        gaps = np.abs(ways / real - (held - ways) / other) / 2
        assert expected == pytest.approx((chances * gaps).sum(), abs=1e-12)


def test_large_tables_keep_their_precision() -> None:
    gap = expected_gap(400_000, 300_000)
    assert gap[350_000] == pytest.approx(0.5 * np.sqrt(2 / np.pi * 0.25 * (1 / 400_000 + 1 / 300_000)), rel=1e-3)
    assert (gap >= 0).all()
