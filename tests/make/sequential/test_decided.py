"""Which column decides another, and that no single row ever does."""

from __future__ import annotations

import numpy as np

from synth.make.sequential.decided import find_decided

ZONE = np.repeat(np.arange(4), 10).astype(np.float32)
BOROUGH = np.repeat([1, 1, 2, 3], 10).astype(np.int32)


def test_a_zone_decides_its_borough() -> None:
    decided = find_decided(ZONE[:, None], BOROUGH, np.arange(40), 5)
    assert decided is not None
    assert (decided.settle(ZONE[:, None], np.zeros(40, dtype=np.int32)) == BOROUGH).all()


def test_codes_of_few_units_decide_nothing() -> None:
    assert find_decided(ZONE[:, None], BOROUGH, np.arange(40) // 5, 5) is None


def test_a_column_of_unique_values_decides_nothing_though_values_are_not_protected() -> None:
    assert find_decided(np.arange(40, dtype=np.float32)[:, None], BOROUGH, np.arange(40), 1) is None
