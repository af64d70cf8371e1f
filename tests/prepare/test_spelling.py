"""Values, shares and lists in words."""

from __future__ import annotations

from typing import Any

import pytest

from synth.prepare.schema import Column
from synth.prepare.spelling import listed, percent, spell, spell_number
from tests.prepare.tables import column


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (2013, 0, "2013"),
        (10_000, 0, "10,000"),
        (1_484_705.4, 0, "1,484,705"),
        (-37.25, 2, "-37.25"),
        (36.0, 2, "36"),
        (0.0, 4, "0"),
        (26.0564, None, "26.06"),
        (1234.567, 3, "1235"),
        (0.00012, 5, "0.00012"),
        (1e18, 0, "1e+18"),
        (0.5, 1, "0.5"),
    ],
)
def test_numbers(value: float, decimals: int | None, words: str) -> None:
    assert spell_number(value, decimals) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (0.004, "under 1%"), (0.5, "50%"), (0.994, "over 99%"), (0.99999, "over 99%"), (1, "100%")],
)
def test_shares_are_never_rounded_to_none_or_all(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("value", "of", "words"),
    [
        ("2024-03-01", column("d", "datetime"), "2024-03-01"),
        ("2024-03-01 12:30", column("d", "datetime"), "2024-03-01 12:30"),
        (True, column("b", "boolean", true="ja", false="nein"), "ja"),
        (False, column("b", "boolean", true="ja", false="nein"), "nein"),
        ("<b>", column("c", "category"), "<b>"),
    ],
)
def test_values_of_each_kind(value: Any, of: Column, words: str) -> None:
    assert spell(value, of) == words


def test_lists() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
