"""The language that invented names are made in: that of the real ones, as far as many of them tell it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

import pandas as pd

from synth.prepare.personal import LOCALES

USUAL = "en_US"
CLEARLY = 1.2
"""The names of one country must fit so many times as well as those of any other."""
MOST_CELLS = 20_000
LETTERS = {"de_DE": "äöüß", "fr_FR": "éèêàçœ", "es_ES": "ñíóú", "sv_SE": "åäö", "da_DK": "æøå", "pl_PL": "łąęśżź"}


def guess_locale(values: Sequence[str], k: int) -> str:
    """The country whose names, or else the language whose letters, stand in most values: k or more, and one in 50."""
    cells = [value.casefold() for value in values[:MOST_CELLS]]
    least = max(k, len(cells) / 50)
    named = _named(cells)
    second, first = sorted(LOCALES, key=lambda locale: named[locale])[-2:]
    if named[first] >= max(least, CLEARLY * named[second]):
        return first
    column = pd.Series(cells, dtype=object)
    lettered = {locale: int(column.str.contains(f"[{letters}]").sum()) for locale, letters in LETTERS.items()}
    likest = max(lettered, key=lambda locale: lettered[locale])
    return likest if lettered[likest] >= least else USUAL


def _named(cells: Sequence[str]) -> Mapping[str, float]:
    """How many words of the cells are names in each country; a name of many countries counts little for each."""
    words = Counter(word for cell in cells for word in set(re.findall(r"[^\W\d_]+", cell)))
    found = dict.fromkeys(LOCALES, 0.0)
    for word, times in words.items():
        where = _countries().get(word, ())
        for locale in where:
            found[locale] += times / len(where)
    return found


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    """For each first name or last name that Faker lists the countries where it is in use."""
    found: dict[str, dict[str, None]] = {}
    for locale in LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for field in (field for field in dir(provider) if field.startswith(("first_names", "last_names"))):
            for name in getattr(provider, field):
                for word in re.findall(r"[^\W\d_]+", str(name).casefold()):
                    found.setdefault(word, {})[locale] = None
    return {word: tuple(where) for word, where in found.items()}
