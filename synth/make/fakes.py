"""Invented personal data and text: made by type, as unique as the real values were, and none of them a real one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from faker import Faker
from numpy.typing import NDArray

from synth.make.language import USUAL
from synth.make.repeats import Maker, small_numbers
from synth.make.taken import Taken

Words = NDArray[Any]

POOL = 1500
"""Names and the like are put together from at most so many words that Faker makes."""
TRIES = 20


class Source:
    """A seeded source of invented words."""

    def __init__(self, locale: str, lengths: Sequence[int], rng: np.random.Generator) -> None:
        self.rng = rng
        self._lengths = np.array(lengths or [20])
        self._seed = int(rng.integers(2**31))
        self._faker = self._speaking(locale)
        self._pools: dict[tuple[str, bool], Words] = {}

    def some(self, kind: str, many: int, *, plain: bool = False) -> Words:
        """Words drawn from the first that Faker makes of that kind; `plain`: in small Latin letters."""
        if (kind, plain) not in self._pools:
            words = [getattr(self._faker, kind)() for _ in range(POOL)]
            if plain and not (words := [word for word in map(_plain, words) if word]):
                latin = self._speaking(USUAL)
                words = [_plain(getattr(latin, kind)()) for _ in range(POOL)]
            self._pools[kind, plain] = np.array(list(dict.fromkeys(words)), dtype=object)
        return self.rng.choice(self._pools[kind, plain], size=many)

    def _speaking(self, locale: str) -> Faker:
        faker = Faker(locale)
        faker.seed_instance(self._seed)
        return faker

    def number(self, low: int, high: int, many: int) -> Words:
        """Whole numbers from `low` to below `high`, as text."""
        return self.rng.integers(low, high, size=many).astype(str).astype(object)

    def handle(self, many: int) -> Words:
        """A first and a last name in plain letters, and a number, fit for an address in the net."""
        first, last = (self.some(kind, many, plain=True) for kind in ("first_name", "last_name"))
        return first + "." + last + self.number(1, 100, many)

    def text(self, many: int) -> Words:
        """Pieces of placeholder text, of lengths drawn from the real ones."""
        words = self.some("word", 5000)
        starts = np.cumsum([0] + [len(word) + 1 for word in words[:-1]])
        whole = " ".join(words)
        firsts = starts[self.rng.integers(len(starts) // 2, size=many)]
        pieces = zip(firsts.tolist(), self.rng.choice(self._lengths, size=many).tolist(), strict=True)
        return np.array([whole[at : at + length].strip().capitalize() for at, length in pieces], dtype=object)


def _birth_dates(source: Source, many: int) -> Words:
    days = np.datetime64("1940-01-01") + source.rng.integers(0, 365 * 65, size=many)
    return days.astype(str).astype(object)


WAYS: Mapping[str, Callable[[Source, int], Words]] = {
    "name": lambda source, many: source.some("first_name", many) + " " + source.some("last_name", many),
    "first_name": lambda source, many: source.some("first_name", many),
    "last_name": lambda source, many: source.some("last_name", many),
    "email": lambda source, many: source.handle(many) + "@example.org",
    "username": lambda source, many: source.handle(many),
    "url": lambda source, many: "https://www.example.org/" + source.handle(many),
    "ip": lambda source, many: (
        "10." + source.number(0, 256, many) + "." + source.number(0, 256, many) + "." + source.number(1, 255, many)
    ),
    "company": lambda source, many: source.some("last_name", many) + " " + source.some("company_suffix", many),
    "street": lambda source, many: source.some("street_name", many),
    "address": lambda source, many: source.some("street_name", many) + " " + source.number(1, 200, many),
    "city": lambda source, many: source.some("city", many),
    "birth_date": _birth_dates,
    "text": lambda source, many: source.text(many),
}


class Fakes(Maker):
    """Values of one `type`, invented in the language of `locale`; `unique`: all different."""

    makes: Literal["fakes"] = "fakes"
    type: str
    locale: str
    unique: bool
    taken: Taken
    lengths: tuple[int, ...] = ()

    @classmethod
    def learn(cls, values: pd.Series[str], kind: str, locale: str, k: int, rng: np.random.Generator) -> Fakes:
        """Learn from the cells of a column that are not missing, one for each unit where a unit shares them."""
        distinct = values.unique()
        return cls(
            type=kind,
            locale=locale,
            unique=len(distinct) == len(values),
            taken=Taken.learn(distinct, rng),
            lengths=small_numbers(values.str.len().to_numpy().astype(np.int64), k, rng) if kind == "text" else (),
        )

    def labels(self, many: int, rng: np.random.Generator) -> Words:
        """`many` invented values; where words run out, real ones are shunned before repeated ones are numbered."""
        source = Source(self.locale, self.lengths, rng)
        values = WAYS[self.type](source, many)
        for _ in range(TRIES):
            again = self._unfit(values)
            if not again.any():
                return values
            values[again] = WAYS[self.type](source, int(again.sum()))
        if self.unique:
            values += np.where(pd.Series(values).duplicated(), " " + np.arange(many).astype(str).astype(object), "")
        return values

    def _unfit(self, values: Words) -> NDArray[np.bool_]:
        unfit = ~self.taken.free(values)
        return unfit | pd.Series(values).duplicated().to_numpy() if self.unique else unfit


def _plain(name: str) -> str:
    """A name in small Latin letters."""
    letters = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss"))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())
