"""Which column is which, on tables whose answer is known by looking."""

from __future__ import annotations

import pytest

from synth.errors import SettingsError
from synth.prepare import Table, Text, read_table, read_text
from synth.work.mapping import propose

ROWS = [
    (20 + row * 7 % 60, ("east", "west", "north")[row % 3], ("yes", "no")[row % 4 == 0], row % 9) for row in range(200)
]


def written(header: str, columns: tuple[int, ...] = (0, 1, 2, 3)) -> bytes:
    lines = [",".join(str(row[place]) for place in columns) for row in ROWS]
    return ("\n".join([header, *lines]) + "\n").encode()


@pytest.fixture(scope="module")
def real() -> Table:
    return read_table(written("Age (years),ward,ill,visits"))


def text(header: str, columns: tuple[int, ...] = (0, 1, 2, 3)) -> Text:
    return read_text(written(header, columns))


def test_equal_names_match_whatever_their_order(real: Table) -> None:
    found = propose(real, text("visits,ill,ward,Age (years)", (3, 2, 1, 0)))
    assert found.columns == {name: name for name in real.schema.names}
    assert (found.missing, found.extra, found.notes) == ((), (), ())


def test_names_are_the_same_but_for_capitals_spaces_and_punctuation(real: Table) -> None:
    found = propose(real, text("AGE_YEARS,Ward ,ill,visits"))
    assert found.columns["AGE_YEARS"] == "Age (years)"
    assert "capitals" in next(match.reason for match in found.matches if match.theirs == "AGE_YEARS")


def test_two_that_could_be_meant_are_left_to_the_steward(real: Table) -> None:
    found = propose(real, text("age years,AGE-YEARS,ill,visits", (3, 3, 2, 3)))
    assert "Age (years)" in found.missing
    assert {"age years", "AGE-YEARS"} <= set(found.extra)


def test_columns_of_other_names_are_known_by_their_values(real: Table) -> None:
    found = propose(real, text("v1,v2,v3,v4"))
    assert found.columns == dict(zip(["v1", "v2", "v3", "v4"], real.schema.names, strict=True))
    assert all("alike" in match.reason for match in found.matches)


def test_what_is_extra_or_missing_is_named(real: Table) -> None:
    content = b"ward,colour\n" + b"".join(b"east,c%d\n" % (row % 50) for row in range(100))
    found = propose(real, read_text(content))
    assert found.columns == {"ward": "ward"}
    assert found.missing == ("Age (years)", "ill", "visits")
    assert found.extra == ("colour",)


def test_another_kind_is_said(real: Table) -> None:
    found = propose(real, text("ward,Age (years),ill,visits"))  # the first two change places
    assert any(note.startswith("'ward' looks like a number there and is a category here") for note in found.notes)


def test_a_steward_s_word_comes_first(real: Table) -> None:
    found = propose(real, text("Age (years),ward,ill,visits"), {"visits": "Age (years)", "Age (years)": None})
    assert found.columns["visits"] == "Age (years)"
    assert "Age (years)" in found.extra
    assert "visits" in found.missing


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"floor": "ward"}, "other table has no column 'floor'"),
        ({"ward": "floor"}, "real table has no column 'floor'"),
        ({"ward": "ill", "visits": "ill"}, "Two columns are taken for 'ill'"),
    ],
)
def test_corrections_that_cannot_be(real: Table, columns: dict[str, str | None], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        propose(real, text("Age (years),ward,ill,visits"), columns)


def test_an_empty_column_looks_like_nothing(real: Table) -> None:
    empty = b"Age (years),ward,ill,visits\n" + b",east,yes,1\n,west,no,2\n" * 50
    assert not [note for note in propose(real, read_text(empty)).notes if "Age" in note]
    assert not propose(real, read_text(b"Age (years),ward,ill,visits\n")).notes
