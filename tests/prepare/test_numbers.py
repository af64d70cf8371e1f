"""Numbers read exactly and written as they were."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.prepare.numbers import (
    MAX_WHOLE,
    NumberSpelling,
    find_spelling,
    looks_like_number,
    parse_numbers,
    resembles_number,
    spell_numbers,
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "-20", "+3"], NumberSpelling()),
        (["7.0", "2.15"], NumberSpelling(decimals=2, least_decimals=1)),
        (["39", "18.7"], NumberSpelling(decimals=1)),
        (["1.50", "2.25"], NumberSpelling(decimals=2, least_decimals=2)),
        (["5e+05", "100"], NumberSpelling()),
        (["9e-04", "0.5"], NumberSpelling(decimals=4, least_decimals=1)),
        (["1,5", "2,25"], NumberSpelling(decimal_sign=",", decimals=2, least_decimals=1)),
        (["1,234", "56", "7,890,123"], NumberSpelling(thousands_sign=",")),
        (["1,234.5", "0.5"], NumberSpelling(thousands_sign=",", decimals=1, least_decimals=1)),
        (["1.234,5", "0,5"], NumberSpelling(",", ".", 1, 1)),
        (["1 234", "56"], NumberSpelling(thousands_sign=" ")),
        (["1'234.50", "5.05"], NumberSpelling(thousands_sign="'", decimals=2, least_decimals=2)),
        (["£65.65", "£1,066.00"], NumberSpelling(".", ",", 2, 2, "£")),
        (["-$5", "$7"], NumberSpelling(prefix="$")),
        (["5,25 €", "1,10 €"], NumberSpelling(",", "", 2, 2, "", " €")),
        (["7.0", "8.0"], NumberSpelling(decimals=0, least_decimals=1)),
        (["1.50", "2.70"], NumberSpelling(decimals=1, least_decimals=2)),
        (["22.69%", "5.1%"], NumberSpelling(".", "", 2, 1, "", "%")),
        (["12 kg", "5 kg"], NumberSpelling(suffix=" kg")),
        (["1.2248", "0.5", "1.2248000000000001"], NumberSpelling(decimals=4, least_decimals=1)),
        (["0.1234567890123456789", "0.9876543210987654321"], NumberSpelling(decimals=None, least_decimals=19)),
    ],
)
def test_spelling_found(cells: list[str], expected: NumberSpelling) -> None:
    assert find_spelling(cells) == expected


@pytest.mark.parametrize(
    "cells",
    [
        ["E01", "E02"], ["A1", "A2"], ["1", "x"], ["1,23,4"], ["1.2.3"], ["12 345 6"], [str(MAX_WHOLE + 1)], ["1e999"],
        ["--5"], ["٣"], [""], ["£5", "$5"], ["1_000"], ["nan"], ["inf"], ["0x1F"],
    ],
)  # fmt: skip
def test_what_is_no_number(cells: list[str]) -> None:
    assert find_spelling(cells) is None


def test_the_file_decides_where_two_spellings_would_do() -> None:
    assert find_spelling(["1,234", "5,678"], ".") == NumberSpelling(thousands_sign=",")
    assert find_spelling(["1,234", "5,678"], ",") == NumberSpelling(decimal_sign=",", decimals=3, least_decimals=3)


def test_cells_that_do_not_fit_are_missing() -> None:
    values = parse_numbers(["1.5", "x", "2", " 3 ", "1,5"], NumberSpelling(decimals=1))
    assert np.array_equal(values, [1.5, np.nan, 2, 3, np.nan], equal_nan=True)


def test_values_are_rounded_to_the_decimals_and_no_minus_stands_before_zero() -> None:
    assert spell_numbers(np.array([2.345, -0.001, 7]), NumberSpelling(decimals=2, least_decimals=2)) == [
        "2.35", "0.00", "7.00",
    ]  # fmt: skip
    assert spell_numbers(np.array([2.5, -0.2]), NumberSpelling()) == ["2", "0"]


@pytest.mark.parametrize(
    ("cell", "plain"), [("-5", True), ("-1.5e3", True), (".5", True), ("+44 20", False), ("-", False)]
)
def test_plain_numbers(cell: str, plain: bool) -> None:
    assert looks_like_number(cell) is plain


@pytest.mark.parametrize(
    ("cell", "like"), [("1.234,5", True), ("£ 5", True), ("5 %", True), ("Q5", False), ("x", False)]
)
def test_resembling_numbers(cell: str, like: bool) -> None:
    assert resembles_number(cell) is like


SPELLINGS = st.builds(
    lambda signs, places, affixes: NumberSpelling(*signs, *places, *affixes),
    st.sampled_from([(".", ""), (",", ""), (".", ","), (",", "."), (".", " "), (",", "'"), (".", "\u202f")]),
    st.sampled_from([(0, 0), (2, 2), (3, 1), (2, 0), (0, 1), (1, 2)]),
    st.sampled_from([("", ""), ("£", ""), ("", " €"), ("", "%"), ("USD ", "")]),
)


@given(SPELLINGS, st.lists(st.integers(-(10**11), 10**11), min_size=1))
def test_what_is_written_is_read_back_exactly(spelling: NumberSpelling, thousandths: list[int]) -> None:
    assert spelling.decimals is not None
    values = np.array([round(whole / 1000, spelling.decimals) for whole in thousandths], dtype=float)
    cells = spell_numbers(values, spelling)
    assert np.array_equal(parse_numbers(cells, spelling), values)
    assert spell_numbers(parse_numbers(cells, spelling), spelling) == cells


PLAIN = st.builds(lambda whole, places: f"{whole / 10**places:.{places}f}", st.integers(1, 10**9), st.integers(0, 5))


@given(st.lists(PLAIN, min_size=1))
def test_plain_numbers_come_back_as_spelled(cells: list[str]) -> None:
    spelling = find_spelling(cells)
    assert spelling is not None
    spelled = spell_numbers(parse_numbers(cells, spelling), spelling)
    assert [float(cell) for cell in spelled] == [float(cell) for cell in cells]
    trimmed = [other for other in cells if not other.endswith("0") or "." not in other]
    assert [one for one, other in zip(spelled, cells, strict=True) if other in trimmed] == trimmed
