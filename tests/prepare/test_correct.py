"""A steward's correction of one column."""

from __future__ import annotations

import pandas as pd
import pytest

from synth.errors import TableError
from synth.prepare import Reading, Text, infer_schema, spell_cells, type_cells
from synth.prepare.correct import BY_HAND, with_kind, with_treatment


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
    assert with_treatment(schema, "x", "drop")["x"].treatment == "drop"
    with pytest.raises(TableError, match="cannot be modelled"):
        with_treatment(infer_schema(_text("some words", "other words", "more words")), "x", "model")
