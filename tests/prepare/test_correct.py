"""A steward's correction of one column."""

from __future__ import annotations

import pandas as pd
import pytest

from synth.errors import TableError
from synth.prepare import Reading, Text, infer_schema, spell_cells, type_cells
from synth.prepare.correct import BY_HAND, with_kind, with_treatment, with_unit


def _text(*cells: str) -> Text:
    return Text(pd.DataFrame({"x": cells}, dtype=object), Reading())


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2", "1", "2"] * 5, "number"),
        (["£1,066.50", "£7.25", "soon", "later"], "number"),
        (["31.12.2019", "01.02.2019", "soon", "later"], "datetime"),
        (["2020-01-01 10:00:00.125", "soon"], "datetime"),
        (["left", "right"] * 5, "boolean"),
        ([str(year) for year in range(1990, 2020)], "category"),
        (["a", "b", "c"], "key"),
    ],
)
def test_any_kind_that_some_cells_fit(cells: list[str], kind: str) -> None:
    text = _text(*cells)
    schema = with_kind(text, infer_schema(text), "x", kind)  # type: ignore[arg-type]
    table = type_cells(text, schema)
    assert (schema["x"].kind, schema["x"].why) == (kind, BY_HAND)
    fits = table.frame["x"].notna()
    assert fits.any()
    assert spell_cells(table)["x"][fits].tolist() == text.frame["x"][fits].tolist()


@pytest.mark.parametrize("kind", ["number", "datetime", "boolean"])
def test_a_kind_that_no_cell_fits(kind: str) -> None:
    text = _text("a", "b", "c")
    with pytest.raises(TableError, match="'x'"):
        with_kind(text, infer_schema(text), "x", kind)  # type: ignore[arg-type]


def test_a_treatment_that_fits_its_kind() -> None:
    schema = infer_schema(_text(*["a", "b"] * 10))
    assert with_treatment(_text(*["a", "b"] * 10), schema, "x", "drop")["x"].treatment == "drop"
    words = _text("some words", "other words", "more words")
    with pytest.raises(TableError, match="cannot be modelled"):
        with_treatment(words, infer_schema(words), "x", "model")


LEVELS = _text(*["red", "green", "blue"] * 60)
FLAGS = _text(*["yes", "no"] * 60)


@pytest.mark.parametrize(
    ("text", "treatment", "words"),
    [
        (LEVELS, "constant", "3 different values: as a constant it would hold one of them"),
        (LEVELS, "key", "3 different values in 180 rows"),
        (FLAGS, "fake", "yes or no"),
        (FLAGS, "key", "yes or no"),
        (FLAGS, "constant", "2 different values"),
    ],
)
def test_a_treatment_that_would_ruin_a_column_is_refused(text: Text, treatment: str, words: str) -> None:
    with pytest.raises(TableError, match=words):
        with_treatment(text, infer_schema(text), "x", treatment)  # type: ignore[arg-type]


def test_a_constant_may_be_set_where_there_is_one_value() -> None:
    text = _text(*["same", "same", ""] * 5)
    schema = infer_schema(text).with_column("x", treatment="drop")
    assert with_treatment(text, schema, "x", "constant")["x"].treatment == "constant"


def test_a_target_that_is_left_out_is_no_target() -> None:
    schema = infer_schema(LEVELS).model_copy(update={"target": "x"})
    assert with_treatment(LEVELS, schema, "x", "model").target == "x"
    assert with_treatment(LEVELS, schema, "x", "drop").target is None
    assert with_kind(LEVELS, schema, "x", "text").target is None


@pytest.mark.parametrize("text", [LEVELS, FLAGS])
def test_few_values_are_no_key_and_no_unit(text: Text) -> None:
    schema = infer_schema(text)
    with pytest.raises(TableError, match="different values in"):
        with_kind(text, schema, "x", "key")
    with pytest.raises(TableError, match="tells neither rows nor people apart"):
        with_unit(text, schema, "x")
    assert with_unit(text, schema, None).unit is None


def test_a_unit_of_enough_values() -> None:
    text = _text(*[f"p{row // 4}" for row in range(80)])
    assert with_unit(text, infer_schema(text), "x").unit == "x"
