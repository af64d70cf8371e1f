"""What kind each column is, what is done with it, and why: decided from its spellings and their counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from synth.prepare.dates import find_formats
from synth.prepare.numbers import NumberSpelling, find_spelling
from synth.prepare.schema import Column, Schema
from synth.prepare.text import Text

FEW_CODES = 12
"""Whole numbers with at most so many distinct values are read as codes of categories, not as amounts."""
ROWS_PER_CODE = 5
"""... where each of them stands in so many rows on average."""
RARE = 5
"""A level in fewer rows than this is rare: it could point at one person."""

_NULLS_ANYWHERE = frozenset({"", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "?", "\\N", "#N/A", "<NA>", "NaT"})
_NULLS_AMONG_VALUES = _NULLS_ANYWHERE | {
    "None",
    "none",
    "-",
    "--",
    "---",
    ".",
    "na",
    "Null",
    "nil",
    "#NA",
    "#NULL!",
    "*",
    "x",
}
_BOOLEANS = (
    ("true", "false"),
    ("yes", "no"),
    ("y", "n"),
    ("t", "f"),
    ("on", "off"),
    ("ja", "nein"),
    ("oui", "non"),
    ("si", "no"),
    ("sí", "no"),
)
_FLAG = re.compile(r"(?:is|has|had|was|did|flag)(?:_|$)")
_IDENTIFIER = re.compile(r"(?:^|_)(?:id|ids|key|uuid|guid|mrn|ssn|identifier|pk)(?:_|$)|(?:_|^)(?:no|nr|num|number)$")
_ROW_NUMBER = re.compile(r"(?:column_1|rownames?|row|index|unnamed(?:_0)?|x|id)")
_WHOLE = re.compile(r"[+-]?\d+")


@dataclass(frozen=True)
class Facts:
    """What is known of one column: its spellings without those that mean missing, and how many rows hold each."""

    name: str
    place: int
    rows: int
    values: list[str]
    counts: np.ndarray[Any, np.dtype[np.int64]]
    nulls: tuple[str, ...]
    decimal: str

    @property
    def words(self) -> str:
        """The name in small letters with its words parted by _."""
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


def infer_schema(text: Text, *, nulls: Sequence[str] = ()) -> Schema:
    """Decide each column's kind, spelling and treatment, and say why. `nulls` adds spellings that mean missing."""
    columns = []
    for place, name in enumerate(text.frame.columns):
        codes, levels = pd.factorize(text.frame[name].to_numpy())
        counts = np.bincount(codes, minlength=len(levels))
        columns.append(_decide(name, place, levels.tolist(), counts, frozenset(nulls), text.reading.dialect.decimal))
    return Schema(columns=tuple(columns))


def _decide(
    name: str, place: int, levels: list[str], counts: np.ndarray[Any, Any], nulls: frozenset[str], decimal: str
) -> Column:
    for known in (_NULLS_AMONG_VALUES | nulls, _NULLS_ANYWHERE | nulls):
        facts = _facts(name, place, levels, counts, known, decimal)
        deciders = _TYPED if known is not _NULLS_ANYWHERE | nulls else _TYPED
        for decide in deciders:
            if facts.values and (column := decide(facts)):
                return _treated(column, facts)
    return _treated(_words(facts), facts)


def _facts(
    name: str, place: int, levels: list[str], counts: np.ndarray[Any, Any], nulls: frozenset[str], decimal: str
) -> Facts:
    null = np.array([level.strip() in nulls or level in nulls for level in levels], dtype=bool)
    found = sorted((at for at in np.flatnonzero(null)), key=lambda at: -counts[at])
    spellings = dict.fromkeys([levels[at] for at in found] or [""])
    values = [level for level, gone in zip(levels, null, strict=True) if not gone]
    return Facts(name, place, int(counts.sum()), values, counts[~null], tuple(spellings), decimal)


def _boolean(facts: Facts) -> Column | None:
    pair = {value.lower(): value for value in facts.values}
    if len(facts.values) != 2 or len(pair) != 2:
        return None
    pairs = (*_BOOLEANS, ("1", "0")) if _FLAG.match(facts.words) else _BOOLEANS
    for true, false in pairs:
        if pair.keys() == {true, false}:
            why = f"Every value is {pair[true]!r} or {pair[false]!r}."
            return Column(
                name=facts.name, kind="boolean", true=pair[true], false=pair[false], nulls=facts.nulls, why=why
            )
    return None


def _datetime(facts: Facts) -> Column | None:
    forms = find_formats(facts.values)
    if not forms or (forms[0] == "%Y%m%d" and len(facts.values) < 3):
        return None
    why = f"Every value is a date or time spelled {forms[0]}."
    if len(forms) > 1:
        why += f" It could also be {forms[1]}: no value decides between day and month, so please check."
    digits = max((len(re.sub(r".*[.,]", "", value)) for value in facts.values), default=0) if "%f" in forms[0] else None
    return Column(name=facts.name, kind="datetime", format=forms[0], decimals=digits, nulls=facts.nulls, why=why)


def _number(facts: Facts) -> Column | None:
    spelling = find_spelling(facts.values, facts.decimal)
    if spelling is None or any(re.match(r"[+-]?0\d", value) for value in facts.values):
        return None
    if spelling.decimals == 0 and not spelling.prefix and not spelling.suffix:
        if column := _whole_key(facts) or _codes(facts):
            return column
    words = "whole number" if spelling.decimals == 0 else "number"
    return _as_number(facts, spelling, f"Every value is a {words}; {len(facts.values):,} different ones.")


def _as_number(facts: Facts, spelling: NumberSpelling, why: str) -> Column:
    return Column(
        name=facts.name,
        kind="number",
        decimals=spelling.decimals,
        least_decimals=spelling.least_decimals,
        decimal_sign="," if spelling.decimal_sign == "," else ".",
        thousands_sign=spelling.thousands_sign,
        prefix=spelling.prefix,
        suffix=spelling.suffix,
        nulls=facts.nulls,
        why=why,
    )


def _whole_key(facts: Facts) -> Column | None:
    numbers = {int(value.replace(",", "").replace(".", "")) for value in facts.values if _WHOLE.fullmatch(value)}
    counted = facts.unique and len(numbers) == len(facts.values) and max(numbers) - min(numbers) == len(numbers) - 1
    if facts.place == 0 and counted and min(numbers) in (0, 1) and _ROW_NUMBER.fullmatch(facts.words):
        return _key(facts, "Counts the rows from the first to the last.")
    if _IDENTIFIER.search(facts.words) and (facts.unique or len(facts.values) > max(20, facts.filled / 50)):
        how = "each stands once" if facts.unique else f"{len(facts.values):,} different ones"
        return _key(facts, f"Named like an identifier; {how}.")
    return None


def _codes(facts: Facts) -> Column | None:
    if len(facts.values) > FEW_CODES or facts.filled < ROWS_PER_CODE * len(facts.values):
        return None
    why = f"Whole numbers, but only {len(facts.values)} different ones: more likely codes than amounts."
    return Column(name=facts.name, kind="category", nulls=facts.nulls, why=why)


def _key(facts: Facts, why: str) -> Column:
    return Column(
        name=facts.name, kind="key", treatment="key", nulls=facts.nulls, why=why + " It is remade, not modelled."
    )


def _words(facts: Facts) -> Column:
    if not facts.values:
        why = "Every cell is missing."
        return Column(name=facts.name, kind="category", treatment="constant", nulls=facts.nulls, why=why)
    rare = int(facts.counts[facts.counts < RARE].sum())
    digits = sum(any(mark.isdigit() for mark in value) for value in facts.values[:1000]) / len(facts.values[:1000])
    spaced = sum(" " in value.strip() for value in facts.values[:1000]) / len(facts.values[:1000])
    if (
        rare > facts.filled / 2
        and spaced < 0.1
        and ((facts.unique and digits > 0.9) or _IDENTIFIER.search(facts.words))
    ):
        return _key(
            facts, f"{len(facts.values):,} different values in {facts.filled:,} rows, spelled like identifiers."
        )
    if rare > facts.filled / 2:
        share = rare / facts.filled
        why = f"{share:.0%} of its rows hold a value that fewer than {RARE} rows share. It is left out."
        return Column(name=facts.name, kind="text", treatment="drop", nulls=facts.nulls, why=why)
    why = f"{len(facts.values):,} different values."
    return Column(name=facts.name, kind="category", nulls=facts.nulls, why=why)


def _treated(column: Column, facts: Facts) -> Column:
    if len(facts.values) == 1 and column.kind not in ("text", "key") and column.treatment == "model":
        why = f"{column.why} The same in every row."
        return column.model_copy(update={"treatment": "constant", "why": why})
    return column


_TYPED: tuple[Callable[[Facts], Column | None], ...] = (_boolean, _datetime, _number)
