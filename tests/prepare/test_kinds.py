"""What each column is taken for, and why."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from synth.prepare import Column, Reading, Text, infer_schema
from synth.prepare.table import Dialect


def _text(columns: dict[str, Sequence[str]], decimal: str = ".") -> Text:
    return Text(pd.DataFrame(columns, dtype=object), Reading(dialect=Dialect(decimal=decimal)))


def _decide(name: str, cells: Sequence[str], nulls: Sequence[str] = (), decimal: str = ".") -> Column:
    return infer_schema(_text({name: cells}, decimal), nulls=nulls)[name]


def _spread(values: Sequence[str], rows: int = 100) -> list[str]:
    return [values[row % len(values)] for row in range(rows)]


@pytest.mark.parametrize(
    ("name", "cells", "kind", "treatment"),
    [
        ("age", [str(18 + row % 60) for row in range(300)], "number", "model"),
        ("height", _spread([f"1.{row:02d}" for row in range(90)]), "number", "model"),
        ("sex", _spread(["1", "2"]), "category", "model"),
        ("answer", _spread(["-1", "1", "2"]), "category", "model"),
        ("answer", _spread(["1.0", "2.0", ""]), "category", "model"),
        ("month", _spread([str(month) for month in range(1, 13)]), "category", "model"),
        ("traffic_type", _spread([str(kind) for kind in range(1, 21)], 400), "category", "model"),
        ("num_rooms", _spread(["1", "2", "3"]), "number", "model"),
        ("visits", ["0"] * 60 + ["1"] * 30 + ["2"] * 16 + ["3"] * 9 + ["4"] * 4 + ["5"], "number", "model"),
        ("smoker", _spread(["yes", "no"]), "boolean", "model"),
        ("Weekend", _spread(["TRUE", "FALSE"]), "boolean", "model"),
        ("has_default", _spread(["0", "1"]), "boolean", "model"),
        ("outcome", _spread(["0", "1"]), "category", "model"),
        ("ward", _spread(["A", "B", "C"]), "category", "model"),
        ("day", _spread([f"2020-01-{day:02d}" for day in range(1, 29)]), "datetime", "model"),
        ("rownames", [str(row) for row in range(1, 11)], "key", "key"),
        ("anything", [str(row) for row in range(1, 31)], "key", "key"),
        ("patient_id", [f"P{row % 70:03d}" for row in range(100)], "key", "key"),
        ("patient", [f"P{row // 3:04d}" for row in range(300)], "key", "key"),
        ("Customer", [str(17850 + row // 3) for row in range(300)], "key", "key"),
        ("client", [f"{17850 + row // 3}.0" for row in range(300)], "key", "key"),
        ("member", [f"{row // 3:04d}" for row in range(300)], "key", "key"),
        ("subject", [str(1 + row // 4) for row in range(160)], "key", "key"),
        ("subject", _spread(["S1", "S2", "S3"]), "category", "model"),
        ("staff", [str(3 + row % 150) for row in range(300)], "number", "model"),
        ("child", [str(min(row % 17, row % 19)) for row in range(300)], "number", "model"),
        ("host", [f"{row % 40}.5" for row in range(300)], "number", "model"),
        ("owner", [f"said {row // 2} things" for row in range(100)], "text", "drop"),
        ("patient_note", [f"N{row // 3:04d}" for row in range(300)], "text", "drop"),
        ("RespId", [str(470000 + 3 * row) for row in range(100)], "key", "key"),
        ("serial", [f"AB-{row:05d}" for row in range(100)], "key", "key"),
        ("token", [f"{row * 2654435761 % 2**32:08x}-0000-4000-8000-{row:012x}" for row in range(50)], "key", "key"),
        ("code", [f"0{row:04d}" for row in range(100)], "key", "key"),
        ("zip", _spread(["01234", "02345", "98765"]), "category", "model"),
        ("store_id", _spread(["1", "2", "3"], 300), "category", "model"),
        ("account", ["9007199254740993", "9223372036854775808", "18446744073709551616"], "key", "key"),
        ("remark", [f"said {row} things, of which some" for row in range(100)], "text", "drop"),
        ("stay", _spread(["same"]), "category", "constant"),
        ("year", _spread(["2013"]), "number", "constant"),
        ("gone", _spread([""]), "category", "constant"),
        ("ticked", _spread(["x", "", ""]), "category", "model"),
        ("since", _spread(["2013", ""]), "number", "model"),
        ("stamp", [f"2020-01-{row:02d}T10:00:00+0{row % 3}:00" for row in range(1, 29)], "text", "drop"),
        ("salary", [str(20_000 + row * row * 17) for row in range(100)], "number", "model"),
        ("income", [f"£{row * 977:,}.50" for row in range(100)], "number", "model"),
    ],
)
def test_kind_and_treatment(name: str, cells: list[str], kind: str, treatment: str) -> None:
    column = _decide(name, cells)
    assert (column.kind, column.treatment) == (kind, treatment), column.why
    assert column.why.endswith(".")


def test_small_tables_keep_their_numbers() -> None:
    assert _decide("dose", ["1", "2", "3", "4"]).kind == "number"


@pytest.mark.parametrize(
    ("cells", "kind", "nulls"),
    [
        ([*map(str, range(20, 60)), "NA", "NA", ""], "number", ("NA", "")),
        ([*map(str, range(20, 60)), "-", "unknown"], "number", ("-", "unknown")),
        ([*(f"2020-01-{day:02d}" for day in range(1, 29)), "n/a"], "datetime", ("n/a",)),
        ([*_spread(["yes", "no"]), "?"], "boolean", ("?",)),
        ([*_spread(["Private", "State-gov"]), "?", "?"], "category", ("?",)),
        ([*_spread(["x", "y"]), "None", "None", "None", "None", "None"], "category", ("",)),
    ],
)
def test_spellings_of_missing(cells: list[str], kind: str, nulls: tuple[str, ...]) -> None:
    column = _decide("column", cells)
    assert (column.kind, column.nulls) == (kind, nulls)
    assert all(repr(null) in column.why for null in nulls if null)


def test_more_spellings_of_missing_on_demand() -> None:
    column = _decide("column", [*map(str, range(20, 60)), "-99", "-99"], nulls=["-99"])
    assert column.nulls == ("-99",)


def test_na_among_country_codes_is_a_code_unless_other_columns_have_it() -> None:
    codes = _spread(["DE", "FR", "IT", "NA"])
    assert _decide("country", codes).nulls == ("",)
    numbers = [*map(str, range(99)), "NA"]
    assert infer_schema(_text({"country": codes, "age": numbers}))["country"].nulls == ("NA",)


def test_a_few_words_among_numbers_are_missing_and_a_few_misfits_are_counted() -> None:
    column = _decide("score", [*map(str, range(50, 250)), *["absent"] * 5])
    assert (column.kind, column.nulls) == ("number", ("absent",))
    assert "'absent', in 5 rows, is taken to mean missing" in column.why
    column = _decide("score", [*map(str, range(50, 250)), "Smith"])
    assert (column.nulls, "Smith" in column.why) == (("",), False)
    column = _decide("score", [*map(str, range(50, 250)), "12O"])
    assert (column.kind, column.nulls) == ("number", ("",))
    assert "All but 1 row" in column.why


def test_truly_mixed_columns_are_no_numbers() -> None:
    assert _decide("mixed", _spread(["1", "2", "3", "low", "high", "17"])).kind == "category"


def test_spelling_of_numbers_is_kept() -> None:
    column = _decide("price", [f"{row},{row % 100:02d}" for row in range(1000, 1100)], decimal=",")
    assert (column.decimal_sign, column.decimals, column.least_decimals) == (",", 2, 2)


def test_dates_follow_the_files_other_dates() -> None:
    text = _text({"a": ["01/02/2019", "03/04/2019"], "b": ["12/31/2019", "01/02/2019"]})
    assert infer_schema(text)["a"].format == "%m/%d/%Y"


def test_fractions_of_seconds_keep_their_digits() -> None:
    column = _decide("at", [f"2020-01-01 10:00:{row:02d}.{row:03d}" for row in range(20)])
    assert (column.format, column.decimals) == ("%Y-%m-%d %H:%M:%S.%f", 3)


def test_personal_data_is_invented_and_quasi_identifiers_are_marked() -> None:
    emails = [f"user{row}@example.org" for row in range(100)]
    births = [f"{1940 + row % 60}-0{1 + row % 9}-11" for row in range(100)]
    phones = [f"0{2012345678 + row * 7919}" for row in range(100)]
    schema = infer_schema(_text({"mail": emails, "birth_date": births, "phone": phones}))
    assert (schema["mail"].kind, schema["mail"].treatment, schema["mail"].personal) == ("text", "fake", "email")
    assert (schema["birth_date"].kind, schema["birth_date"].quasi_identifier) == ("datetime", True)
    assert (schema["phone"].kind, schema["phone"].treatment) == ("text", "fake")


def test_no_rows_at_all() -> None:
    schema = infer_schema(_text({"a": [], "b": []}))
    assert [column.treatment for column in schema.columns] == ["constant", "constant"]
