"""Dates and times in many formats, read and written without a locale."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.prepare.dates import (
    DATES,
    TIMES,
    choose_format,
    day_comes_first,
    find_formats,
    in_words,
    parse_dates,
    resembles_date,
    spell_dates,
)


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["2020-02-29", "1999-12-31"], "%Y-%m-%d"),
        (["29.02.2020"], "%d.%m.%Y"),
        (["31/12/2019", "01/02/2019"], "%d/%m/%Y"),
        (["12/31/2019", "01/02/2019"], "%m/%d/%Y"),
        (["3/4/2018", "12/31/2019"], "%-m/%-d/%Y"),
        (["20200229", "20191231"], "%Y%m%d"),
        (["09-Mar-11"], "%d-%b-%y"),
        (["Mar-2018"], "%b-%Y"),
        (["March 5, 2018"], "%B %-d, %Y"),
        (["2019-03-23 20:21:09"], "%Y-%m-%d %H:%M:%S"),
        (["2013-01-01T10:00:00Z", "2013-01-02T10:00:00Z"], "%Y-%m-%dT%H:%M:%SZ"),
        (["2013-01-01T10:00:00+01:00"], "%Y-%m-%dT%H:%M:%S+01:00"),
        (["2020-01-01 15:00:00.125"], "%Y-%m-%d %H:%M:%S.%f"),
        (["1/2/2013 9:05", "12/30/2013 10:15"], "%-m/%-d/%Y %-H:%M"),
        (["12/30/2013 10:15 PM"], "%m/%d/%Y %I:%M %p"),
        (["15:00", "09:30"], "%H:%M"),
        (["1066-10-14", "2020-01-01"], "%Y-%m-%d"),
    ],
)
def test_format_found_and_cells_come_back(cells: list[str], form: str) -> None:
    assert find_formats(cells)[0] == form
    digits = 3 if "%f" in form else None
    assert spell_dates(parse_dates(cells, form), form, digits) == cells


@pytest.mark.parametrize(
    "cells",
    [
        ["2020-02-30"], ["2020-13-01"], ["32.01.2020"], ["2020-01-01T15:00:00Z", "2020-01-01T15:00:00+03:00"],
        ["25:00"], ["2020-01-01", "soon"], ["3.5", "4.5"], ["192.168.0.1"], ["1234567"], [""], [],
    ],
)  # fmt: skip
def test_what_is_no_date(cells: list[str]) -> None:
    assert find_formats(cells) == []


def test_days_and_months_that_could_be_swapped() -> None:
    cells = ["01/02/2016", "03/04/2016"]
    assert find_formats(cells) == ["%d/%m/%Y", "%m/%d/%Y"]
    form, doubt = choose_format(find_formats(cells), cells, None)
    assert form == "%d/%m/%Y" and "Please check" in doubt
    assert choose_format(find_formats(cells), cells, False)[0] == "%m/%d/%Y"
    firsts = ["01/01/2016", "02/01/2016", "03/01/2016"]
    assert choose_format(find_formats(firsts), firsts, None)[0] == "%m/%d/%Y"
    assert choose_format(["%Y-%m-%d"], ["2020-01-01"], True) == ("%Y-%m-%d", "")


def test_a_files_other_dates_tell() -> None:
    assert day_comes_first([["31/12/2019"], ["01/02/2019"]]) is True
    assert day_comes_first([["12/31/2019"], ["x"]]) is False
    assert day_comes_first([["01/02/2019"]]) is None
    assert day_comes_first([["31/12/2019"], ["12/31/2019"]]) is None


def test_before_1677_and_two_digit_years() -> None:
    assert parse_dates(["0033-04-03"], "%Y-%m-%d")[0] == np.datetime64("0033-04-03")
    assert parse_dates(["01.01.68", "01.01.69"], "%d.%m.%y").astype("datetime64[Y]").astype(str).tolist() == [
        "2068",
        "1969",
    ]


def test_cells_that_do_not_fit_are_missing() -> None:
    moments = parse_dates(["2020-02-29", "2019-02-29", "x", " 2020-01-01 "], "%Y-%m-%d")
    assert np.isnat(moments).tolist() == [False, True, True, False]


def test_in_words() -> None:
    assert in_words("%d.%m.%Y %H:%M") == "DD.MM.YYYY hh:mm"
    assert in_words("%-m/%-d/%y") == "M/D/YY"


def test_numbers_hardly_resemble_dates() -> None:
    assert not any(map(resembles_date, ["12", "-7", "x", "2013", "1.5e3", "12345678901"]))
    assert all(
        map(resembles_date, ["12.03.2020", "2020-01-01T10:00:00Z", "5 March 2020", "Mar-18", "20200101", "9:30"])
    )


@pytest.mark.parametrize("form", [*DATES, *TIMES, "%Y-%m-%dT%H:%M:%S.%fZ", "%-d.%-m.%Y %-H:%M", "%m/%d/%Y %I:%M:%S %p"])
@settings(max_examples=20, deadline=None)
@given(moment=st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)))
def test_what_is_written_is_read_back(form: str, moment: datetime) -> None:
    cells = spell_dates(np.array([moment], dtype="datetime64[us]"), form, 6)
    assert spell_dates(parse_dates(cells, form), form, 6) == cells
