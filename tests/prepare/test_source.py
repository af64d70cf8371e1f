"""What is refused before it is read, and what a .csv.gz may unpack to."""

from __future__ import annotations

import gzip
import io
import pickle
import resource
import zipfile
from pathlib import Path

import pytest

from synth.errors import ReadError
from synth.prepare import read_text
from synth.prepare.source import FREE_EXPANSION, open_source


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "empty file"),
        (b"\n\n \r\n", "nothing but blank lines"),
        (gzip.compress(b"a,b\n1,2\n"), "compressed with gzip"),
        (_zip(), "spreadsheet or a zip archive"),
        (b"PAR1....PAR1", "Parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
        (pickle.dumps({"a": 1}), "pickle"),
        (b"<!DOCTYPE html><html><body>a,b</body></html>", "web page"),
        (b'{\n  "a": [1, 2]\n}', "JSON"),
        (bytes(range(32)) * 20, "binary"),
    ],
    ids=["empty", "blank", "gzip", "zip", "parquet", "excel", "pickle", "html", "json", "binary"],
)
def test_what_is_no_table_is_refused_in_one_clear_sentence(content: bytes, named: str) -> None:
    with pytest.raises(ReadError, match=named) as refused:
        read_text(content, name="table.csv")
    assert "'table.csv'" in str(refused.value)


def test_a_pickle_is_refused_by_its_name_too() -> None:
    with pytest.raises(ReadError, match="never opened"):
        read_text(b"a,b\n1,2\n", name="model.pkl")


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(ReadError, match=r"'gone\.csv' cannot be opened: No such file"):
        read_text(Path("gone.csv"))


def test_a_csv_gz_is_unpacked_even_in_several_members() -> None:
    packed = gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n")
    assert read_text(packed, name="t.csv.gz").frame["a"].tolist() == ["1", "3"]


def test_the_hash_is_that_of_the_file_as_it_lies() -> None:
    packed = gzip.compress(b"a,b\n1,2\n", mtime=0)
    assert open_source(packed, "t.csv.gz").sha256 != open_source(b"a,b\n1,2\n", "t.csv").sha256


def test_a_damaged_or_cut_csv_gz_is_refused() -> None:
    packed = gzip.compress(b"a,b\n" + b"1,2\n" * 1000)
    with pytest.raises(ReadError, match="ends in the middle"):
        read_text(packed[:-20], name="t.csv.gz")
    with pytest.raises(ReadError, match="damaged"):
        read_text(packed[:12] + b"\xff" * 8 + packed[20:], name="t.csv.gz")


def test_a_bomb_is_refused_before_it_fills_memory() -> None:
    bomb = gzip.compress(b"1,2,3,4\n" * (FREE_EXPANSION // 4))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ReadError, match="unpacks to more than"):
        read_text(bomb, name="bomb.csv.gz")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000
