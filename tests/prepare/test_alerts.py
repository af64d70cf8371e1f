"""Alerts: each kind where it is due, with its columns, and silence on a sound table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from synth.prepare.alerts import ALERT_KINDS, Alert
from synth.prepare.profile import profile
from synth.prepare.table import Table
from tests.prepare.tables import table

ROWS = 200
STEPS = list(range(ROWS))


def alerts(whole: Table, kind: str) -> list[Alert]:
    return [alert for alert in profile(whole).alerts if alert.kind == kind]


def only(whole: Table, kind: str) -> Alert:
    (alert,) = alerts(whole, kind)
    assert alert.sentence.endswith(".") and alert.advice.endswith(".")
    return alert


def test_a_sound_table_raises_none() -> None:
    rng = np.random.default_rng(0)
    whole = table(number={"x": rng.normal(size=ROWS)}, category={"c": rng.choice(list("abc"), ROWS).tolist()})
    assert profile(whole).alerts == ()


def test_small_and_duplicates_concern_the_table() -> None:
    assert only(table(number={"x": STEPS[:99]}), "small").sentence == "The table has only 99 rows."
    assert only(table(number={"x": [1]}), "small").sentence == "The table has only 1 row."
    assert alerts(table(number={"x": STEPS}), "small") == []
    assert only(table(number={"x": [*STEPS, 5]}), "duplicates").sentence.startswith("1 row repeats")
    assert only(table(number={"x": [*STEPS, 5, 5]}), "duplicates").sentence.startswith("2 rows repeat")
    assert alerts(table(number={"x": STEPS}), "duplicates") == []


def test_constant_empty_and_much_missing() -> None:
    whole = table(
        number={
            "same": [7] * ROWS,
            "none": [None] * ROWS,
            "half": [None, *STEPS[1:]],
            "most": [None] * 120 + STEPS[:80],
            "sometimes": [None] * 120 + [1] * 80,
        }
    )
    assert only(whole, "constant").columns == ("same",)
    assert only(whole, "empty").columns == ("none",)
    assert [alert.columns for alert in alerts(whole, "missing")] == [("most",), ("sometimes",)]
    assert alerts(whole, "missing")[0].sentence == "'most' is missing in 60% of the rows."
    assert "2 hold nothing to learn" in profile(whole).headline


def test_cells_that_could_not_be_read() -> None:
    alert = only(table(number={"x": STEPS}, unparsed={"x": 12}), "mixed types")
    assert alert.sentence == "12 cells of 'x' could not be read as a number and count as missing."


@pytest.mark.parametrize(("numbers", "mixed"), [(0, False), (20, True), (150, True), (ROWS, False)])
def test_numbers_among_words(numbers: int, mixed: bool) -> None:
    cells = ["3,5", "4"] * (numbers // 2) + ["none", "few"] * ((ROWS - numbers) // 2)
    assert bool(alerts(table(category={"c": cells}), "mixed types")) == mixed


def test_nearly_unique_and_many_levels() -> None:
    whole = table(
        category={
            "each": [f"e{step}" for step in STEPS],
            "many": [f"m{step // 3}" for step in STEPS],
            "few": [f"f{step % 50}" for step in STEPS],
        }
    )
    assert only(whole, "nearly unique").columns == ("each",)
    many = only(whole, "high cardinality")
    assert many.columns == ("many",)
    assert many.sentence == "'many' has 67 different values; 67 of them are held by fewer than 5."


def test_one_value_in_most_rows() -> None:
    whole = table(
        number={"spike": [0] * 170 + STEPS[:30], "spread": STEPS},
        category={"nearly": ["a"] * 196 + ["b"] * 4, "mostly": ["a"] * 180 + ["b"] * 20},
    )
    found = alerts(whole, "dominated")
    assert [alert.columns for alert in found] == [("spike",), ("nearly",)]
    assert found[0].sentence == "86% of 'spike' are 0."
    nearly_all = table(number={"x": [0] * 999 + [1]})
    assert only(nearly_all, "dominated").sentence == "Over 99% of 'x' are 0."


def test_columns_that_say_the_same() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=ROWS)
    whole = table(number={"x": x, "twice": 2 * x, "other": rng.normal(size=ROWS)})
    assert only(whole, "redundant").columns == ("x", "twice")
    many = table(number={f"x{copy}": x for copy in range(8)})
    assert len(alerts(many, "redundant")) == 10


def test_a_repeating_key_may_be_the_unit() -> None:
    keys = {"patient_id": [f"p{step // 2}" for step in STEPS]}
    assert only(table(key=keys), "unit").columns == ("patient_id",)
    assert alerts(table(key=keys, unit="patient_id"), "unit") == []


@pytest.mark.parametrize(
    ("personal", "treatment", "advice"),
    [
        ("email", "fake", "It is replaced by invented values."),
        ("email", "drop", "It is left out."),
        ("email", "model", "It is set to be modelled: choose 'fake' or 'drop', so that no real value is learned."),
        ("city", "model", "It stays modelled, and its rare values are protected; leave it out if nobody needs it."),
    ],
)
def test_personal_data_and_what_is_done_with_it(personal: str, treatment: str, advice: str) -> None:
    whole = table(category={"c": ["a", "b"] * 100})
    marked = whole.with_schema(whole.schema.with_column("c", personal=personal, treatment=treatment))
    alert = only(marked, "personal")
    assert alert.columns == ("c",)
    assert alert.advice == advice
    assert "1 looks personal" in profile(marked).headline


def test_personal_data_inside_text() -> None:
    notes = [f"note {step}" for step in STEPS[:-2]] + ["write to a.b@example.org", "mail x@example.com"]
    alert = only(table(text={"note": notes}), "personal")
    assert alert.sentence == "2 different values of 'note' mention an e-mail address."
    assert "example" not in alert.sentence + alert.advice
    assert "1 different value of 'note' mentions" in only(table(text={"note": notes[:-1]}), "personal").sentence


def test_the_most_pressing_kinds_come_first() -> None:
    whole = table(
        number={"same": [7] * 50, "x": [None] * 40 + STEPS[:10]}, category={"e": [f"v{n}" for n in range(50)]}
    )
    kinds = [alert.kind for alert in profile(whole).alerts]
    assert kinds == sorted(kinds, key=ALERT_KINDS.index)
    assert {"small", "constant", "missing", "nearly unique"} <= set(kinds)


def test_no_rare_value_is_quoted() -> None:
    rare: dict[str, Any] = {"c": ["SECRET"] * 4}
    tiny = table(category=rare)
    assert "SECRET" not in profile(tiny).model_dump_json()
    by_one = replace(table(category={"c": ["SECRET"] * ROWS}, key={"who": ["p"] * ROWS}, unit="who"))
    assert "SECRET" not in profile(by_one).model_dump_json()
