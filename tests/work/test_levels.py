"""Which of another file's values are ours, spelled in another way: answers known by looking."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from synth.judge import compare
from synth.prepare import Table, read_table, read_text
from synth.work.levels import core, same_levels
from synth.work.mapping import propose
from synth.work.tables import typed_like


def written(levels: Sequence[str], name: str = "code") -> bytes:
    return "".join(
        [f"{name},pay\n", *(f"{levels[row % len(levels)]},{row * 37 % 900}\n" for row in range(120))]
    ).encode()


def read(real: Sequence[str], theirs: Sequence[str], name: str = "code") -> Table:
    """Their table as it is judged."""
    ours, text = read_table(written(real)), read_text(written(theirs, name))
    mapping = propose(ours, text)
    return typed_like(text, ours.schema, {}, mapping.columns, mapping.levels)


@pytest.mark.parametrize(
    ("real", "theirs"),
    [
        (("1", "2", "3"), ("1.0", "2.0", "3.0")),
        (("1.0", "2.0", "3.0"), ("1", "2", "3")),
        (("1", "0"), ("True", "False")),
        (("1", "0"), ("1.0", "0.0")),
        (("01", "02", "10"), ("1", "2", "10")),
        (("1", "2", "10"), ("01", "02", "10")),
        (("east", "north west"), ("east ", "North  West")),
        (("é", "ö"), ("e\u0301", "o\u0308")),
    ],
)
def test_a_level_that_is_plainly_ours_is_read_as_ours(real: Sequence[str], theirs: Sequence[str]) -> None:
    made = read(real, theirs)
    assert made.frame["code"].tolist() == read_table(written(real)).frame["code"].tolist()
    differ = sum(120 // len(real) for one, other in zip(real, theirs, strict=True) if one != other)
    assert made.reading.respelled == {"code": differ}


@pytest.mark.parametrize(
    ("real", "theirs"),
    [
        (("1", "01", "2"), ("1.0", "01", "2")),  # 1.0 could be 1 or 01
        (("m", "M", "f"), ("M ", "m", "f")),
        (("1", "2", "3"), ("True", "2", "3")),  # no truth, but codes
        (("1", "2", "3"), ("1.5", "2", "3")),
        (("east", "west"), ("eastern", "west")),
        (("yes", "no", "so"), ("y", "no", "so")),
    ],
)
def test_what_could_be_another_level_is_left_alone(real: Sequence[str], theirs: Sequence[str]) -> None:
    made = read(real, theirs)
    assert made.frame["code"].tolist()[0] == theirs[0]
    assert not made.reading.respelled


def test_a_level_of_ours_is_never_read_as_another() -> None:
    ours = read_table(written(("1", "1.0", "2")))
    assert same_levels(ours, ours.schema["code"], ["1", "1.0", "2", "2.0"]) == {"2.0": "2"}


def test_a_word_for_missing_there_is_missing_here_unless_it_is_a_level_of_ours() -> None:
    assert read(("a", "b", ""), ("a", "b", "nan")).frame["code"].tolist()[2] is None
    ours = read_table(written(("a", "b", "c")))
    assert same_levels(ours, ours.schema["code"], ["C ", "nan"], ["C ", "nan"]) == {"C ": "c", "nan": ""}


@pytest.mark.parametrize(
    ("level", "left"),
    [("007.50", "7.5"), ("0", "0"), ("000", "0"), ("+1.", "+1."), ("-01.0", "-1"), (" A  b ", "a b"), ("1e3", "1e3")],
)
def test_the_core_of_a_level(level: str, left: str) -> None:
    assert core(level) == left


def test_columns_of_another_name_are_known_by_values_that_are_spelled_otherwise() -> None:
    made = read(("1", "2", "3"), ("1.0", "2.0", "3.0"), "kind_of_ward")
    assert made.schema.names == ["code", "pay"]
    assert made.frame["code"].tolist()[:3] == ["1", "2", "3"]
    assert made.reading.respelled == {"code": 120}


def test_what_was_taken_for_what_is_said_without_a_rare_level() -> None:
    found = propose(read_table(written(("1", "2", "2"))), read_text(written(("1.0", "2.0", "2.0"))))
    assert found.notes == (
        "Some values of one column are spelled otherwise there and are read as ours, such as '2.0' for '2' in 'code'.",
    )
    rare = ("east",) * 59 + ("west",) * 60 + ("nowhere",)
    found = propose(read_table(written(rare)), read_text(written((*rare[:-1], "NOWHERE"))))
    assert found.levels == {"code": {"NOWHERE": "nowhere"}}
    assert found.notes == ("Some values of one column are spelled otherwise there and are read as ours.",)


def test_the_report_says_it_and_does_not_count_them_as_unseen() -> None:
    real = read_table(written(("1", "2", "3")))
    report = compare(real, read(("1", "2", "3"), ("1.0", "2.0", "3.0")))
    assert any("120 cells of 'code' are spelled in another way" in note for note in report.notes)
    shape = next(score for score in report.scores if score.measure == "shape" and score.subject == ("code",))
    assert shape.value == pytest.approx(1)
