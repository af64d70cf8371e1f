"""Who attacks, and what they know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from synth.errors import ReportError
from synth.judge.comparison import Comparison
from synth.judge.privacy.attacks.entropy import most_telling_first
from synth.judge.privacy.attacks.targets import Names
from synth.prepare.knowledge import suggest_quasi_identifiers, suggest_secrets
from synth.prepare.table import Table


@dataclass(frozen=True)
class Persona:
    """An attacker: `about` says what they know; `knows` picks it from what can be seen, others and secrets."""

    name: str
    about: str
    knows: Callable[[Names, Names, Names], Names]


PERSONAS = (
    Persona(
        "neighbour",
        "knows up to three things that anybody can see",
        lambda visible, others, secrets: visible[:3],
    ),
    Persona(
        "former employee",
        "knows all that can be seen or looked up, and three columns more",
        lambda visible, others, secrets: visible + others[:3] if visible else (),
    ),
    Persona(
        "data broker",
        "knows every column but the secret",
        lambda visible, others, secrets: visible + others + secrets,
    ),
)
"""Every attacker, the one who knows least first."""


@dataclass(frozen=True)
class Knowledge:
    """What can be known of people, the most visible first; the other columns, the most telling first; the secrets.

    `reasons`: why each visible column and secret was guessed; none for those that were said.
    """

    visible: Names
    others: Names
    secrets: Names
    reasons: Mapping[str, str] = field(default_factory=dict)

    def attackers(self, secret: str | None = None) -> list[tuple[Persona, Names]]:
        """Who could try for that secret, or for none, and the columns that they know, the one who knows least first.

        Of those who know the same only the last is named.
        """
        besides = tuple(name for name in self.secrets if secret not in (None, name))
        found: dict[frozenset[str], tuple[Persona, Names]] = {}
        for persona in PERSONAS:
            known = tuple(name for name in persona.knows(self.visible, self.others, besides) if name != secret)
            if known:
                found[frozenset(known)] = persona, known
        return list(found.values())


def knowledge(comparison: Comparison) -> Knowledge:
    """Who knows what: as the steward said, else as the schema is flagged, else guessed; `ReportError` for a column
    that is not there.
    """
    table, reasons = _with_target(comparison), {}
    secrets = _said(comparison, comparison.secrets) or ()
    visible = _said(comparison, comparison.quasi_identifiers)
    if visible is None:
        guessed = {found.column: found.why for found in suggest_quasi_identifiers(table) if found.column not in secrets}
        visible, reasons = tuple(guessed), guessed
    if comparison.secrets is None:
        guessed = {found.column: found.why for found in suggest_secrets(table) if found.column not in visible}
        secrets, reasons = tuple(guessed), reasons | guessed
    others = [coded for name, coded in comparison.coded.items() if name not in {*visible, *secrets}]
    return Knowledge(visible, tuple(coded.column.name for coded in most_telling_first(others)), secrets, reasons)


def _with_target(comparison: Comparison) -> Table:
    schema = comparison.schema.model_copy(update={"target": comparison.target})
    return replace(comparison.real, schema=schema)


def _said(comparison: Comparison, names: Names | None) -> Names | None:
    for name in names or ():
        if name not in comparison.names:
            raise ReportError(f"{name!r} is not a column that is modelled in both tables, so no attack can use it.")
    return names
