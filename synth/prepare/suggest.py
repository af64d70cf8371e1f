"""Suggestions, each with its reason: whose row each row is, and what the table is there to predict."""

from __future__ import annotations

from typing import NamedTuple

from synth.prepare.counts import count
from synth.prepare.personal import words_of
from synth.prepare.schema import Column
from synth.prepare.table import Table

_MOST_OUTCOMES = 10
_REPEATS = 0.98  # a key with fewer repeats than this is unique but for slips

# Words for whom rows are about; among several repeating keys, the first named here is taken.
_WHOSE = (
    "patient", "person", "customer", "client", "member", "user", "employee", "student", "citizen", "respondent",
    "participant", "subject", "household", "family", "kunde", "cliente", "paciente", "card", "account", "policy",
    "device", "company", "firm",
)  # fmt: skip

_TARGETS = (
    "target", "label", "class", "outcome", "y", "response", "income", "readmitted", "readmission", "fraud", "churn",
    "churned", "exited", "attrition", "default", "survived", "survival", "died", "death", "deceased", "mortality",
    "diagnosis", "disease", "approved", "accepted", "revenue", "status", "result", "converted", "species", "quality",
    "category",
)  # fmt: skip


class Suggestion(NamedTuple):
    """A column, and one plain sentence on why."""

    column: str
    why: str


def with_roles(table: Table) -> Table:
    """The table with the suggested unit and target set in its schema, as a steward finds them before any correction."""
    unit, target = suggest_unit(table), suggest_target(table)
    roles = {"unit": unit and unit.column, "target": target and target.column}
    return table.with_schema(table.schema.model_copy(update=roles))


def suggest_unit(table: Table) -> Suggestion | None:
    """The key that repeats because one person, card or firm has several rows; None if there is none."""
    keys = [count(table, column.name) for column in table.schema.columns if column.kind == "key"]
    repeating = [counts for counts in keys if 1 < len(counts.levels) < _REPEATS * counts.present]
    if not repeating:
        return None
    best = min(repeating, key=lambda counts: (_whose(counts.column), -len(counts.levels)))
    why = (
        f"{best.column.name!r} is a key that repeats: {len(best.levels):,} different values in {best.present:,} rows, "
        f"the commonest in {best.rows.max():,}."
    )
    return Suggestion(best.column.name, why)


def suggest_target(table: Table) -> Suggestion | None:
    """The column that looks like an outcome: by its name, else the last one if it has few levels; None if none does."""
    modelled = table.schema.modelled
    named = [column for column in reversed(modelled) if _outcome(column) and column.kind in ("category", "boolean")]
    for column in sorted(named, key=_outcome, reverse=True):  # of names that say as much, the last column's
        if 2 <= len(count(table, column.name).levels) <= _MOST_OUTCOMES:
            why = f"{column.name!r} is named as outcomes often are, and has few different values."
            return Suggestion(column.name, why)
    last = modelled[-1] if modelled else None
    if last and last.kind in ("category", "boolean") and 2 <= len(count(table, last.name).levels) <= _MOST_OUTCOMES:
        why = f"{last.name!r} is the last column and has few different values, as outcomes often do."
        return Suggestion(last.name, why)
    return None


def _whose(column: Column) -> int:
    words = words_of(column.name)
    return min((place for place, whose in enumerate(_WHOSE) if whose in words), default=len(_WHOSE))


def _outcome(column: Column) -> float:
    """How much a name sounds like an outcome: 0 not at all, 1 in part, more if it says nothing else."""
    words = words_of(column.name)
    return max((1 / len(words) for word in words if word in _TARGETS), default=0.0)
