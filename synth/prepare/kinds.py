"""What kind each column is, what is done with it, and why: decided from its spellings and their counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Generic, TypeVar

from synth.prepare.dates import (
    choose_format,
    day_comes_first,
    find_formats,
    fraction_digits,
    in_words,
    resembles_date,
)
from synth.prepare.facts import (
    ALWAYS_MISSING,
    MISSING_AMONG_VALUES,
    RARE,
    Facts,
    gather,
    missing_words,
    na_is_a_code,
)
from synth.prepare.numbers import NumberSpelling, find_spelling, resembles_number
from synth.prepare.personal import Personal, recognise
from synth.prepare.schema import Column, Schema
from synth.prepare.text import Text

FEW_CODES = 12
"""Whole numbers with at most so many different values are taken for codes: a generator and a judge then keep each as it
is, and nothing is made between them. Month, sex, education or a survey's answers have no more; ages and counts do."""
MORE_CODES = 50
"""The same where the name says that they are codes (type, region, status, …)."""
ROWS_PER_CODE = 5
"""Codes stand in at least so many rows on average, so that small tables keep their numbers."""
MAX_STRAYS = 0.01
"""The share of rows that may not fit a kind; they become missing, and are counted."""
MAX_STRAY_WORDS = 0.05
"""The share of rows that one to three words among numbers or dates may hold; they are taken to mean missing."""

BOOLEANS = (
    ("true", "false"),
    ("yes", "no"),
    ("y", "n"),
    ("t", "f"),
    ("on", "off"),
    ("ja", "nein"),
    ("oui", "non"),
    ("si", "no"),
    ("sí", "no"),
    ("sim", "não"),
    ("tak", "nie"),
)
_FLAG = re.compile(r"(?:is|has|had|was|did|flag)_.*|.*_flag")
_IDENTIFIER = re.compile(
    r"(?:.*_)?(?:id|ids|key|uuid|guid|mrn|identifier|pk|rowid|oid)|.*_(?:no|nr|num|number|id_.*)|id_.*"
)
_ROW_NUMBER = re.compile(r"column_1|row_?names?|row|row_?(?:id|no|nr|num|number)|index|unnamed(?:_0)?|x|id|nr|no|n|")
_CODED = re.compile(
    r"(?:.*_)?(?:code|codes|type|class|category|cat|group|region|status|zone|district|segment|cluster|level|grade)"
)
_AMOUNT = re.compile(
    r"(?:num|number|n|no|count|total)_.*|(?:.*_)?(?:count|qty|quantity|years|months|days|hours|minutes|age|price|amount)"
)
_LEADING_ZERO = re.compile(r"\s*[+-]?0[0-9]")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{8,}(?:-[0-9a-fA-F]{4,}){0,4}")
_NEVER_NUMBERS = ("phone", "credit_card", "national_id", "postcode", "iban", "passport", "license_plate", "ip")


def infer_schema(text: Text, *, nulls: Sequence[str] = ()) -> Schema:
    """Decide each column's kind, spelling and treatment, and say why. `nulls` adds spellings that mean missing."""
    decimal = text.reading.dialect.decimal
    columns = [gather(name, at, text.frame[name].to_numpy(), decimal) for at, name in enumerate(text.frame.columns)]
    file = File(
        nulls=frozenset(nulls),
        na_in_many=sum("NA" in facts.values for facts in columns) > 1,
        day_first=day_comes_first(facts.values[:2000] for facts in columns),
    )
    return Schema(columns=tuple(_decide(facts, file) for facts in columns))


@dataclass(frozen=True)
class File:
    """What a column's file says about it: more spellings of missing, whether NA is one of them, and how dates begin."""

    nulls: frozenset[str]
    na_in_many: bool
    day_first: bool | None


def _decide(facts: Facts, file: File) -> Column:
    cells = missing_words(facts, MISSING_AMONG_VALUES, file.nulls)
    person = recognise(facts.name, cells.values, rows=max(1, cells.filled))
    if cells.values and not (person and person.type in _NEVER_NUMBERS):
        column = _boolean(cells) or _datetime(cells, file) or _number(cells)
        if column:
            return _treated(column, cells, person)
    known = ALWAYS_MISSING if file.na_in_many or not na_is_a_code(facts) else ALWAYS_MISSING - {"NA"}
    cells = missing_words(facts, known, file.nulls)
    return _treated(_words(cells), cells, person)


def _boolean(facts: Facts) -> Column | None:
    spelled = {value.strip().lower(): value for value in facts.values[:3]}
    if len(facts.values) != 2 or len(spelled) != 2:
        return None
    flag = _FLAG.fullmatch(facts.words) is not None
    for true, false in (*BOOLEANS, ("1", "0")) if flag else BOOLEANS:
        if spelled.keys() == {true, false}:
            yes, no = spelled[true], spelled[false]
            also = " and its name asks a question" if true == "1" else ""
            why = f"Every value is {yes} or {no}{also}."
            return Column(name=facts.name, kind="boolean", true=yes, false=no, nulls=facts.nulls, why=why)
    return None


def _datetime(facts: Facts, file: File) -> Column | None:
    """A date or time in one of the documented formats, all cells or nearly all."""
    found = _nearly_all(facts, find_formats, resembles_date)
    if not found or (found.answer[0] == "%Y%m%d" and len(facts.values) < 3):
        return None
    values = found.facts.values
    form, doubt = choose_format(found.answer, values, file.day_first)
    why = f"Every value is a date or time, spelled {in_words(form)}.{doubt}{found.why}"
    digits = fraction_digits(values) if "%f" in form else None
    return Column(name=facts.name, kind="datetime", format=form, decimals=digits, nulls=found.facts.nulls, why=why)


def _number(facts: Facts) -> Column | None:
    """A number, a code or a key, if all cells or nearly all are numbers in one spelling, none with a leading zero."""
    found = _nearly_all(facts, lambda values: find_spelling(values, facts.decimal), resembles_number)
    if not found or any(map(_LEADING_ZERO.match, found.facts.values)):
        return None
    if found.answer == NumberSpelling() and (column := _whole_key(found.facts) or _codes(found.facts)):
        return column
    words = "whole number" if found.answer.decimals == 0 else "number"
    return _as_number(found.facts, found.answer, f"Every value is a {words}.{found.why}")


Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Found(Generic[Answer]):
    """A spelling, the column's facts without cells that stray from it, and a sentence on those."""

    answer: Answer
    facts: Facts
    why: str = ""


def _nearly_all(
    facts: Facts, find: Callable[[list[str]], Answer | None], resembles: Callable[[str], bool]
) -> Found[Answer] | None:
    """The spelling that all values share; else that of nearly all, if the others are few."""
    if answer := find(facts.values):
        return Found(answer, facts)
    aside = _strays_aside(facts, resembles)
    answer = find(aside[0].values) if aside else None
    return Found(answer, *aside) if aside and answer else None


def _strays_aside(facts: Facts, resembles: Callable[[str], bool]) -> tuple[Facts, str] | None:
    """The column without the few cells that keep it from being of one kind, and a sentence on them.

    One to three words without digits, in few rows, are taken to mean missing; other cells, in still fewer rows, are
    left out of the decision: they do not fit the kind, and will be counted so.
    """
    if not any(map(resembles, facts.values[:FEW_CODES])):
        return None
    strays = {value for value in facts.values if not resembles(value)}
    if not strays or len(facts.values) - len(strays) <= FEW_CODES:
        return None
    rows = facts.rows(strays.__contains__)
    words = not any(mark.isdigit() for value in strays for mark in value)
    if words and len(strays) <= 3 and rows <= MAX_STRAY_WORDS * facts.filled:
        spelled = ", ".join(map(repr, sorted(strays)))
        return facts.without(strays), f" {spelled}, in {_rows(rows)}, is taken to mean missing."
    if rows <= MAX_STRAYS * facts.filled:
        rest = replace(facts.without(strays), missing=facts.missing)
        return rest, f" All but {_rows(rows)}, whose cells do not fit and become missing."
    return None


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
    counted = facts.place == 0 and facts.unique and _counts_up(facts.values)
    if counted and (len(facts.values) >= 20 or _ROW_NUMBER.fullmatch(facts.words)):
        return _key(facts, "It counts the rows from the first to the last.")
    if not _IDENTIFIER.fullmatch(facts.words):
        return None
    why = f"Named like an identifier, but {_different(facts)} in {_rows(facts.filled)} are more likely codes."
    return _named_key(facts) or Column(name=facts.name, kind="category", nulls=facts.nulls, why=why)


def _counts_up(values: Sequence[str]) -> bool:
    first = values[0]
    return first in ("0", "1") and all(value == str(int(first) + at) for at, value in enumerate(values))


def _named_key(facts: Facts) -> Column | None:
    """A column named like an identifier that has many different values: one in some 50 rows at least."""
    many = len(facts.values) > max(FEW_CODES, facts.filled / 50)
    if not _IDENTIFIER.fullmatch(facts.words) or not (facts.unique or many):
        return None
    how = "no value repeats" if facts.unique else f"{_different(facts)} in {_rows(facts.filled)}"
    return _key(facts, f"Named like an identifier; {how}.")


def _codes(facts: Facts) -> Column | None:
    """Whole numbers that are codes, not amounts: few, in many rows each, and neither named nor spread like counts."""
    coded = _CODED.fullmatch(facts.words) is not None
    few = 2 <= len(facts.values) <= (MORE_CODES if coded else FEW_CODES)
    if not few or facts.filled < ROWS_PER_CODE * len(facts.values):
        return None
    if not coded and len(facts.values) > 2 and (_AMOUNT.fullmatch(facts.words) or _spread_like_counts(facts)):
        return None
    because = "and its name speaks of codes" if coded else "so more likely codes than amounts"
    why = f"Whole numbers, but only {_different(facts)}, {because}."
    return Column(name=facts.name, kind="category", nulls=facts.nulls, why=why)


def _spread_like_counts(facts: Facts) -> bool:
    """Whether six or more whole numbers from 0 or 1 on grow much rarer the higher they are, but for chance."""
    held = sorted(zip(map(int, facts.values), facts.counts.tolist(), strict=True))
    rows = [count for _, count in held]
    top = rows.index(max(rows))
    falling = all(later <= earlier + 2 * (earlier + 1) ** 0.5 for earlier, later in pairwise(rows[top:]))
    return len(held) >= 6 and held[0][0] in (0, 1) and top <= len(held) / 3 and falling and 4 * rows[-1] < rows[top]


def _key(facts: Facts, why: str) -> Column:
    return Column(
        name=facts.name, kind="key", treatment="key", nulls=facts.nulls, why=f"{why} It is remade in the same pattern."
    )


def _words(facts: Facts) -> Column:
    """A category if its values repeat; a key if they are spelled like identifiers; else text, which is left out."""
    if not facts.values:
        why = "Every cell is missing."
        return Column(name=facts.name, kind="category", treatment="constant", nulls=facts.nulls, why=why)
    if column := _named_key(facts):
        return column
    if facts.rare <= 0.5:
        why = f"{_different(facts)[0].upper()}{_different(facts)[1:]}." if len(facts.values) > 1 else "One value."
        return Column(name=facts.name, kind="category", nulls=facts.nulls, why=why)
    if facts.unique and _spelled_like_keys(facts.values):
        return _key(facts, "No value repeats, and all are spelled in one pattern, like identifiers.")
    clocks = " They are dates and times of different time zones." if _zoned(facts.values) else ""
    why = f"{_percent(facts.rare)} of the rows hold a value that fewer than {RARE} rows share.{clocks} It is left out."
    return Column(name=facts.name, kind="text", treatment="drop", nulls=facts.nulls, why=why)


def _spelled_like_keys(values: Sequence[str]) -> bool:
    """Short, without blanks, with digits, nearly all in one pattern of letters and digits; or hexadecimal."""
    sample = values[:1000]
    if any(len(value) > 64 or re.search(r"\s", value) for value in sample) or _zoned(sample):
        return False
    if all(_HEXADECIMAL.fullmatch(value) for value in sample):
        return True
    shapes = Counter(re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", value)) for value in sample)
    shape, often = shapes.most_common(1)[0]
    return "9" in shape and often >= 0.9 * len(sample)


def _zoned(values: Sequence[str]) -> bool:
    """Whether most values are dates with a time, which no one format fits."""
    return (
        sum(re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", value) is not None for value in values[:100])
        > len(values[:100]) / 2
    )


def _treated(column: Column, facts: Facts, person: Personal | None) -> Column:
    """The column with what its values say beyond their kind: missing spellings, personal data, only one value."""
    spelled = [repr(null) for null in column.nulls if null in facts.missing and null.strip()]
    why = f"{column.why} Read as missing: {', '.join(spelled)}." if spelled else column.why
    if person is not None and (person.direct or column.kind == "text"):
        why = f"{person.why} It is replaced by invented values."
        return Column(
            name=column.name, kind="text", treatment="fake", nulls=column.nulls, personal=person.type, why=why
        )
    if person is not None:
        changes = {"personal": person.type, "quasi_identifier": True, "why": f"{why} {person.why}"}
        return column.model_copy(update=changes)
    if column.treatment == "model" and len(facts.values) == 1:
        return column.model_copy(update={"treatment": "constant", "why": f"{why} It is the same in every row."})
    return column.model_copy(update={"why": why})


def _different(facts: Facts) -> str:
    return "1 different value" if len(facts.values) == 1 else f"{len(facts.values):,} different values"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _percent(share: float) -> str:
    return "all" if share == 1 else f"{share:.0%}"
