"""Rules: what each kind keeps and breaks, missing values, values that came through JSON, and refusals."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from synth.errors import TableError
from synth.prepare.rule import Rule
from tests.prepare.tables import table

FRAME = table(
    number={
        "low": [1, 2, 3, None],
        "high": [2, 2, 1, 1],
        "sum": [3.0, 4.01, 4.0, None],
        "product": [2.00, 4.004, 3.1, 1],
        "one": [1, 1, 2, 2],
    },
    category={"town": ["Ulm", "Bern", None, "Ulm"], "land": ["DE", "CH", "DE", "CH"]},
    boolean={"back": [True, False, None, True]},
    datetime={"start": ["2024-01-01", "2024-01-02", None, "2024-03-01"], "end": ["2024-01-02"] * 4},
).frame


def holds(kind: str, *columns: str, **fields: Any) -> str:
    rule = Rule.model_validate({"kind": kind, "columns": columns} | fields)
    again = Rule.model_validate_json(rule.model_dump_json())
    kept = again.holds(FRAME)
    assert kept.dtype == bool
    assert kept.shape == (len(FRAME),)
    return "".join("+" if row else "-" for row in kept)


@pytest.mark.parametrize(
    ("op", "kept"), [("<", "+--+"), ("<=", "++-+"), (">", "--++"), (">=", "-+++"), ("=", "-+-+"), ("!=", "+-++")]
)
def test_inequality_and_a_missing_operand_holds(op: str, kept: str) -> None:
    assert holds("inequality", "low", "high", op=op) == kept


def test_inequality_of_dates_and_of_words() -> None:
    assert holds("inequality", "start", "end", op="<") == "+-+-"
    assert holds("inequality", "town", "land", op=">") == "+-++"


@pytest.mark.parametrize(
    ("column", "ends", "kept"),
    [
        ("low", [2, None], "-+++"),
        ("low", [None, 2], "++-+"),
        ("low", [2, 2], "-+-+"),
        ("low", [None, None], "++++"),
        ("start", ["2024-01-02", None], "-+++"),
        ("town", ["C", None], "+-++"),
    ],
)
def test_range_with_open_ends(column: str, ends: list[Any], kept: str) -> None:
    assert holds("range", column, value=ends) == kept


def test_sums_hold_within_half_the_last_decimal_unless_told_otherwise() -> None:
    assert holds("sum", "sum", "low", "high") == "+-++"  # two decimals: 4.01 is not 4
    assert holds("sum", "sum", "low", "high", tolerance=0.01) == "++++"
    assert holds("product", "product", "low", "high") == "+--+"
    whole = table(number={"total": [1, 3], "a": [0.6, 1.4], "b": [0.6, 1.4]}).frame
    assert Rule(kind="sum", columns=("total", "a", "b")).holds(whole).tolist() == [True, True]
    cents = table(number={"total": [0.3], "a": [0.1], "b": [0.2]}).frame
    assert Rule(kind="sum", columns=("total", "a", "b"), tolerance=0).holds(cents).all()


def test_only_known_combinations() -> None:
    assert holds("fixed_combination", "town", "land", value=[["Ulm", "DE"], ["Bern", "CH"]]) == "+++-"
    assert holds("fixed_combination", "one", "land", value=[[1, "DE"], [2, "CH"]]) == "+--+"
    assert holds("fixed_combination", "start", "back", value=[["2024-01-01", True]]) == "+-+-"


def test_missing_when() -> None:
    assert holds("null_when", "low", "one", op="=", value=2) == "++-+"
    assert holds("null_when", "low", "town", op="!=", value="Ulm") == "+-++"
    assert holds("null_when", "land", "start", op=">=", value="2024-03-01") == "+++-"
    assert holds("null_when", "land", "back", op="=", value=True) == "-++-"


def test_every_later_repeat_breaks_uniqueness() -> None:
    assert holds("unique", "town") == "+++-"
    assert holds("unique", "high") == "+-+-"
    assert holds("unique", "town", "land") == "++++"


def test_pattern_is_matched_as_a_whole() -> None:
    assert holds("pattern", "town", value="U.*") == "+-++"
    assert holds("pattern", "town", value="U") == "--+-"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(kind="inequality", columns=("a", "b"), op="<"), "a < b"),
        (Rule(kind="range", columns=("a",), value=[1, 2]), "a is at least 1 and at most 2"),
        (Rule(kind="range", columns=("a",), value=[None, 2]), "a is at most 2"),
        (Rule(kind="range", columns=("a",), value=[None, None]), "a is anything"),
        (Rule(kind="sum", columns=("a", "b", "c")), "a = b + c"),
        (Rule(kind="product", columns=("a", "b", "c")), "a = b × c"),
        (Rule(kind="fixed_combination", columns=("a", "b"), value=[["x", "y"]]), "only known combinations of a, b"),
        (Rule(kind="null_when", columns=("a", "b"), op="=", value=0), "a is missing when b = 0"),
        (Rule(kind="unique", columns=("a",)), "a is never repeated"),
        (Rule(kind="unique", columns=("a", "b")), "a and b together are never repeated"),
        (Rule(kind="pattern", columns=("a",), value="x+"), "a matches x+"),
        (Rule(kind="range", columns=("a",), value=[2.5, 100.0]), "a is at least 2.5 and at most 100"),
        (Rule(kind="null_when", columns=("a", "b"), op="=", value=3.0), "a is missing when b = 3"),
    ],
)
def test_in_words(rule: Rule, words: str) -> None:
    assert str(rule) == words


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "inequality", "columns": ["a"]},
        {"kind": "sum", "columns": ["a", "b"]},
        {"kind": "unique", "columns": []},
        {"kind": "range", "columns": ["a"]},
        {"kind": "range", "columns": ["a"], "value": [1]},
        {"kind": "fixed_combination", "columns": ["a", "b"], "value": [["x"]]},
        {"kind": "fixed_combination", "columns": ["a", "b"], "value": "xy"},
        {"kind": "null_when", "columns": ["a", "b"]},
        {"kind": "pattern", "columns": ["a"], "value": "("},
        {"kind": "pattern", "columns": ["a"]},
        {"kind": "sum", "columns": ["a", "b", "c"], "tolerance": -1},
        {"kind": "inequality", "columns": ["a", "b"], "op": "=="},
        {"kind": "luck", "columns": ["a"]},
        {"kind": "unique", "columns": ["a"], "colums": ["a"]},
    ],
)
def test_what_is_no_rule_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate(fields)


def test_a_column_that_is_not_there_and_values_that_do_not_compare() -> None:
    with pytest.raises(TableError, match="names the column 'nowhere'"):
        holds("unique", "nowhere")
    for kind, columns, fields in [
        ("inequality", ("low", "town"), {}),
        ("range", ("start",), {"value": ["soon", None]}),
        ("sum", ("town", "land", "land"), {}),
    ]:
        with pytest.raises(TableError, match="cannot be checked"):
            holds(kind, *columns, **fields)


def test_no_rows_keep_every_rule() -> None:
    empty = pd.DataFrame({"a": pd.Series(dtype=float), "b": pd.Series(dtype=float), "c": pd.Series(dtype=float)})
    for rule in [
        Rule(kind="inequality", columns=("a", "b")),
        Rule(kind="range", columns=("a",), value=[0, 1]),
        Rule(kind="sum", columns=("a", "b", "c")),
        Rule(kind="fixed_combination", columns=("a", "b"), value=[]),
        Rule(kind="null_when", columns=("a", "b"), op="=", value=0),
        Rule(kind="unique", columns=("a",)),
    ]:
        assert rule.holds(empty).shape == (0,)
