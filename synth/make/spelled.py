"""Codes spelled by a stated pattern, such as `P-[0-9]{5}`: the few signs of regular expressions that can be counted."""

from __future__ import annotations

import math
import re
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from synth.errors import ModelError
from synth.make.repeats import Maker

MOST_PLACES = 100
_PIECE = re.compile(r"(\[(?:[^\]\\]|\\.)+\]|\\.|[^\\\[\]{}()*+?|^$.])(?:\{(\d{1,3})\})?")
_SHUFFLED = 1_000_000


class Spelled(Maker):
    """Codes of one pattern; `unique`: all different."""

    makes: Literal["spelled"] = "spelled"
    pattern: str
    unique: bool = False

    def labels(self, many: int, rng: np.random.Generator) -> NDArray[Any]:
        """`many` codes; `ModelError` where so many different ones cannot be spelled."""
        places = places_of(self.pattern)
        if not self.unique:
            return _spell([rng.integers(len(place), size=many) for place in places], places)
        room = math.prod(map(len, places))
        if room < many:
            raise ModelError(
                f"The pattern {self.pattern!r} spells {room:,} codes, and {many:,} different ones are needed. "
                "Lengthen it, or ask for fewer rows."
            )
        if room <= _SHUFFLED:
            return _spell(_digits(rng.choice(room, many, replace=False), places), places)
        found: dict[str, None] = {}
        while len(found) < many:
            short = many - len(found)
            found |= dict.fromkeys(_spell([rng.integers(len(place), size=short) for place in places], places).tolist())
        return np.array(list(found), dtype=object)


def places_of(pattern: str) -> tuple[str, ...]:
    """What may stand at each place of a code; `ValueError` where the pattern cannot be read."""
    places: list[str] = []
    at = 0
    while at < len(pattern):
        found = _PIECE.match(pattern, at)
        if found is None:
            raise ValueError(
                f"the pattern {pattern!r} cannot be read at place {at + 1}: it may hold characters, sets such as "
                "[A-Z0-9], and {3} for three times; \\ before any other sign"
            )
        places += [_set(found[1])] * int(found[2] or 1)
        at = found.end()
        if len(places) > MOST_PLACES:
            raise ValueError(f"the pattern {pattern!r} is too long: {MOST_PLACES} places at the most")
    if not places:
        raise ValueError(f"the pattern {pattern!r} spells nothing")
    return tuple(places)


def _set(piece: str) -> str:
    """The characters of a set, or of the one sign that it is."""
    if not piece.startswith("["):
        return piece[-1]
    inner = re.findall(r"\\.|.", piece[1:-1])
    letters: list[str] = []
    at = 0
    while at < len(inner):
        if at + 2 < len(inner) and inner[at + 1] == "-":
            first, last = ord(inner[at][-1]), ord(inner[at + 2][-1])
            if not first <= last < first + 256:
                raise ValueError(f"the set {piece!r} cannot be read: {inner[at]}-{inner[at + 2]} is no range")
            letters += map(chr, range(first, last + 1))
            at += 3
        else:
            letters.append(inner[at][-1])
            at += 1
    return "".join(dict.fromkeys(letters))


def _digits(numbers: NDArray[np.int64], places: tuple[str, ...]) -> list[NDArray[np.int64]]:
    """Which character each code has at each place, the code being a number of mixed base."""
    found = []
    for place in reversed(places):
        found.append(numbers % len(place))
        numbers = numbers // len(place)
    return found[::-1]


def _spell(digits: list[NDArray[np.int64]], places: tuple[str, ...]) -> NDArray[np.object_]:
    letters = [np.array(list(place))[digit] for digit, place in zip(digits, places, strict=True)]
    return np.stack(letters, axis=1).view(f"U{len(places)}").ravel().astype(object)
