from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from synth.judge.coding import Coded, encode
from tests.prepare.tables import table


def numbers(real: Sequence[float | None], synthetic: Sequence[float | None] = ()) -> Coded:
    tables = [table(number={"x": values}) for values in (real, synthetic)]
    return encode(tables[0].schema["x"], tables[0].frame["x"], tables[1].frame["x"], None)


def levels(real: Sequence[str | None], synthetic: Sequence[str | None] = ()) -> Coded:
    tables = [table(category={"x": values}) for values in (real, synthetic)]
    return encode(tables[0].schema["x"], tables[0].frame["x"], tables[1].frame["x"], None)


def test_codes_point_into_ordered_values_and_the_last_is_missing() -> None:
    coded = numbers([30, None, 10], [20, 10])
    assert coded.values.tolist() == [10, 20, 30]
    assert coded.real.tolist() == [2, 3, 0]
    assert coded.synthetic.tolist() == [1, 0]
    assert coded.count(coded.real).tolist() == [1, 0, 1, 1]


def test_levels_stand_commonest_first() -> None:
    coded = levels(["b", "a", "b", None], ["c"])
    assert coded.values.tolist() == ["b", "a", "c"]
    assert coded.real.tolist() == [0, 1, 0, 3]


def test_a_hundred_different_numbers_fall_into_ten_bins_of_ten() -> None:
    coded = numbers([*range(100)])
    assert np.bincount(coded.bins[coded.real]).tolist() == [10] * 10
    assert coded.width == 10


def test_a_spike_has_a_bin_of_its_own_and_the_rest_are_still_cut_in_ten() -> None:
    coded = numbers([0.0] * 900 + [float(value) for value in range(1, 101)], [0.5])
    bins = coded.bins[coded.real]
    assert len(set(bins[:900])) == 1
    assert np.bincount(bins[900:]).max() == 10
    assert coded.width == 11
    assert coded.bins[coded.synthetic[0]] not in set(bins[:900]), "0.5 is no 0"


@pytest.mark.parametrize(("value", "like"), [(-5.0, 0.0), (1e9, 99.0), (41.2, 41.0)])
def test_values_that_no_real_row_holds_fall_into_the_bin_of_their_place(value: float, like: float) -> None:
    coded = numbers([*range(100)], [value])
    assert coded.bins[coded.synthetic[0]] == coded.bins[np.searchsorted(coded.values, like)]


def test_missing_has_the_last_bin() -> None:
    coded = numbers([1, 2, None])
    assert coded.bins[coded.real[2]] == coded.width - 1 == 2


def test_a_column_that_is_all_missing_has_one_bin() -> None:
    coded = numbers([None, None], [None])
    assert (coded.width, coded.bins.tolist()) == (1, [0])


def test_the_nineteen_commonest_levels_keep_their_bin_and_all_others_share_one() -> None:
    real = [f"level {place}" for place in range(30) for _ in range(40 - place)]
    coded = levels(real, ["never seen"])
    assert coded.width == 20
    assert coded.bins[:19].tolist() == [*range(19)]
    assert set(coded.bins[19:31].tolist()) == {19}
    assert coded.bins[coded.synthetic[0]] == 19


def test_levels_that_tie_for_the_last_place_are_treated_alike() -> None:
    tied = levels([f"level {place}" for place in range(25)])
    assert tied.width == 25
    many = levels(["often"] * 3 + [f"level {place}" for place in range(50)])
    assert many.width == 2


def test_booleans_are_levels_as_the_schema_spells_them() -> None:
    cells = table(boolean={"x": [True, None, True, False]})
    coded = encode(cells.schema["x"], cells.frame["x"], cells.frame["x"], cells.frame["x"])
    assert coded.values.tolist() == ["true", "false"]
    assert coded.holdout.tolist() == [0, 2, 0, 1]


def test_dates_are_ordered() -> None:
    cells = table(datetime={"x": ["2024-01-02", None, "2023-12-31"]})
    coded = encode(cells.schema["x"], cells.frame["x"], cells.frame["x"], None)
    assert coded.ordered
    assert coded.real.tolist() == [1, 2, 0]
