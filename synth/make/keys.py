"""Keys: remade in the pattern of the real ones, as unique as they were, and none of them a real one.

A pattern is the length of a key and what stands at each of its places. Only what at least k units share is learned: a
prefix that few keys have is not. Row numbers (1, 2, 3, …) stay row numbers.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from stdnum import iban, luhn

from synth.make.repeats import Maker
from synth.make.taken import Taken

DIGITS = string.digits
FEW = 3
"""So many letters at one place are kept as they are; more are taken for any letter."""
CODES = 0x110000
"""How many characters there are."""


def _with_iban_digits(key: str) -> str:
    """An IBAN whose third and fourth signs fit the others."""
    return key[:2] + str(iban.calc_check_digits(key)) + key[4:]


def _with_luhn_digit(key: str) -> str:
    """A card number whose last digit fits the others."""
    return key[:-1] + str(luhn.calc_check_digit(re.sub(r"\D", "", key[:-1])))


CHECKS: dict[str, Callable[[str], str]] = {"iban": _with_iban_digits, "credit_card": _with_luhn_digit}


class Pattern(BaseModel):
    """What may stand at each place of a key: one character (fixed) or any of several; with its share of the keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    places: tuple[str, ...]
    share: float = 1.0

    @classmethod
    def learn(cls, held: pd.DataFrame, k: int, share: float) -> Pattern:
        """What keys of one length have in common; `held` lists each `key` once for each `unit` that has it."""
        letters = held["key"].to_numpy().astype(str)
        table = letters.view("U1").reshape(len(letters), -1)
        units = held["unit"].to_numpy()
        places = tuple(_place(table[:, at], units, k, first=at == 0) for at in range(table.shape[1]))
        return cls(places=places, share=share)

    def widen(self, many: int) -> Pattern:
        """Free fixed digits, the last first, then add places, until there is room for `many` keys."""
        places = list(self.places)
        fixed = [at for at, place in enumerate(places) if len(place) == 1 and place in DIGITS]
        while math.prod(len(place) for place in places) < many:
            if fixed:
                at = fixed.pop()
                places[at] = DIGITS if at or places[at] == "0" else DIGITS[1:]
            else:
                places.append(DIGITS)
        return Pattern(places=tuple(places), share=self.share)

    def draw(self, many: int, rng: np.random.Generator) -> NDArray[np.object_]:
        """`many` keys, any of them as likely as any other."""
        letters = [np.array(list(place))[rng.integers(len(place), size=many)] for place in self.places]
        return np.stack(letters, axis=1).view(f"U{len(self.places)}").ravel().astype(object)


NO_PATTERN = Pattern(places=(string.ascii_uppercase + DIGITS,) * 12)


class Keys(Maker):
    """Keys that are all different: row numbers from `first`, or spelled by `patterns` and none of those `taken`.

    `check` names how check digits are worked out, in `CHECKS`.
    """

    makes: Literal["keys"] = "keys"
    first: int = 0
    check: str | None = None
    patterns: tuple[Pattern, ...] = ()
    taken: Taken | None = None

    @classmethod
    def learn(
        cls,
        keys: pd.Series[str],
        units: NDArray[np.int64],
        k: int,
        rng: np.random.Generator,
        check: str | None = None,
    ) -> Keys:
        """Learn from the cells of a column that are not missing, and the unit of each."""
        distinct = keys.unique()
        first = _first_row_number(distinct)
        if first is not None:
            return cls(first=first)
        held = pd.DataFrame({"key": keys.to_numpy(), "unit": units}).drop_duplicates()
        groups = _alike(held, k, prefix=True)
        if sum(map(len, groups)) < 0.9 * len(held):
            groups = _alike(held, k, prefix=False)
        total = sum(map(len, groups))
        patterns = [Pattern.learn(group, k, len(group) / total).widen(_room(len(group), check)) for group in groups]
        return cls(patterns=tuple(patterns) or (NO_PATTERN,), taken=Taken.learn(distinct, rng), check=check)

    def labels(self, many: int, rng: np.random.Generator) -> NDArray[Any]:
        """`many` different keys."""
        if self.taken is None:
            return np.arange(self.first, self.first + many).astype(str).astype(object)
        patterns = [pattern.widen(_room(many * pattern.share, self.check)) for pattern in self.patterns]
        found: dict[str, None] = {}
        while len(found) < many:
            short = many - len(found)
            batch = np.concatenate([pattern.draw(math.ceil(2 * short * pattern.share), rng) for pattern in patterns])
            if self.check:
                batch = np.array([CHECKS[self.check](key) for key in batch], dtype=object)
            found |= dict.fromkeys(rng.permutation(batch[self.taken.free(batch)])[:short].tolist())
        return np.array(list(found), dtype=object)


def _room(keys: float, check: str | None) -> int:
    """How many keys a pattern must be able to spell, so that enough of them are free; check digits spell nothing."""
    return math.ceil(keys) * (2000 if check else 20)


def _alike(held: pd.DataFrame, k: int, *, prefix: bool) -> list[pd.DataFrame]:
    """Keys of the same length and signs, and of the same leading letters where `prefix`, that at least k units have."""
    shapes = held["key"].str.replace(r"[A-Za-z0-9]", "x", regex=True)
    if prefix:
        shapes += held["key"].str.extract(r"^([A-Za-z]{2,})", expand=False).fillna("")
    enough = held.groupby(shapes)["unit"].transform("nunique") >= k
    return [group for _, group in held[enough].groupby(shapes[enough])]


def _first_row_number(keys: NDArray[Any]) -> int | None:
    """0 or 1 where the keys are row numbers, some of which may be absent (held out); else None."""
    if not all(re.fullmatch(r"0|[1-9]\d{0,14}", key) for key in keys):
        return None
    numbers = [int(key) for key in keys]
    return min(1, *numbers) if min(numbers) <= 20 and max(numbers) <= 2 * len(numbers) else None


def _place(letters: NDArray[np.str_], units: NDArray[np.int64], k: int, *, first: bool) -> str:
    """The characters that may stand at one place, from those that at least `k` units have there."""
    codes = np.ascontiguousarray(letters).view(np.uint32).astype(np.int64)
    met, holders = np.unique(np.unique(codes + units * CODES) % CODES, return_counts=True)
    seen, kept = set(map(chr, met)), set(map(chr, met[holders >= k]))
    if len(kept) == 1 or (kept and len(kept) <= FEW and not kept & set(DIGITS)):
        return "".join(sorted(kept))
    used = kept or seen
    place = (DIGITS[1:] if first and "0" not in used else DIGITS) if used & set(DIGITS) else ""
    for case in (string.ascii_lowercase, string.ascii_uppercase):
        if used & set(case):
            place += case[:6] if used & set(case) <= set(case[:6]) else case
    return place + "".join(sorted(used - set(string.ascii_letters + DIGITS)))
