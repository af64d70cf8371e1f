"""Invented data: by type, as unique as it was, none of it real, and the same for a seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from synth.make.fakes import WAYS, Fakes
from synth.make.language import guess_locale

RNG = np.random.default_rng
FORMS = {
    "email": r"[a-z.]+\d+@example\.org",
    "username": r"[a-z.]+\d+",
    "url": r"https://www\.example\.org/\S+",
    "ip": r"10\.\d+\.\d+\.\d+",
    "birth_date": r"(19|20)\d\d-\d\d-\d\d",
    "address": r".+ \d+",
    "name": r"\S+ .+",
}


def invent(kind: str, values: list[str], many: int, locale: str = "en_US", seed: int = 1) -> pd.Series[Any]:
    learned = Fakes.learn(pd.Series(values, dtype=object), kind, locale, 5, RNG(0))
    return pd.Series(learned.labels(many, RNG(seed)), dtype=object)


@pytest.mark.parametrize("kind", WAYS)
@pytest.mark.parametrize("locale", ["en_US", "de_DE", "ja_JP"])
def test_each_type_in_its_form_unique_and_the_same_for_a_seed(kind: str, locale: str) -> None:
    real = [f"real value {number}" for number in range(50)]
    made = invent(kind, real, 300, locale)
    assert all(type(value) is str for value in made)
    assert made.is_unique
    assert made.str.len().min() > 0
    assert made.equals(invent(kind, real, 300, locale))
    assert not made.equals(invent(kind, real, 300, locale, seed=2))
    if kind in FORMS:
        assert made.str.fullmatch(FORMS[kind]).all(), made[~made.str.fullmatch(FORMS[kind])].tolist()[:3]


def test_what_is_real_does_not_come_back() -> None:
    real = invent("name", ["a", "a"], 5000).tolist()
    assert not set(invent("name", real, 5000, seed=2)) & set(real)


def test_what_repeats_may_repeat() -> None:
    assert not invent("city", ["Delft", "Delft", "Leiden"], 5000).is_unique


def test_text_has_the_length_of_the_real_one() -> None:
    real = ["word " * length for length in RNG(0).integers(2, 40, 500)]
    made = invent("text", real, 1000).str.len()
    assert made.median() == pytest.approx(np.median([len(text) for text in real]), rel=0.15)
    assert made.max() <= max(len(text) for text in real)


@pytest.mark.parametrize(
    ("values", "locale"),
    [
        (["Jürgen Groß"] * 9 + ["Anna Meier"] * 40, "de_DE"),
        (["Ann Smith"] * 50 + ["Zoë"], "en_US"),
        (["François Lefèvre"] * 9, "fr_FR"),
        (["Giuseppe Rossi", "Lucia Esposito"] * 9, "it_IT"),
        (["rossi.giuseppe@web.example", "lucia-esposito@web.example"] * 9, "it_IT"),
        (["佐藤 直人", "鈴木 陽子"] * 9, "ja_JP"),
        (["John Smith", "Mary Johnson"] * 40 + ["Giuseppe Rossi"] * 9, "en_US"),
        (["Giuseppe Rossi"] * 2, "en_US"),
        ([], "en_US"),
    ],
)
def test_the_language_is_guessed_from_names_and_letters(values: list[str], locale: str) -> None:
    assert guess_locale(values, 5) == locale
