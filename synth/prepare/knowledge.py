"""Who knows what: guesses, each with its reason, at what outsiders know of people and what they would like to know.

- *Quasi-identifiers* are knowable from outside and together single people out: age, sex and town.
- *Sensitive* columns split people into groups that must be treated alike: sex, race, age.
- *Secrets* are worth finding out: a diagnosis, an income.

Guesses are by name, then by how many rows become unique. A flag that a steward set in the schema comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.prepare.personal import words_of
from synth.prepare.personal_words import OTHERWISE
from synth.prepare.schema import Column
from synth.prepare.spelling import listed, percent
from synth.prepare.suggest import Suggestion, suggest_target
from synth.prepare.table import Table

MOST_KNOWN, MOST_SECRETS = 8, 3
_ENOUGH_KNOWN = 4  # columns after which no more are looked for that merely make rows unique
_MOST_LEVELS = 120  # a column of more different values is measured, not seen
_UNIQUE_ENOUGH = 0.5

# What people see of each other or find in registers, the most visible first.
VISIBLE = (
    "sex", "gender", "geschlecht", "sexe", "sexo", "age", "agegroup", "alter", "edad", "leeftijd", "birth", "born",
    "birthdate", "birthyear", "dob", "yob", "town", "city", "postcode", "zip", "zipcode", "plz", "neighbourhood",
    "neighborhood", "district", "county", "municipality", "borough", "state", "province", "region", "country",
    "nationality", "citizenship", "race", "ethnicity", "ethnic", "marital", "married", "marriage", "civil",
    "education", "educ", "occupation", "job", "profession", "employer", "workclass", "household", "children", "kids",
    "family", "relationship", "homeownership", "religion", "language", "admission", "discharge",
)  # fmt: skip

# What law or decency protects.
PROTECTED = (
    "sex", "gender", "geschlecht", "sexe", "sexo", "race", "ethnicity", "ethnic", "age", "agegroup", "alter", "edad",
    "leeftijd", "religion", "nationality", "citizenship", "disability", "disabled", "orientation", "marital",
    "married", "marriage", "pregnant", "pregnancy", "foreign", "immigrant",
)  # fmt: skip

# What people keep to themselves, the gravest first.
PRIVATE = (
    "diagnosis", "disease", "heartdisease", "illness", "hiv", "cancer", "tumor", "tumour", "stroke", "diabetes",
    "depression", "disorder", "icd", "medication", "drug", "drugs", "treatment", "therapy", "pregnant", "pregnancy",
    "disability", "smoker", "smoking", "alcohol", "income", "salary", "wage", "wages", "earnings", "wealth", "debt",
    "balance", "charges", "default", "bankrupt", "bankruptcy", "delinquency", "fraud", "religion", "party", "vote",
    "voter", "political", "union", "orientation", "criminal", "crime", "arrest", "conviction", "offence",
    "grade", "score",
)  # fmt: skip

_DIFFERENT = frozenset(word.strip() for word in OTHERWISE.split(",")) - {"class", "group", "level", "score", "state"}


def suggest_quasi_identifiers(table: Table) -> tuple[Suggestion, ...]:
    """Columns by which an outsider could find a person: flagged or personal ones, those named so, and as many more, to
    four, as it takes to make half of the rows unique. The most visible come first.
    """
    secret = {found.column for found in suggest_secrets(table)}
    modelled = [column for column in table.schema.modelled if _varies(table, column)]
    found = [Suggestion(column.name, _flagged(column)) for column in modelled if _flagged(column)]
    known = {suggestion.column for suggestion in found}
    found += [
        Suggestion(column.name, f"{column.name!r} is named as something that others see or can look up.")
        for column in _named(modelled, VISIBLE)
        if column.name not in known | secret
    ]
    found = found[:MOST_KNOWN]
    known = {suggestion.column for suggestion in found}
    others = [column for column in modelled if column.name not in known | secret and _seen(table, column)]
    return (*found, *_singling_out(table, [suggestion.column for suggestion in found], others))


def suggest_sensitive(table: Table) -> tuple[Suggestion, ...]:
    """Columns whose groups must be treated alike: the flagged ones; where none is, those that are named so."""
    modelled = [column for column in table.schema.modelled if _varies(table, column)]
    flagged = [column for column in modelled if column.sensitive]
    if flagged:
        return tuple(Suggestion(column.name, f"{column.name!r} is marked as sensitive.") for column in flagged)
    return tuple(
        Suggestion(column.name, f"{column.name!r} is named as something that nobody may be treated worse for.")
        for column in _named(modelled, PROTECTED)
    )


def suggest_secrets(table: Table) -> tuple[Suggestion, ...]:
    """Up to three columns that an attacker would like to know: the flagged ones that are not known from outside; where
    none is, those that are named so, and the outcome.
    """
    modelled = [column for column in table.schema.modelled if _varies(table, column) and not _flagged(column)]
    flagged = [column for column in modelled if column.sensitive]
    if flagged:
        why = "is marked as sensitive and not as known from outside."
        return tuple(Suggestion(column.name, f"{column.name!r} {why}") for column in flagged[:MOST_SECRETS])
    found = [
        Suggestion(column.name, f"{column.name!r} is named as something that people keep to themselves.")
        for column in _named(modelled, PRIVATE)
    ][:MOST_SECRETS]
    outcome = _outcome(table)
    hidden = {column.name for column in modelled} - {suggestion.column for suggestion in found}
    if outcome in hidden and len(found) < MOST_SECRETS:
        found.append(Suggestion(outcome, f"{outcome!r} is the outcome that the table is there to tell."))
    return tuple(found)


def _outcome(table: Table) -> str:
    if table.schema.target is not None:
        return table.schema.target
    suggested = suggest_target(table)
    return suggested.column if suggested else ""


def _flagged(column: Column) -> str:
    """Why the schema says that a column is known from outside; empty if it does not."""
    if column.personal is not None:
        return f"{column.name!r} holds personal data, which others may have as well."
    return f"{column.name!r} is marked as known from outside." if column.quasi_identifier else ""


def _named(columns: Iterable[Column], words: Sequence[str]) -> list[Column]:
    """The columns at least half of whose name is one of those words; by how much of it is, then by the words' order."""
    found = []
    for column in columns:
        parts = words_of(column.name)
        places = [place for place, word in enumerate(words) if word in parts or word == "".join(parts)]
        whole = any(words[place] == "".join(parts) for place in places)
        if places and (whole or (len(parts) <= 2 and not _DIFFERENT.intersection(parts))):
            found.append((places[0], column))
    return [column for _, column in sorted(found, key=lambda each: each[0])]


def _varies(table: Table, column: Column) -> bool:
    return table.frame[column.name].nunique() > 1


def _seen(table: Table, column: Column) -> bool:
    """Whether people could know a column's values of each other: they are whole and there are not many."""
    return not column.decimals and table.frame[column.name].nunique() <= _MOST_LEVELS


def _singling_out(table: Table, known: Sequence[str], others: Sequence[Column]) -> list[Suggestion]:
    """More columns, each the one that makes most rows unique beside those before it."""
    rows, found = max(len(table), 1), list(known)
    codes = {column.name: pd.factorize(table.frame[column.name], use_na_sentinel=False)[0] for column in others}
    numbers = np.zeros(len(table), dtype=np.int64)
    for name in known:
        numbers = _together(numbers, pd.factorize(table.frame[name], use_na_sentinel=False)[0])
    alone, added = _alone(numbers), []
    while codes and len(found) < _ENOUGH_KNOWN and alone < _UNIQUE_ENOUGH * rows:
        best = max(codes, key=lambda name: _alone_and_apart(_together(numbers, codes[name])))
        numbers = _together(numbers, codes.pop(best))
        alone = _alone(numbers)
        beside = f" with {listed(found)}" if found else ""
        why = f"{best!r}{beside} makes {percent(alone / rows)} of the rows unique: correct this if nobody can know it."
        found.append(best)
        added.append(Suggestion(best, why))
    return added


def _together(numbers: NDArray[np.int64], codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows numbered by what they were numbered by and one column more."""
    return pd.factorize(numbers * (int(codes.max(initial=0)) + 1) + codes)[0].astype(np.int64)


def _alone(numbers: NDArray[np.int64]) -> int:
    """How many rows have no equal one."""
    return int((np.bincount(numbers) == 1).sum())


def _alone_and_apart(numbers: NDArray[np.int64]) -> tuple[int, int]:
    """How many rows have no equal one, and how many different rows there are."""
    return _alone(numbers), int(numbers.max(initial=-1)) + 1
