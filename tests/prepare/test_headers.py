"""Column names fit to be used."""

from __future__ import annotations

from synth.prepare.headers import MAX_NAME, name_columns


def test_good_names_stay_without_a_note() -> None:
    assert name_columns([["id", "Größe (cm)", "a/b"]], 3) == (["id", "Größe (cm)", "a/b"], [])


def test_doubled_and_empty_names() -> None:
    names, notes = name_columns([["id", "", "id", "id_2", " "]], 5)
    assert names == ["id", "column_2", "id_3", "id_2", "column_5"]
    assert len(notes) == 3


def test_an_invented_name_is_not_doubled_either() -> None:
    assert name_columns([["column_2", ""]], 2)[0] == ["column_2", "column_2_2"]


def test_characters_that_do_not_show_are_taken_out_with_a_note() -> None:
    names, notes = name_columns([["safe\u202etxet", "\u200bzero", "\ufeffid"]], 3)
    assert names == ["safetxet", "zero", "id"]
    assert "U+202E" in notes[0] and "U+200B" in notes[1] and "U+FEFF" in notes[2]


def test_names_that_look_the_same_are_told_apart() -> None:
    assert name_columns([["e\u0301", "\u00e9"]], 2)[0] == ["é", "é_2"]


def test_line_breaks_and_long_names() -> None:
    names, notes = name_columns([["two\nlines", "x" * 1000]], 2)
    assert names == ["two lines", "x" * MAX_NAME]
    assert len(notes) == 1


def test_lines_are_joined_and_a_group_names_all_its_columns() -> None:
    lines = [["Date", "Travel", "", "Total"], ["", "Air", "Rail", ""]]
    assert name_columns(lines, 4)[0] == ["Date", "Travel Air", "Travel Rail", "Total"]


def test_no_header_and_a_short_one() -> None:
    assert name_columns([], 2) == (["column_1", "column_2"], [])
    assert name_columns([["a", "b"]], 3)[0] == ["a", "b", "column_3"]
    assert name_columns([["a", "b"]], 3, extra_first=True)[0] == ["column_1", "a", "b"]
