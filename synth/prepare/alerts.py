"""What a steward should know before anything is made from a table: one plain sentence and one piece of advice each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Literal, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict

from synth.prepare.associations import Associations
from synth.prepare.counts import FEWEST_HOLDERS, Counts
from synth.prepare.personal import QUASI_IDENTIFIERS, mentions
from synth.prepare.personal_words import LABELS
from synth.prepare.spelling import listed, percent, spell
from synth.prepare.suggest import Suggestion
from synth.prepare.table import Table

AlertKind = Literal[
    "personal", "small", "unit", "duplicates", "mixed types", "empty", "constant", "missing", "nearly unique",
    "high cardinality", "dominated", "redundant",
]  # fmt: skip
ALERT_KINDS: tuple[AlertKind, ...] = get_args(AlertKind)

FEW_ROWS = 100
MUCH_MISSING = 0.5
MANY_LEVELS = 50
NEARLY_UNIQUE = 0.9
SPIKE = 0.8
LEVEL_DOMINATES = 0.95
REDUNDANT = 0.98
MOST_PAIRS = 10
_CELLS_SEARCHED = 5000


class Alert(BaseModel):
    """One thing to know: about which columns (none: the whole table), what is so, and what to do about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: AlertKind
    columns: tuple[str, ...]
    sentence: str
    advice: str


def find_alerts(
    table: Table, counted: Sequence[Counts], associations: Associations, unit: Suggestion | None
) -> tuple[Alert, ...]:
    """All alerts of a table, the most pressing kinds first, then in the order of its columns."""
    found = [*_of_table(table, unit), *_redundant(associations)]
    for counts in counted:
        found += [alert for check in _CHECKS if (alert := check(table, counts))]
    return tuple(sorted(found, key=lambda alert: ALERT_KINDS.index(alert.kind)))


def _of_table(table: Table, unit: Suggestion | None) -> Iterator[Alert]:
    if len(table) < FEW_ROWS:
        yield Alert(
            kind="small",
            columns=(),
            sentence=f"The table has only {len(table):,} {'row' if len(table) == 1 else 'rows'}.",
            advice="Expect wide intervals on every score, and little that can be learned without copying.",
        )
    twice = int(table.frame.duplicated().sum()) if len(table.schema.columns) else 0
    if twice:
        yield Alert(
            kind="duplicates",
            columns=(),
            sentence=f"{twice:,} {'row repeats' if twice == 1 else 'rows repeat'} an earlier row in every column.",
            advice="They stay in. If they are slips, remove them at the source and upload the file again.",
        )
    if unit and table.schema.unit is None:
        yield Alert(
            kind="unit",
            columns=(unit.column,),
            sentence=f"Several rows share a value of {unit.column!r}, so one person may have many rows.",
            advice="Choose it as the unit if it says whose row each row is: protection then counts people, not rows.",
        )


def _redundant(associations: Associations) -> Iterator[Alert]:
    names, matrix = associations
    pairs = [
        (abs(matrix[first, second]), names[first], names[second])
        for first, second in combinations(range(len(names)), 2)
        if abs(matrix[first, second]) >= REDUNDANT
    ]
    for strength, first, second in sorted(pairs, key=lambda pair: -pair[0])[:MOST_PAIRS]:
        yield Alert(
            kind="redundant",
            columns=(first, second),
            sentence=f"{first!r} and {second!r} say nearly the same (association {int(strength * 100) / 100} of 1).",
            advice="One may be derived from the other. Leave one out, or check afterwards that they still agree.",
        )


def _personal(table: Table, counts: Counts) -> Alert | None:
    column = counts.column
    if column.personal is None:
        return _mentioned(table, counts)
    label = next((label for kind, label in LABELS.items() if kind == column.personal), column.personal)
    if column.treatment == "model" and column.personal in QUASI_IDENTIFIERS:
        advice = "It stays modelled, and its rare values are protected; leave it out if nobody needs it."
    elif column.treatment == "model":
        advice = "It is set to be modelled: choose 'fake' or 'drop', so that no real value is learned."
    else:
        advice = {
            "fake": "It is replaced by invented values.",
            "key": "It is remade in its pattern.",
            "drop": "It is left out.",
            "constant": "It is the same in every row and would be written as it is: drop it.",
        }[column.treatment]
    sentence = f"{column.name!r} looks like {label}."
    return Alert(kind="personal", columns=(column.name,), sentence=sentence, advice=advice)


def _mentioned(table: Table, counts: Counts) -> Alert | None:
    if counts.column.kind not in ("text", "category") or len(counts.levels) <= 2:
        return None
    found = mentions(counts.levels[:_CELLS_SEARCHED].tolist())
    if not found:
        return None
    what = listed([LABELS[kind] for kind in found])
    some = sum(found.values())
    return Alert(
        kind="personal",
        columns=(counts.column.name,),
        sentence=f"{some:,} different {'value' if some == 1 else 'values'} of {counts.column.name!r} "
        f"{'mentions' if some == 1 else 'mention'} {what}.",
        advice="Free text is never copied. If the column is modelled, choose 'drop' or 'fake' instead."
        if counts.column.treatment == "model"
        else "Free text is never copied, so nothing of it is released.",
    )


def _empty_or_constant(_: Table, counts: Counts) -> Alert | None:
    name = counts.column.name
    if not len(counts.levels):
        return Alert(
            kind="empty",
            columns=(name,),
            sentence=f"Every cell of {name!r} is missing.",
            advice="There is nothing to learn from it. Check that it was read right, or drop it.",
        )
    if len(counts.levels) == 1 and counts.present == counts.total and counts.total > 1:
        return Alert(
            kind="constant",
            columns=(name,),
            sentence=f"{name!r} is the same in every row.",
            advice="There is nothing to learn from it. Treat it as constant, or drop it."
            if counts.column.treatment == "model"
            else "There is nothing to learn from it, and it is not learned.",
        )
    return None


def _missing(_: Table, counts: Counts) -> Alert | None:
    if not MUCH_MISSING <= counts.missing < 1:
        return None
    name = counts.column.name
    return Alert(
        kind="missing",
        columns=(name,),
        sentence=f"{name!r} is missing in {percent(counts.missing)} of the rows.",
        advice="What is missing is learned too. Check that a spelling such as ? or -1 was not taken for missing.",
    )


def _mixed(table: Table, counts: Counts) -> Alert | None:
    name, kind = counts.column.name, counts.column.kind
    unparsed = table.reading.unparsed.get(name, 0)
    if unparsed:
        return Alert(
            kind="mixed types",
            columns=(name,),
            sentence=f"{unparsed:,} {'cell' if unparsed == 1 else 'cells'} of {name!r} could not be read as a {kind}"
            f" and {'counts' if unparsed == 1 else 'count'} as missing.",
            advice="Name the spellings that mean missing, or choose another kind for the column.",
        )
    if kind not in ("category", "text") or counts.present < 10:
        return None
    numbers = np.array([_is_number(str(level)) for level in counts.levels])
    share = float(counts.rows[numbers].sum() / counts.present)
    if not 0.1 <= share <= 0.99:
        return None
    return Alert(
        kind="mixed types",
        columns=(name,),
        sentence=f"{name!r} mixes numbers ({percent(share)} of its cells) with words.",
        advice="If the words mean missing, name them on Upload and it becomes a number; else it stays as it is.",
    )


def _many_levels(_: Table, counts: Counts) -> Alert | None:
    name, kind, levels = counts.column.name, counts.column.kind, len(counts.levels)
    if counts.column.personal:
        return None
    if kind in ("category", "text") and counts.present >= 20 and levels >= NEARLY_UNIQUE * counts.present:
        return Alert(
            kind="nearly unique",
            columns=(name,),
            sentence=f"Nearly every row has a value of its own in {name!r}: {levels:,} in {counts.present:,} rows.",
            advice="Nothing can be learned from it but its rows: treat it as a key, a fake or drop it."
            if counts.column.treatment == "model"
            else "It is not learned.",
        )
    if kind == "category" and counts.column.treatment == "model" and levels > MANY_LEVELS:
        rare = int((counts.holders < FEWEST_HOLDERS).sum())
        held = f"{rare:,} of them are held by fewer than {FEWEST_HOLDERS}" if rare else "each is held by enough"
        return Alert(
            kind="high cardinality",
            columns=(name,),
            sentence=f"{name!r} has {levels:,} different values; {held}.",
            advice="Rare values are never released. Group them at the source if they matter to you.",
        )
    return None


def _dominated(_: Table, counts: Counts) -> Alert | None:
    if len(counts.levels) < 2 or counts.column.kind in ("text", "key") or counts.column.personal:
        return None
    value, share = counts.commonest
    if share < (SPIKE if counts.measured else LEVEL_DOMINATES) or counts.holders.max() < FEWEST_HOLDERS:
        return None
    name = counts.column.name
    return Alert(
        kind="dominated",
        columns=(name,),
        sentence=f"{percent(share).capitalize()} of {name!r} are {spell(value, counts.column)}.",
        advice="The rest is thin: look at it separately when you compare.",
    )


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


_CHECKS: tuple[Callable[[Table, Counts], Alert | None], ...] = (
    _personal,
    _empty_or_constant,
    _missing,
    _mixed,
    _many_levels,
    _dominated,
)
