"""What is said, and counted, of categories of very many levels."""

from __future__ import annotations

import numpy as np

from synth.make import GENERATORS, forecast
from synth.make.crowded import count_levels, crowded
from tests.make.test_odd_tables import odd, plain


def test_only_categories_have_levels() -> None:
    assert count_levels(odd(plain(40))) == {"ward": 2}


def test_a_level_for_fewer_than_ten_rows_is_too_few() -> None:
    assert list(crowded({"shop": 5_000}, 50_000, 5)) == []
    assert list(crowded({"few": 900}, 900, 5)) == []
    (said,) = crowded({"name": 5_001}, 50_000, 5)
    assert said.startswith("Column 'name' has 5,001 levels in 50,000 rows")
    assert "fewer than 5 people" in said
    assert "fewer than" not in next(crowded({"name": 5_001}, 50_000, 1))


def test_every_generator_says_so_before_it_starts() -> None:
    rows = 1_200
    crowd = odd(plain(rows) | {"name": np.array([f"n{at}" for at in range(rows)], dtype=object)})
    for one in GENERATORS:
        assert any("'name' has 1,200 levels" in said for said in forecast(crowd, one.card.name).warnings)


def test_columns_take_time_however_short_they_are() -> None:
    wide = odd({f"c{at}": np.arange(40.0) for at in range(300)})
    narrow = wide.select(wide.schema.names[:2])
    for name, each in {"noise": 1.5e-3, "fitted": 5.5e-3}.items():
        more = forecast(wide, name).seconds - forecast(narrow, name).seconds
        assert 298 * each < more < 2 * 298 * each
