"""Formulas: what they give, and that nothing else can be said in them."""

from __future__ import annotations

import string
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.errors import SettingsError
from synth.prepare.formula import FUNCTIONS, Formula
from synth.prepare.formula.functions import NAMED
from synth.prepare.schema import Kind

KINDS: dict[str, Kind] = {
    "quantity": "number",
    "net price": "number",
    "sex": "category",
    "since": "datetime",
    "member": "boolean",
}
FRAME = pd.DataFrame(
    {
        "quantity": [1.0, 2.0, np.nan],
        "net price": [2.5, 0.0, 1.0],
        "sex": pd.Series(["F", None, "M"], dtype=object),
        "since": pd.Series(["2020-01-01", "2021-01-01", None]).astype("datetime64[us]"),
        "member": pd.Series([True, None, False], dtype="boolean"),
    }
)
AS: dict[str, Kind] = {"number": "number", "text": "category", "boolean": "boolean", "date": "datetime"}


def results(text: str, frame: pd.DataFrame = FRAME) -> list[Any]:
    """One result a row, None for none."""
    formula = Formula(text)
    found = formula.cells(frame, KINDS).series(AS[formula.kind(KINDS)])
    return [None if pd.isna(value) else value for value in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quantity * `net price`", [2.5, 0, None]),
        ("round(0.2 * quantity + 3, 1)", [3.2, 3.4, None]),
        ("-quantity ^ 2 + 10 % 4", [1, -2, None]),
        ("2 ** -1", [0.5, 0.5, 0.5]),
        ("`net price` - 1 - 1", [0.5, -2, -1]),
        ("quantity / `net price`", [0.4, None, None]),
        ("log(`net price` - 1)", [np.log(1.5), None, None]),
        ("exp(1000 * quantity)", [None, None, None]),
        ("max(quantity, `net price`, 2)", [2.5, 2, None]),
        ('if(quantity < 2, "child", "adult")', ["child", "adult", "adult"]),
        ("if(quantity < 2, missing, quantity)", [None, 2, None]),
        ('if(sex = "F", 1, sex = "M", 2, 3)', [1, 3, 2]),
        ('first(sex, "unknown")', ["F", "unknown", "M"]),
        ('sex in ("F", "X")', [True, None, False]),
        ("member and sex = 'F'", [True, None, False]),
        ("member or true", [True, True, True]),
        ("not member", [False, None, True]),
        ("is_missing(quantity) == true", [False, False, True]),
        ('days(date("2019-12-31"), since)', [1, 367, None]),
        ('since - date("2019-12-31")', [1, 367, None]),
        ("year(since + 366)", [2021, 2022, None]),
        ("weekday(since)", [3, 5, None]),
        ('concat(sex, "-", quantity, "-", since)', ["F-1-2020-01-01", None, None]),
        ('upper("a" + lower(sex))', ["AF", None, "AM"]),
        ('contains(sex, "F") <> starts_with(sex, "F")', [False, None, False]),
    ],
)
def test_what_a_formula_gives(text: str, expected: list[Any]) -> None:
    assert results(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the end stands where a value should"),
        ("quantity +", "at place 11, the end stands where a value should"),
        ("quantity quantity", "at place 10, “quantity” is one thing too many"),
        ("quantity < 2 < 3", "one thing too many"),
        ("(quantity", r"the end stands where “\)” should"),
        ("sex * 2", r"at place 5, \* takes two numbers, not: text, number"),
        ("if(1, 2, 3)", "if takes a condition"),
        ('if(member, 1, "x")', "two values of one kind, not: boolean, number, text"),
        ("weight + 1", "no column 'weight' to use. Columns are: quantity, net price"),
        ("round(1, quantity)", "must be a plain number up to 12"),
        ('date("soon")', "date takes one text such as"),
        ("1e300", "a number may be"),
        ("__import__('os')", "there is no function '__import__'. Functions are: abs, ceil"),
        ("eval('1')", "there is no function 'eval'"),
        ("() + 1", "stands where a value should"),
        ("quantity.__class__", r"at place 9, '\.' is nothing that a formula knows"),
        ("[x for x in y]", r"at place 1, '\[' is nothing"),
        ("lambda: 1", "':' is nothing"),
        ("f'{quantity}'", "one thing too many"),
        ("9 ** 9 ** 9", "a power of a power"),
        ("9 ^ 99", "a power must be a plain number up to 20"),
        ("2 ^ quantity", "a power must be a plain number up to 20"),
        ("(" * 100_000, "too long"),
        ("(" * 300 + "1" + ")" * 90, "nested too deeply"),
        ("-" * 300 + "1", "nested too deeply"),
        ("not " * 300 + "member", "nested too deeply"),
        ("1" + "+1" * 300, "A formula of 601 parts is too long"),
        ("'" + "a" * 10_000_000 + "'", "A formula of 10,000,002 signs is too long"),
    ],
)
def test_what_cannot_be_said_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        Formula(text).kind(KINDS)


def test_a_formula_names_its_columns_and_texts_once() -> None:
    formula = Formula('if(sex = "F", quantity, quantity * `net price`)')
    assert formula.names == ("sex", "quantity", "net price")
    assert formula.texts == ("F",)


def test_a_table_without_rows_gives_no_rows() -> None:
    assert results("round(quantity, 1)", FRAME.iloc[:0]) == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=string.printable + "äß ﬁ\x00", max_size=60))
def test_any_text_is_a_formula_or_is_refused(text: str) -> None:
    try:
        kind = Formula(text).kind(KINDS)
    except SettingsError as error:
        assert str(error)
    else:
        assert kind in (*AS, "nothing")


NUMBERS = st.recursive(
    st.sampled_from(["quantity", "`net price`", "0", "2.5", "1e9", "days(since, since + 3)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/%"), inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(st.sampled_from(["abs", "sqrt", "log", "exp", "floor", "-", "round"]), inner).map(
            lambda parts: f"{parts[0]}({parts[1]})"
        ),
        st.tuples(inner, inner, inner).map(lambda parts: f"if({parts[0]} < {parts[1]}, {parts[2]}, missing)"),
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(NUMBERS)
def test_numbers_are_finite_or_missing_and_each_row_stands_for_itself(text: str) -> None:
    together = results(text)
    assert all(value is None or np.isfinite(value) for value in together)
    alone = [results(text, FRAME.iloc[[row]].reset_index(drop=True))[0] for row in range(len(FRAME))]
    assert alone == together


def test_every_function_says_what_it_takes() -> None:
    assert all(function.takes for function in FUNCTIONS.values())
    assert set(NAMED) - {"date"} < set(FUNCTIONS)
