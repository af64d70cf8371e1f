from __future__ import annotations

import pytest

from synth.errors import TableError
from synth.make.recommend import MEASURED, recommend
from synth.prepare import read_table
from synth.prepare.table import Table


def rows(many: int) -> Table:
    return read_table(b"n,m\n" + b"".join(b"%d,%d\n" % (row % 7, row % 3) for row in range(many)))


def test_one_column_is_said_as_one() -> None:
    found = recommend(read_table(b"n\n" + b"1\n2\n" * 20), "analytics")
    assert "40 rows of 1 column in" in found.reason


def test_what_cannot_be_learned_is_not_recommended() -> None:
    with pytest.raises(TableError, match="A table of 1 row cannot be learned"):
        recommend(read_table(b"n,m\n1,2\n"), "testing")


def test_a_first_look_is_quick_and_what_leaves_the_house_is_worth_some_time() -> None:
    assert recommend(rows(2000), "analytics").generator == "trees"
    found = recommend(rows(2000), "testing")
    assert (found.generator, found.rows) == ("trees", 1000)
    found = recommend(rows(2000), "publication")
    assert (found.generator, found.settings) == ("boost", {"k": 10})
    assert recommend(rows(2000), "training").generator == "boost"


def test_too_few_rows_for_boosting_are_said() -> None:
    found = recommend(rows(300), "publication")
    assert found.generator == "trees"
    assert "need 1,000 rows" in found.reason
    assert found.settings == {"k": 10}


def test_the_closest_is_recommended_by_what_was_measured() -> None:
    found = recommend(rows(2000), "training")
    assert found.generator == min(MEASURED, key=lambda name: sum(abs(figure - 0.5) for figure in MEASURED[name]))
    assert f"{MEASURED['boost'][0]:.0%} of the time (trees: {MEASURED['trees'][0]:.0%})" in found.reason
