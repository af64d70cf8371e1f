"""A table written whole or not at all, and harmless in a spreadsheet."""

from __future__ import annotations

import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.errors import WorkspaceError
from synth.prepare import Column, Schema, Table, read_text, write_table
from synth.prepare.write import neutral, restored, starts_formula


def _table(**columns: Sequence[str | None]) -> Table:
    schema = Schema(columns=tuple(Column(name=name, kind="category") for name in columns))
    return Table(pd.DataFrame(columns, dtype=object), schema)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "+44 20 7946 0000", "-"],
)
def test_what_starts_a_formula(cell: str) -> None:
    assert starts_formula(cell)


@pytest.mark.parametrize("cell", ["-5", "+5", "-1.5e3", "5", "a=1", "'=1+1", "|calc", "%0A=1+1", "", "x@y.org"])
def test_what_does_not(cell: str) -> None:
    assert not starts_formula(cell)


def test_text_cells_and_headers_are_neutralised_and_counted(tmp_path: Path) -> None:
    table = _table(**{"=name": ["=1+1", "-5", "ok", "=1+1"], "note": ["a", "b", "c", "d"]})
    path = tmp_path / "made.csv"
    assert write_table(table, path) == {"=name": 3}
    assert path.read_text() == "'=name,note\n'=1+1,a\n-5,b\nok,c\n'=1+1,d\n"
    assert table.frame["=name"].tolist() == ["=1+1", "-5", "ok", "=1+1"]


@given(st.text(alphabet="'=+-@\t\r＝1a ", max_size=6))
def test_what_is_neutralised_can_be_told_and_undone(cell: str) -> None:
    assert not starts_formula(neutral(cell))
    assert restored(neutral(cell)) == cell


def test_booleans_are_text_and_a_missing_cell_keeps_its_spelling(tmp_path: Path) -> None:
    schema = Schema(columns=(Column(name="rh", kind="boolean", true="+", false="-", nulls=("-x",)),))
    table = Table(pd.DataFrame({"rh": pd.array([True, False, None], dtype="boolean")}), schema)
    assert write_table(table, tmp_path / "made.csv") == {"rh": 2}
    assert (tmp_path / "made.csv").read_text() == "rh\n'+\n'-\n-x\n"


def test_numbers_are_never_touched(tmp_path: Path) -> None:
    schema = Schema(columns=(Column(name="n", kind="number", decimals=0, nulls=("-",)),))
    table = Table(pd.DataFrame({"n": [-5.0, None]}, dtype="float64"), schema)
    assert write_table(table, tmp_path / "made.csv") == {}
    assert (tmp_path / "made.csv").read_text() == "n\n-5\n-\n"


def test_raw_on_demand(tmp_path: Path) -> None:
    assert write_table(_table(a=["=1+1"]), tmp_path / "raw.csv", neutralise=False) == {}
    assert (tmp_path / "raw.csv").read_text() == "a\n=1+1\n"


def test_rows_of_missing_cells_stay_rows(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    write_table(_table(a=["x", None, None], b=["y", None, "z"]), path)
    assert read_text(path).frame.to_numpy().tolist() == [["x", "y"], ["", ""], ["", "z"]]
    write_table(_table(a=["x", None, "y"]), path)
    assert read_text(path).frame["a"].tolist() == ["x", "", "y"]


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufdd0"), min_size=1, max_size=6),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, str | None]]
) -> None:
    table = _table(one=[row[0] for row in rows], two=[row[1] for row in rows])
    path = tmp_path_factory.mktemp("written") / "made.csv"
    write_table(table, path, neutralise=False)
    padding = b"x,y\n" * 100  # enough ordinary text that controls in a few cells do not make it look binary
    content = path.read_bytes() + padding
    text = read_text(content, delimiter=",", quote='"', header=1, skip=0, encoding="utf-8")
    expected = [[cell or "" for cell in row] for row in rows] + [["x", "y"]] * 100
    assert text.frame.to_numpy().tolist() == [row for row in expected if row != ["one", "two"]]


@contextmanager
def _little_room(bytes_left: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text("old\n")
    with _little_room(1000), pytest.raises(WorkspaceError, match=r"'made\.csv' cannot be written"):
        write_table(_table(a=["x" * 10_000]), path)
    assert path.read_text() == "old\n"
    assert [each.name for each in tmp_path.iterdir()] == ["made.csv"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="No such file or directory"):
        write_table(_table(a=["x"]), tmp_path / "nowhere" / "made.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(WorkspaceError, match="directory"):
        write_table(_table(a=["x"]), tmp_path / "folder.csv")
    assert [each.name for each in tmp_path.iterdir()] == ["folder.csv"]
