"""What is known of a column before its kind is: its spellings, their counts, and which of them mean missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

RARE = 5
"""A value in fewer rows than this is rare: it could point at one person."""

# fmt: off
ALWAYS_MISSING = frozenset((
    "", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "?", "\\N", "#N/A", "#NA", "<NA>", "NaT", "(null)", "k.A.",
))
"""Spellings that mean missing in any column."""
MISSING_AMONG_VALUES = ALWAYS_MISSING | frozenset((
    "None", "none", "na", "Na", "Null", "nil", "-", "--", "---", "–", "—", ".", "..", "*", ":", "unknown", "Unknown",
    "missing", "Missing", "unbekannt", "inconnu", "desconocido", "#NULL!", "#VALUE!", "#REF!", "#DIV/0!",
))
"""Spellings that mean missing where all else are numbers, dates or truth values."""
# fmt: on
_CODE = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, eq=False)
class Facts:
    """One column's different values that are not missing, the rows that hold each, and its spellings for missing."""

    name: str
    place: int
    values: list[str]
    counts: NDArray[np.int64]
    missing: Mapping[str, int]
    decimal: str = "."

    @cached_property
    def words(self) -> str:
        """The name in small letters, its words parted by _."""
        parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", self.name)
        return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")

    @property
    def filled(self) -> int:
        """Rows that are not missing."""
        return int(self.counts.sum())

    @property
    def unique(self) -> bool:
        """Whether no value repeats, over enough rows to mean something."""
        return len(self.values) == self.filled >= 3

    @property
    def rare(self) -> float:
        """The share of filled rows whose value stands in fewer than `RARE` rows."""
        return float(self.counts[self.counts < RARE].sum()) / max(1, self.filled)

    @property
    def nulls(self) -> tuple[str, ...]:
        """Spellings that mean missing, the commonest first."""
        return tuple(sorted(self.missing, key=lambda spelling: -self.missing[spelling])) or ("",)

    @property
    def different(self) -> str:
        """How many different values there are, in words."""
        return f"{len(self.values):,} different value{'' if len(self.values) == 1 else 's'}"

    def without(self, spellings: Iterable[str]) -> Facts:
        """The same column where these values mean missing too."""
        gone = frozenset(spellings)
        keep = np.array([value not in gone for value in self.values], dtype=bool)
        values = [value for value in self.values if value not in gone]
        counts = {value: int(rows) for value, rows in zip(self.values, self.counts, strict=True) if value in gone}
        return replace(self, values=values, counts=self.counts[keep], missing={**self.missing, **counts})


def gather(name: str, place: int, cells: NDArray[Any], decimal: str) -> Facts:
    """Count a column's different cells; blank ones are missing."""
    codes, levels = pd.factorize(cells)
    counts = np.bincount(codes, minlength=len(levels)).astype(np.int64)
    facts = Facts(name, place, levels.tolist(), counts, {}, decimal)
    return facts.without(value for value in facts.values if not value.strip())


def missing_words(facts: Facts, known: frozenset[str], nulls: frozenset[str]) -> Facts:
    """The same column with the known spellings of missing, and those in `nulls`, set aside."""
    return facts.without(value for value in facts.values if value.strip() in known or value in nulls)


def na_is_a_code(facts: Facts) -> bool:
    """Whether NA may be one of a list of two-letter codes, such as Namibia's, rather than missing."""
    others = [value for value in facts.values if value != "NA"]
    return len(others) >= 3 and all(_CODE.fullmatch(value) for value in others)
