from __future__ import annotations

import pytest

from synth.errors import TableError
from synth.make.recommend import recommend
from synth.prepare import read_table


def test_one_column_is_said_as_one() -> None:
    found = recommend(read_table(b"n\n" + b"1\n2\n" * 20), "analytics")
    assert "40 rows of 1 column in" in found.reason


def test_what_cannot_be_learned_is_not_recommended() -> None:
    with pytest.raises(TableError, match="A table of 1 row cannot be learned"):
        recommend(read_table(b"n,m\n1,2\n"), "testing")
