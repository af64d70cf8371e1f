"""Exhibits as plain tables, for the HTML file: whatever an exhibit holds is shown, those of kinds to come too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup
from pydantic import BaseModel

from synth.judge import svg
from synth.judge.exhibits import Exhibit, JointTable, Projection
from synth.judge.score import Band, Group
from synth.judge.words import figure

MOST_ROWS = 60

GROUPS: dict[str, Group] = {
    "joint table": "pairs",
    "projection": "joint",
    "giveaways": "joint",
    "importance": "usefulness",
    "learning curve": "usefulness",
    "question": "usefulness",
    "attacks": "privacy",
    "risky rows": "privacy",
    "groups": "fairness",
    "clusters": "diversity",
}
"""The group that each kind of exhibit is shown with; others come at the end."""

HIDDEN = frozenset({"kind", "subject", "text", "nearest", "x_edges", "y_edges"})
"""Fields that are in the title, or that a reader of the file can do nothing with."""


DRAWN = frozenset({"real", "synthetic", "rows", "columns"})
"""Fields that a drawing shows."""


SENTENCES = frozenset({"sentence", "why"})
"""Fields that stand under their row, over its whole width."""


class Row(NamedTuple):
    """One row of a table, and what is said of it."""

    cells: tuple[str, ...]
    note: str = ""


class Sheet(NamedTuple):
    """One exhibit: its title, single facts, a table, lines of text, and drawings with what they show."""

    title: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: tuple[str, ...]
    drawings: tuple[tuple[str, Markup], ...]


def sheet(exhibit: Exhibit) -> Sheet:
    """Lay out one exhibit: fields of one value are facts, those of several a table."""
    fields = {name: getattr(exhibit, name) for name in type(exhibit).model_fields if name not in HIDDEN}
    if isinstance(exhibit, JointTable | Projection):
        facts = {name: value for name, value in fields.items() if name not in DRAWN}
        return Sheet(_heading(exhibit), _facts(facts), (), (), (), tuple(svg.side_by_side(exhibit)))
    lists = {name: value for name, value in fields.items() if isinstance(value, tuple)}
    heads, rows = _table(lists)
    lines = [line for name, value in lists.items() if _title(name) not in heads for line in value]
    facts = {name: value for name, value in fields.items() if name not in lists}
    words = tuple(line for line in lines if isinstance(line, str))
    return Sheet(_heading(exhibit), _facts(facts), heads, rows[:MOST_ROWS], words, ())


def _facts(fields: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((_title(name), _cell(value)) for name, value in fields.items() if value not in (None, ""))


def _heading(exhibit: Exhibit) -> str:
    """The kind, and what it is of."""
    kind = exhibit.kind.capitalize()
    subject = getattr(exhibit, "subject", ())
    said = getattr(exhibit, "text", "") or ", ".join(subject)
    return f"{kind}: {said}" if said else kind


def _table(lists: dict[str, tuple[Any, ...]]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """One row for each item of a list of values, or for each place of several lists of one length."""
    for value in lists.values():
        if value and isinstance(value[0], BaseModel):
            names = [name for name in type(value[0]).model_fields if name not in HIDDEN]
            filled = [name for name in names if any(getattr(item, name) not in (None, "", ()) for item in value)]
            heads = [name for name in filled if name not in SENTENCES]
            notes = [name for name in filled if name in SENTENCES]
            rows = [
                Row(
                    tuple(_cell(getattr(item, name)) for name in heads),
                    " ".join(_cell(getattr(item, name)) for name in notes),
                )
                for item in value
            ]
            return tuple(map(_title, heads)), tuple(rows)
    sizes = {len(value) for value in lists.values()}
    if len(lists) > 1 and len(sizes) == 1:
        return tuple(map(_title, lists)), tuple(
            Row(tuple(map(_cell, row))) for row in zip(*lists.values(), strict=True)
        )
    return (), ()


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _cell(value: Any) -> str:
    """One value as people read it."""
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return figure(value)
        case Band():
            return f"{figure(value.value)} ({figure(value.low)} to {figure(value.high)})"
        case str():
            return value
        case Sequence():
            return ", ".join(map(_cell, value)) or "–"
    return str(value)
