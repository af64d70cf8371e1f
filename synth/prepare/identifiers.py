"""Whether a column identifies rows or units rather than describing them: by its order, its name or its pattern."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from synth.prepare.codes import spread_like_counts
from synth.prepare.facts import Facts
from synth.prepare.personal import names_a_person

ROWS_PER_KEY = 50
"""A key that repeats has at least one value in so many rows; fewer different values are codes."""
FEWEST_KEYS = 12
"""... and more different values than this."""

_NAMED = re.compile(r"(?:.*_)?(?:id|ids|key|uuid|guid|mrn|identifier|pk|rowid|oid)|.*_(?:no|nr|num|number|id_.*)|id_.*")
_ROW_NUMBER = re.compile(r"column_1|row_?names?|row|row_?(?:id|no|nr|num|number)|index|unnamed(?:_0)?|x|id|nr|no|n|")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{8,}(?:-[0-9a-fA-F]{4,}){0,4}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def named_like_key(facts: Facts) -> bool:
    """Whether the name says identifier: patient_id, customerNo, uuid."""
    return _NAMED.fullmatch(facts.words) is not None


def key_by_order(facts: Facts) -> str | None:
    """Why the first column is a row number: it counts from 0 or 1 without a gap."""
    if facts.place or not facts.unique or facts.values[0] not in ("0", "1"):
        return None
    first = int(facts.values[0])
    counts_up = all(value == str(first + at) for at, value in enumerate(facts.values))
    if counts_up and (len(facts.values) >= 20 or _ROW_NUMBER.fullmatch(facts.words)):
        return "It counts the rows from the first to the last."
    return None


def key_by_name(facts: Facts) -> str | None:
    """Why a column that is named like an identifier, and has many different values, is one."""
    if not named_like_key(facts) or not (facts.unique or _many(facts)):
        return None
    how = "no value repeats" if facts.unique else _in_rows(facts)
    return f"It is named like an identifier; {how}."


def key_by_person(facts: Facts) -> str | None:
    """Why a column called no more than `patient` or `customer` tells whose each row is: codes of many of them."""
    if not names_a_person(facts.name) or not _many(facts):
        return None
    numbers = all(map(_NUMBER.fullmatch, facts.values))
    if not (_numbered(facts) if numbers else _in_one_pattern(facts.values[:1000])):
        return None
    return f"It is named after people and holds codes; {_in_rows(facts)}."


def key_by_pattern(facts: Facts) -> str | None:
    """Why a column whose values never repeat is a key: short, with digits, without blanks, in one pattern."""
    sample = facts.values[:1000]
    if facts.unique and _in_one_pattern(sample):
        return "No value repeats, and nearly all are spelled in one pattern, as identifiers are."
    return None


def _in_one_pattern(sample: Sequence[str]) -> bool:
    if any(len(value) > 64 or re.search(r"\s", value) for value in sample) or stamped(sample):
        return False
    shapes = Counter(re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", value)) for value in sample)
    shape, often = shapes.most_common(1)[0]
    return all(map(_HEXADECIMAL.fullmatch, sample)) or ("9" in shape and often >= 0.9 * len(sample))


def _numbered(facts: Facts) -> bool:
    """Whether whole numbers are people's, not how many there are: all of three or more digits, or 1, 2, 3 and so on."""
    spelled = [value.removesuffix(".0") for value in facts.values]
    if not all(map(str.isdecimal, spelled)):
        return False
    numbers, widths = sorted(map(int, spelled)), set(map(len, spelled))
    in_turn = numbers[0] in (0, 1) and numbers[-1] - numbers[0] == len(numbers) - 1
    return (len(widths) == 1 and min(widths) >= 3) or (in_turn and not spread_like_counts(facts))


def _many(facts: Facts) -> bool:
    return len(facts.values) > max(FEWEST_KEYS, facts.filled / ROWS_PER_KEY)


def _in_rows(facts: Facts) -> str:
    return f"{facts.different} in {facts.filled:,} rows"


def stamped(values: Sequence[str]) -> bool:
    """Whether most values begin with a date and a time."""
    sample = values[:100]
    return 2 * sum(_STAMP.match(value) is not None for value in sample) > len(sample)
