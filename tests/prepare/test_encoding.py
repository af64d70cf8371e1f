"""How bytes become characters, and that the guess is stated."""

from __future__ import annotations

import codecs

import pytest

from synth.errors import ReadError
from synth.prepare import read_text

GERMAN = "id;name;price\n1;Müller;5,20 €\n2;Groß;1,10 €\n3;“Café” – Zoë;0,99 €\n"


@pytest.mark.parametrize(
    ("content", "codec"),
    [
        (GERMAN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + GERMAN.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + GERMAN.encode("utf-32-le"), "utf-32-le"),
        (GERMAN.encode("utf-16-le"), "utf-16-le"),
        (GERMAN.encode("utf-16-be"), "utf-16-be"),
        (GERMAN.encode("cp1252"), "cp1252"),
    ],
    ids=["utf-8", "bom", "utf-16-le bom", "utf-16-be bom", "utf-32-le bom", "utf-16-le", "utf-16-be", "cp1252"],
)
def test_the_same_table_in_any_encoding(content: bytes, codec: str) -> None:
    text = read_text(content)
    assert text.frame["name"].tolist() == ["Müller", "Groß", "“Café” – Zoë"]
    assert list(text.frame.columns) == ["id", "name", "price"]
    assert text.reading.dialect.encoding == codec
    assert (codec == "utf-8" and not content.startswith(codecs.BOM_UTF8)) == (text.reading.notes == ())


def test_other_alphabets_are_a_guess_that_is_stated() -> None:
    russian = "город,население\n" + "Москва,13010112\nСанкт-Петербург,5601911\nНовосибирск,1633595\n" * 5
    text = read_text(russian.encode("cp1251"))
    assert text.frame.columns[0] == "город"
    assert "cp1251, a guess" in text.reading.notes[0]


def test_bytes_that_are_no_utf8_are_replaced_and_counted() -> None:
    content = "id,name\n1,Zoë\n2,Łukasz\n3,".encode() + b"\xff\xfe" + b"\n4,x\n"
    text = read_text(content)
    assert text.frame["name"].tolist() == ["Zoë", "Łukasz", "\ufffd\ufffd", "x"]
    assert "2 misfits, the first on line 4" in text.reading.notes[0]


def test_a_mark_does_not_hide_damage_behind_it() -> None:
    text = read_text(codecs.BOM_UTF8 + b"a,b\n1,\xff\n")
    assert text.frame["b"].tolist() == ["\ufffd"]
    assert any("1 misfit" in note for note in text.reading.notes)
    cut = (codecs.BOM_UTF16_LE + "a,b\n1,2\n".encode("utf-16-le"))[:-1]
    assert read_text(cut).reading.rows_in_file == 1


def test_a_wish_is_followed_or_refused() -> None:
    assert read_text("a,b\n1,é\n".encode("latin-1"), encoding="latin-1").frame["b"].tolist() == ["é"]
    assert read_text(codecs.BOM_UTF16_LE + "a,b\n1,é\n".encode("utf-16-le"), encoding="utf-16").frame["b"][0] == "é"
    with pytest.raises(ReadError, match="is not in utf-8: line 2 holds a byte"):
        read_text("a,b\n1,é\n".encode("latin-1"), encoding="utf-8")
    for unknown in ("klingon", "hex", "undefined"):
        with pytest.raises(ReadError, match="no encoding called"):
            read_text(b"a,b\n1,2\n", encoding=unknown)


def test_zero_bytes_stay_in_their_cells() -> None:
    text = read_text(b"id,name\n1,a\0b\n2,c\n")
    assert text.frame["name"].tolist() == ["a\0b", "c"]
    assert "1 zero byte" in text.reading.notes[0]


def test_lost_quotes_of_an_earlier_conversion_are_noted() -> None:
    text = read_text("a,b\n1,\x93quoted\x94\n".encode())
    assert "U+0080 to U+009F" in text.reading.notes[0]
