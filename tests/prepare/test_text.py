"""Every row accounted for, every cell as it is spelled."""

from __future__ import annotations

import csv
import io
import resource
import time
from contextlib import suppress
from encodings.aliases import aliases
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.errors import ReadError
from synth.prepare import Text, read_text
from synth.prepare.text import MAX_COLUMNS


def _accounted(text: Text) -> bool:
    reading = text.reading
    return (
        reading.loaded == len(text.frame)
        and reading.rows_in_file == reading.loaded + len(reading.rejected) + reading.blank
    )


def test_ragged_rows_are_rejected_by_line() -> None:
    text = read_text(b"id,name,age\n1,a,3\n2,b\n3,c,5,EXTRA\n4,d,6\n")
    assert text.frame["id"].tolist() == ["1", "4"]
    assert [(reject.line, reject.why) for reject in text.reading.rejected] == [
        (3, "2 cells instead of 3"),
        (4, "4 cells instead of 3"),
    ]
    assert _accounted(text) and text.reading.rows_in_file == 4


def test_no_cell_of_a_rejected_row_is_told() -> None:
    text = read_text(b"id,name\n1,a\n2,secret,extra\n")
    assert "secret" not in text.reading.model_dump_json()


def test_blank_lines_are_counted() -> None:
    text = read_text(b"a,b\n1,2\n\n,\n  \n3,4\n\n")
    assert (text.reading.loaded, text.reading.blank) == (2, 4)
    assert _accounted(text)


def test_a_row_of_quoted_empty_cells_is_a_row() -> None:
    text = read_text(b'a,b\n1,2\n"",\n')
    assert text.frame.to_numpy().tolist() == [["1", "2"], ["", ""]]


def test_line_numbers_count_the_lines_inside_cells() -> None:
    text = read_text(b'a,b\n1,"x\ny\nz"\n2\n3,w\n')
    assert text.frame["b"].tolist() == ["x\ny\nz", "w"]
    assert text.reading.rejected[0].line == 5


def test_a_footer_is_rejected() -> None:
    text = read_text(b"a;b;c\n1;2;3\n4;5;6\nTotal;2\n")
    assert [reject.line for reject in text.reading.rejected] == [4]


def test_a_header_met_again_is_rejected() -> None:
    text = read_text(b"id,name\n1,a\nid,name\n2,b\n")
    assert text.frame["id"].tolist() == ["1", "2"]
    assert text.reading.rejected[0].why == "the header once more"


def test_bad_quotes_on_one_line_cost_that_line_only() -> None:
    text = read_text(b'a,b\n1,"Hey, I missed " it"\n2,ok\n')
    assert text.frame.to_numpy().tolist() == [["2", "ok"]]
    assert (text.reading.rejected[0].line, _accounted(text)) == (2, True)


def test_a_quote_in_the_middle_of_a_cell_is_text() -> None:
    assert read_text(b'a,b\n1,This "quote" is text\n').frame["b"][0] == 'This "quote" is text'


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'a,b\n1,"open\n2,x\n3,y\n', 2),
        (b'a,b\n1,x\n2,"open\n3,"y"\n4,z\n', 3),
        (b'id,t\n1,"' + b"x,y\n" * 500_000, 2),
    ],
    ids=["swallows the rest", "closed by another", "2 MB"],
)
def test_an_unclosed_quote_names_its_line_soon(content: bytes, line: int) -> None:
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(ReadError, match=rf"opens on line {line} is never closed"):
        read_text(content)
    assert time.process_time() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str) -> None:
    text = read_text(ending.join(["a,b", "1,x", "2,y", ""]).encode())
    assert text.frame.to_numpy().tolist() == [["1", "x"], ["2", "y"]]
    assert text.reading.blank == 0


def test_a_carriage_return_inside_a_cell_stays() -> None:
    text = read_text(b"id,note\n1,x\ry\n2,z\n")
    assert text.frame["note"].tolist() == ["x\ry", "z"]


def test_header_only_and_one_row() -> None:
    assert read_text(b"id,name,age\n").frame.shape == (0, 3)
    assert read_text(b"id,name,age\n1,a,3").frame.shape == (1, 3)


def test_a_long_cell_and_a_long_header() -> None:
    assert len(read_text(b"id,t\n1," + b"x" * 1_000_000 + b"\n2,y\n").frame["t"][0]) == 1_000_000


def test_too_many_columns_get_one_clear_answer() -> None:
    wide = ",".join(f"c{number}" for number in range(20_000))
    row = ",".join(["1"] * 20_000)
    with pytest.raises(ReadError, match=f"20,000 columns; the limit is {MAX_COLUMNS:,}"):
        read_text(f"{wide}\n{row}\n{row}\n".encode())


def test_a_wrongly_read_file_does_not_pile_up_rejects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.prepare.rows.MAX_REJECTED", 100)
    with pytest.raises(ReadError, match="Check the delimiter"):
        read_text(b"a,b\n" + b"1,2\n" * 150 + b"1\n" * 101)


def test_a_forced_header_and_skip() -> None:
    text = read_text(b"title\na,b\n1,2\n", skip=1, header=1)
    assert list(text.frame.columns) == ["a", "b"]
    text = read_text(b"a,b\n1,2\n", header=0)
    assert text.frame.to_numpy().tolist() == [["a", "b"], ["1", "2"]]


def test_line_breaks_above_the_table_are_lines_too() -> None:
    text = read_text(b'"Report\nof\n2020",,\nid,age,sex\n1,30,f\n2,40\n3,50,m\n')
    assert (text.reading.dialect.skip, text.frame["age"].tolist()) == (3, ["30", "50"])
    assert text.reading.rejected[0].line == 6
    assert read_text(b'"Report\nof\n2020",,\nid,age,sex\n1,30,f\n', skip=3).frame["age"].tolist() == ["30"]


def test_a_delimiter_that_the_file_declares() -> None:
    text = read_text(b"sep=;\r\na;b\r\nx, y;1,5\r\n")
    assert text.frame.to_dict("list") == {"a": ["x, y"], "b": ["1,5"]}
    assert text.reading.dialect.skip == 1


def test_nothing_below_the_lines_passed_over() -> None:
    with pytest.raises(ReadError, match="left below the 5 lines to skip"):
        read_text(b"a,b\n1,2\n", skip=5)


def test_more_lines_passed_over_than_are_looked_at_for_the_dialect() -> None:
    content = b"above\n" * 20_000 + b"a;b\n1;2\n3;4\n"
    assert read_text(content, skip=20_000).frame.to_dict("list") == {"a": ["1", "3"], "b": ["2", "4"]}


@settings(max_examples=150, deadline=None)
@given(
    content=st.sampled_from([b"a,b\n1,2\n3,4\n", b"x" * 200_000 + b",b\n1,2\n3,4\n", b'a\n"1\n2\n', b"\xff\xfe,\n"]),
    header=st.none() | st.integers(0, 20),
    skip=st.none() | st.integers(0, 5),
    delimiter=st.none() | st.sampled_from([",", ";", " "]),
    quote=st.none() | st.sampled_from(["", '"', "'"]),
    encoding=st.none() | st.sampled_from(sorted({*aliases.values(), "idna", "punycode", "undefined", "no such"})),
)
def test_any_dialect_is_read_or_refused_in_words(content: bytes, **dialect: Any) -> None:
    with suppress(ReadError):
        reading = read_text(content, **dialect).reading
        assert reading.rows_in_file == reading.loaded + len(reading.rejected) + reading.blank


def test_a_cell_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.prepare.dialect.MAX_CELL", 1000)
    with pytest.raises(ReadError, match="cell on line 2 has more than 1,000 characters"):
        read_text(b"a,b\n1," + b"x" * 2000 + b"\n")


def test_row_names_as_r_writes_them() -> None:
    text = read_text(b'"mpg","cyl"\n"Mazda",21,6\n"Fiat",32,4\n"Volvo",21,4\n')
    assert list(text.frame.columns) == ["column_1", "mpg", "cyl"]


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t", exclude_characters="\ufdd0\ufeff"),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_quoted_cells_come_back_as_they_were(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["one", "two", "three"], *rows])
    text = read_text(stream.getvalue().encode(), delimiter=",", quote='"', header=1, skip=0, encoding="utf-8")
    expected = [row for row in rows if row != ["one", "two", "three"]]
    assert text.frame.to_numpy().tolist() == expected
    assert _accounted(text)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_one_clear_error(content: bytes) -> None:
    try:
        text = read_text(content)
    except ReadError as refused:
        assert str(refused)
    else:
        assert _accounted(text)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab1,;\"\n\r\t \\'."), max_size=60))
def test_any_text_gives_a_table_or_one_clear_error(content: str) -> None:
    try:
        text = read_text(content.encode())
    except ReadError as refused:
        assert str(refused)
    else:
        assert _accounted(text)
