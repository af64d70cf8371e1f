"""Real and hostile files beside the checkout: each as its reference has it, or a deviation named with its reason."""

from __future__ import annotations

import csv
import json
import resource
import time
from pathlib import Path

import pytest

from synth.errors import ReadError
from synth.prepare import infer_schema, read_table, read_text, spell_cells, type_cells, write_table
from synth.prepare.write import starts_formula
from tests.shared_files import shared

pytestmark = pytest.mark.shared

# Open data: the table has other rows or columns than its reference, and why.
SEVERAL_TABLES = "several tables on one page; the reference drops their titles, or lets rows differ in length"
SHAPE_DEVIATES = {
    "20170320-ePC_Data-Travel-Stationery.csv": SEVERAL_TABLES,
    "Auto_Tone_sub315_day1.csv": "the reference takes the first of 280 rows for a header, which the file has not",
    "S30out.csv": SEVERAL_TABLES,
    "W44out.csv": SEVERAL_TABLES,
    "mos-oct-dec-2014.csv": SEVERAL_TABLES,
    "permanent_secretary_and_director_general_expenses_and_hospitality_april_to_june_2012.csv": SEVERAL_TABLES,
}
# Open data: of the right shape, but some cells differ from the reference.
LOST_QUOTES = "quotes lost before the file was published are guessed at in the reference; here they stay as they are"
CELLS_DEVIATE = {
    "HMRC_spending_over_25000_for_September_2018.csv": LOST_QUOTES,
    "ministers-overseas-travel-jan-mar-2013.csv": LOST_QUOTES,
    "nati-clin-audi-bowe-canc-2017-tran-main-fiel-list.csv": LOST_QUOTES,
}
# RFC 4180 cases.
RFC_DEVIATES = {
    "all-empty": "a file of nothing but line ends is refused as empty",
    "empty-one-column": "a blank line is counted as blank, even in a file of one column",
}
REFUSED = {
    "s_empty.csv": "empty file", "s_newlines_only.csv": "empty file", "s_unclosed_quote_2mb.csv": "line 2",
    "z_gz_bomb_200mb.csv.gz": "unpacks to more", "z_zipslip.zip": "zip archive", "z_parquet_named_csv.csv": "Parquet",
    "z_html_named_csv.csv": "web page", "p_model.pkl": "pickle",
}  # fmt: skip
DATA = {
    "adult_train.csv": (32561, 15), "adult_test.csv": (16281, 15), "airbnb_nyc.csv.gz": (48895, 11),
    "credit_default.csv.gz": (30000, 24), "flights.csv.gz": (336776, 19), "heart303.csv": (303, 10),
    "loans.csv": (10000, 56), "magic04.csv": (19020, 11), "nonvoters_wide.csv": (5836, 119),
    "online_shoppers.csv.gz": (12330, 18), "penguins.csv": (344, 7), "taxis.csv": (6433, 14),
}  # fmt: skip


def _index() -> list[dict[str, str]]:
    with shared("messy", "INDEX.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _cells(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in rows]


def test_open_data_is_read_as_its_clean_version() -> None:
    folder = shared("messy")
    entries = [entry for entry in _index() if entry["path"].startswith("open_data/csv")]
    wrong_shape, wrong_cells = set(), set()
    for entry in entries:
        text = read_text(folder / entry["path"])
        name = Path(entry["path"]).name
        if text.frame.shape != (int(entry["expected_rows"]), int(entry["expected_cols"])):
            wrong_shape.add(name)
            continue
        with (folder / entry["reference_or_expectation"]).open(encoding="utf-8", newline="") as stream:
            clean = [row for row in csv.reader(stream) if row][1:]
        if _cells(text.frame.to_numpy().tolist()) != _cells(clean):
            wrong_cells.add(name)
    right = len(entries) - len(wrong_shape)
    print(f"\nopen data: rows and columns right {right} of {len(entries)}, every cell {right - len(wrong_cells)}")
    assert wrong_shape == set(SHAPE_DEVIATES)
    assert wrong_cells == set(CELLS_DEVIATE)


@pytest.mark.parametrize("crlf", [False, True])
def test_csv_spectrum(crlf: bool) -> None:
    folder = shared("messy", "csv_spectrum")
    for path in sorted((folder / "csvs").glob("*.csv")):
        if path.stem.endswith("_crlf") != crlf:
            continue
        content = path.read_bytes()
        expected = json.loads((folder / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
        if crlf:
            content = content.replace(b"\n", b"\r\n")
            expected = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in expected]
        rows = read_text(content).frame.to_dict("records")
        assert [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in rows] == expected, path.name


def test_sineemore() -> None:
    folder = shared("messy", "sineemore")
    for path in sorted((folder / "json").glob("*.json")):
        if path.stem in RFC_DEVIATES:
            continue
        expected = json.loads(path.read_text(encoding="utf-8"))
        with_header = path.stem.startswith("header")
        content = (folder / "csv" / f"{path.stem}.csv").read_bytes()
        frame = read_text(content, header=int(with_header), delimiter=",", quote='"').frame
        assert (frame.to_dict("records") if with_header else frame.to_numpy().tolist()) == expected, path.stem


def test_made_files_as_expected() -> None:
    folder = shared("messy", "made")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for entry in _index():
        path = shared("messy") / entry["path"]
        if path.parent != folder:
            continue
        started = time.process_time()
        if path.name in REFUSED:
            with pytest.raises(ReadError, match=REFUSED[path.name]):
                read_text(path)
        else:
            reading = read_text(path).reading
            found = (reading.rows_in_file - reading.blank, len(read_table(path).schema.columns))
            assert found == (int(entry["expected_rows"]), int(entry["expected_cols"])), path.name
        assert time.process_time() - started < 10, path.name
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


def test_made_files_in_particular() -> None:
    folder = shared("messy", "made")
    assert [reject.line for reject in read_text(folder / "s_ragged.csv").reading.rejected] == [3, 4]
    assert read_text(folder / "e_cp1252.csv").frame["name"].tolist() == ["José", "“quoted”", "€5"]
    assert read_text(folder / "e_utf16le_bom.csv").frame["name"].tolist() == ["Zoë", "Łukasz"]
    assert read_text(folder / "e_nul.csv").frame["name"].tolist() == ["a\0b", "c"]
    assert "4 misfits" in read_text(folder / "e_invalid_utf8.csv").reading.notes[0]
    assert len(read_text(folder / "h_bidi_header.csv").reading.notes) == 4
    big = read_table(folder / "s_bigint.csv")
    assert spell_cells(big)["id"].tolist() == ["9007199254740993", "9223372036854775808", "18446744073709551616"]


def test_formulas_are_read_as_text_and_written_harmless(tmp_path: Path) -> None:
    table = read_table(shared("messy", "made", "h_formula_cells.csv"))
    assert write_table(table, tmp_path / "out.csv") == {"note": 13}
    notes = read_text(tmp_path / "out.csv").frame["note"].tolist()
    assert not any(map(starts_formula, notes))
    assert notes[14:] == ["-5", "'+44 20 7946 0000", "-1.5e3"]


@pytest.mark.parametrize("set_of", ["frictionless", "messytables", "blns", "csv_injection"])
def test_every_other_file_is_a_table_or_one_clear_error(set_of: str) -> None:
    for path in sorted(each for each in shared("messy", set_of).rglob("*") if each.is_file()):
        started = time.process_time()
        try:
            reading = read_table(path).reading
        except ReadError as refused:
            assert repr(path.name) in str(refused)
        else:
            assert reading.rows_in_file == reading.loaded + len(reading.rejected) + reading.blank
        assert time.process_time() - started < 5, path.name


@pytest.mark.parametrize(
    ("name", "codec", "delimiter", "shape"),
    [
        ("frictionless/accent.csv", "utf-8", ";", (2, 17)),
        ("frictionless/table-with-accents.csv", "cp1252", ";", (638, 8)),
        ("frictionless/latin1.csv", "cp1252", ",", (2, 2)),
        ("frictionless/matrix-with-comment.csv", "utf-8", ",", (4, 4)),
        ("frictionless/without-headers.csv", "utf-8", ",", (3, 2)),
        ("frictionless/blank-rows-multiple.csv", "utf-8", ",", (2, 3)),
        ("messytables/utf-16le_encoded.csv", "utf-16-le", ",", (327, 19)),
        ("messytables/spanish_chars.csv", "cp1252", ",", (115, 8)),
        ("messytables/sparse_with_column_errors.csv", "cp1252", ",", (2200, 4)),
        ("messytables/mixedGLB.csv", "utf-8", ",", (133, 19)),
        ("messytables/excel_pasting.csv", "utf-8", ",", (16, 9)),
        ("messytables/simple.psv", "utf-8", "|", (28, 6)),
        ("messytables/complex.csv", "utf-8", ",", (3, 4)),
    ],
)
def test_some_of_them_in_particular(name: str, codec: str, delimiter: str, shape: tuple[int, int]) -> None:
    text = read_text(shared("messy", *name.split("/")))
    assert (text.reading.dialect.encoding, text.reading.dialect.delimiter, text.frame.shape) == (
        codec,
        delimiter,
        shape,
    )


@pytest.mark.parametrize(("name", "shape"), DATA.items())
def test_benchmark_tables_whole_and_spelled_back(name: str, shape: tuple[int, int]) -> None:
    text = read_text(shared("data", name))
    assert text.frame.shape == shape
    assert text.reading.rejected == ()
    table = type_cells(text, infer_schema(text))
    assert table.reading.unparsed == {}
    spelled = spell_cells(table)
    for column in table.schema.columns:
        differ = (spelled[column.name] != text.frame[column.name]).to_numpy()
        assert column.kind == "number" or not differ.any()  # 5e+05 comes back as 500000, 1.2248000000000001 as 1.2248
        back, cells = spelled.loc[differ, column.name], text.frame.loc[differ, column.name]
        assert (back.astype(float) - cells.astype(float)).abs().max() < 1e-9 or not differ.any()


def test_adult_is_read_fast_enough() -> None:
    path = shared("data", "adult_train.csv")
    started = time.process_time()
    table = read_table(path)
    assert time.process_time() - started < 3
    assert table.frame["column_2"].isna().sum() == 1836
