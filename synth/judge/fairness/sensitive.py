"""Whose groups are looked at: the sensitive columns, and each two of them together."""

from __future__ import annotations

from itertools import combinations

from synth.judge.comparison import Comparison
from synth.judge.fairness.outcome import column_of
from synth.prepare.knowledge import suggest_sensitive

MOST = 4
NONE = (
    "No column is marked as sensitive, so no groups are compared: mark age, sex, origin and the like as sensitive on "
    "the Profile page, or in the schema."
)


def subjects(comparison: Comparison) -> list[tuple[str, ...]]:
    """Each sensitive column, then each pair of them: at most four columns, that of an asked-for fairness first.

    Where the schema marks none, they are guessed by name. The outcome is never one of them.
    """
    asked, outcome = (comparison.control.fair or ())[1:], column_of(comparison)
    suggested = [suggestion.column for suggestion in suggest_sensitive(comparison.real)]
    names = [name for name in dict.fromkeys([*asked, *suggested]) if name in comparison.names and name != outcome]
    return [*((name,) for name in names[:MOST]), *combinations(names[:MOST], 2)]


def guessed(comparison: Comparison, subject: tuple[str, ...]) -> str:
    """A sentence where one of the columns is sensitive by its name alone."""
    marked = {*(comparison.control.fair or ())} | {column.name for column in comparison.columns if column.sensitive}
    names = [name for name in subject if name not in marked]
    return f" That {' and '.join(names)} is sensitive was guessed: correct it on the Profile page." if names else ""
