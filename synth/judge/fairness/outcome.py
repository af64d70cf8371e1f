"""What may fall unequally on groups: the target, as an outcome that a row has or has not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synth.errors import ReportError
from synth.judge.coding import Coded, Codes
from synth.judge.comparison import Comparison
from synth.judge.fairness.groups import holders
from synth.judge.learner import is_class, labels
from synth.prepare.knowledge import suggest_sensitive
from synth.prepare.spelling import spell_number
from synth.prepare.suggest import suggest_target

UNKNOWN = 2

States = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Outcome:
    """Whether each row has the outcome: 1 it has, 0 it has not, 2 nobody knows. `said` completes "share of rows with".

    `label` is the class whose chance a model gives for it; None for the upper half of a number.
    """

    column: str
    said: str
    real: States
    synthetic: States
    holdout: States
    label: int | None

    @property
    def pool(self) -> States:
        """That of the real rows, then of the holdout's."""
        return np.concatenate([self.real, self.holdout])


def untold(comparison: Comparison) -> Outcome:
    """No outcome: of no row is it known."""
    rows = (len(comparison.real), len(comparison.synthetic), len(comparison.holdout) if comparison.holdout else 0)
    real, synthetic, holdout = (np.full(count, UNKNOWN) for count in rows)
    return Outcome("", "", real, synthetic, holdout, None)


def column_of(comparison: Comparison) -> str | None:
    """The column that tells how people fare: the outcome of an asked-for fairness, or else the target; one that is
    suggested where none is chosen, unless it tells groups.
    """
    name = comparison.control.fair[0] if comparison.control.fair else comparison.target
    if name is None and (suggested := suggest_target(comparison.real)):
        groups = {suggestion.column for suggestion in suggest_sensitive(comparison.real)}
        name = suggested.column if suggested.column not in groups else None
    return name if name in comparison.names else None


def outcome(comparison: Comparison, name: str | None) -> Outcome:
    """The outcome that a column tells; `ReportError` says why it tells none.

    Of two classes it is the rarer (true, or the larger number), of more the commonest, of a number its upper half.
    """
    if name is None:
        raise ReportError("there is no target. Say on the Profile page which column tells how people fare.")
    coded = comparison.coded[name]
    found = _of_classes(coded) if is_class(coded) else _of_number(coded)
    units = comparison.units[: len(comparison.real)]
    if holders(found.real, units, UNKNOWN + 1)[:UNKNOWN].min() < comparison.k:
        raise ReportError(f"{name} is the same in nearly all real rows, so no outcome can fall unequally.")
    return found


def _of_classes(coded: Coded) -> Outcome:
    column = coded.column
    known = np.unique(coded.real[coded.real < len(coded.values)])
    if len(known) > 2:
        place, label = int(known[0]), 0
    elif column.kind == "boolean":
        place = label = int(np.flatnonzero(coded.values == column.true)[:1].sum())
    else:
        place, label = int(known[-1]) if len(known) else 0, 1
    if not len(known):
        said = ""
    else:
        level = coded.values[place]
        said = spell_number(float(level), column.decimals) if coded.ordered else str(level)

    def states(table: Codes) -> States:
        classes = labels(coded, lambda _: table)
        return np.where(np.isnan(classes), UNKNOWN, classes == label).astype(np.intp)

    return Outcome(
        column.name,
        f"{column.name} {said}",
        states(coded.real),
        states(coded.synthetic),
        states(coded.holdout),
        label,
    )


def _of_number(coded: Coded) -> Outcome:
    known = coded.real[coded.real < len(coded.values)]
    half = np.median(known)  # of the codes: they are in the order of the values

    def states(table: Codes) -> States:
        return np.where(table == len(coded.values), UNKNOWN, table > half).astype(np.intp)

    said = f"{coded.column.name} above its real median"
    return Outcome(coded.column.name, said, states(coded.real), states(coded.synthetic), states(coded.holdout), None)
