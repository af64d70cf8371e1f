"""Delimiter, quote, escape and decimal sign, told from a file's beginning."""

from __future__ import annotations

import time
from typing import Any

import pytest

from synth.errors import ReadError
from synth.prepare import read_text
from synth.prepare.dialect import cell_type, detect_decimal, detect_spelling


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", " ", ":"])
def test_each_delimiter(delimiter: str) -> None:
    rows = [["id", "height", "weight"], *([str(n), f"{1.5 + n / 100:.2f}", str(60 + n)] for n in range(20))]
    sample = "\n".join(map(delimiter.join, rows))
    assert detect_spelling(sample).delimiter == delimiter


def test_decimal_commas_do_not_part_cells() -> None:
    sample = "a;b;c\n" + "1,5;2,25;x\n2,5;3,75;y\n" * 5
    assert detect_spelling(sample).delimiter == ";"


def test_times_do_not_part_cells() -> None:
    assert detect_spelling("start,end\n" + "12:30:00,13:45:10\n" * 5).delimiter == ","
    assert detect_spelling("start\n" + "12:30:00\n13:45:10\n" * 5).delimiter != ":"


def test_prose_is_not_parted_at_its_blanks() -> None:
    text = read_text(b"remark\nall was well\nit went down\nnothing to say\n")
    assert text.frame.shape == (3, 1)


def test_commas_inside_quotes() -> None:
    spelling = detect_spelling('name;note\n"a, b";"c, d"\n"e, f";"g, h"\n')
    assert (spelling.delimiter, spelling.quote) == (";", '"')


def test_single_quotes_only_where_they_stand_around_cells() -> None:
    assert detect_spelling("1,'a b','c'\n2,'d','e, f'\n3,'g','h'\n").quote == "'"
    assert detect_spelling("1,O'Hara,it's\n2,D'Arcy,isn't\n").quote == '"'


def test_a_backslash_before_a_quote() -> None:
    text = read_text(b'id,say\n1,"he \\"said\\" so"\n2,"and ""again"""\n3,plain\n')
    assert text.frame["say"].tolist() == ['he "said" so', 'and "again"', "plain"]
    assert text.reading.dialect.escape == "\\"


def test_backslashes_without_need_stay() -> None:
    text = read_text(b'id,path\n1,"C:\\dir\\"\n2,\\N\n')
    assert text.frame["path"].tolist() == ["C:\\dir\\", "\\N"]
    assert text.reading.dialect.escape == ""


def test_the_blank_behind_every_delimiter_goes_and_others_stay() -> None:
    everywhere = read_text(b"39, State-gov, 7\n50, Private, 8\n38, ?, 9\n")
    assert everywhere.frame["column_2"].tolist() == ["State-gov", "Private", "?"]
    assert any("blank behind each delimiter" in note for note in everywhere.reading.notes)
    somewhere = read_text(b"a,b\n1, x\n2,y\n3,z\n")
    assert somewhere.frame["b"].tolist() == [" x", "y", "z"]


def test_quotes_behind_a_blank() -> None:
    text = read_text(b'date, amount, place\n2011-01-01, "6,000", Galway\n2011-01-02, "7,000",Cork\n')
    assert text.frame["amount"].tolist() == ["6,000", "7,000"]


@pytest.mark.parametrize(
    ("cells", "sign"),
    [(["1,5", "2,25"], ","), (["1.5", "2.25"], "."), (["1,234", "5,678"], "."), (["1.234,5"], ","), (["x", "7"], ".")],
)
def test_decimal_sign(cells: list[str], sign: str) -> None:
    assert detect_decimal([cells]) == sign


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" 12 ", "number"), ("1,234.50", "number"), ("€ 5", "number"), ("4000.00,0.0066", "other"), ("", "empty"),
        ("n/a", "empty"), ("2020-02-01T12:00:00Z", "date"), ("12:30", "date"), ("Mar-18", "date"), ("Yes", "boolean"),
        ("New York", "words"), ("a@b.org", "address"), ("red, blue!", "words"), ("a;b", "other"),
    ],
)  # fmt: skip
def test_cell_type(cell: str, expected: str) -> None:
    assert cell_type(cell) == expected


def test_wishes_are_followed() -> None:
    text = read_text(b"a,b;c\n#x;y#;2,3\n", delimiter=";", quote="#", decimal=",")
    assert text.frame.to_dict("list") == {"a,b": ["x;y"], "c": ["2,3"]}
    assert (text.reading.dialect.quote, text.reading.dialect.decimal) == ("#", ",")
    assert read_text(b'a,b\n"x,y\n', quote="").frame.to_dict("list") == {"a": ['"x'], "b": ["y"]}


@pytest.mark.parametrize(
    "wish", [{"delimiter": ",,"}, {"quote": "##"}, {"decimal": "x"}, {"delimiter": "#", "quote": "#"}]
)
def test_wishes_that_cannot_be_followed(wish: dict[str, Any]) -> None:
    with pytest.raises(ReadError):
        read_text(b"a,b\n1,2\n", **wish)


def test_a_large_file_is_sniffed_from_a_sample() -> None:
    row = ",".join(["some words; with, marks | in | them"] * 40)
    content = ("\n".join([row] * 4000)).encode()
    started = time.process_time()
    detect_spelling(content[: 64 * 1024].decode())
    assert time.process_time() - started < 3
