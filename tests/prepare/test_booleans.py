from __future__ import annotations

import pytest

from synth.prepare.booleans import BOOLEANS, truth
from synth.prepare.cells import type_cells
from synth.prepare.schema import Column, Schema
from synth.prepare.text import read_text


@pytest.mark.parametrize("pair", BOOLEANS)
def test_words_for_true_and_false_are_told_in_any_capitals(pair: tuple[str, str]) -> None:
    assert [truth(pair[0].upper()), truth(pair[1].title())] == [True, False]
    assert truth("maybe") is None


def test_a_boolean_column_is_read_in_another_spelling_than_its_own() -> None:
    schema = Schema(columns=(Column(name="ill", kind="boolean", true="TRUE", false="FALSE"),))
    table = type_cells(read_text(b"ill\nTRUE\nFalse\n1\n0.0\nno\nmaybe\n"), schema)
    assert table.frame["ill"].tolist()[:5] == [True, False, True, False, False]
    assert table.reading.unparsed == {"ill": 1}


def test_the_spelling_of_the_column_itself_comes_first() -> None:
    schema = Schema(columns=(Column(name="well", kind="boolean", true="no", false="yes"),))
    assert type_cells(read_text(b"well\nno\nyes\n"), schema).frame["well"].tolist() == [True, False]
