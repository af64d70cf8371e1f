"""What was measured, as a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """The same figure of another's software, in the same unit."""

    name: str
    value: float


@dataclass(frozen=True)
class Figure:
    """One figure: what was measured, in seconds (`s`) or megabytes (`MB`), the most it should be, and its peers."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    peers: tuple[Peer, ...] = ()

    @property
    def reached(self) -> bool | None:
        """Whether the goal was reached, or None where there is none."""
        return None if self.goal is None else self.value <= self.goal

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of the table."""
        goal = "–" if self.goal is None else f"≤ {_amount(self.goal, self.unit)}"
        reached = {True: "yes", False: "**no**", None: "–"}[self.reached]
        peers = "<br>".join(f"{peer.name}: {_amount(peer.value, self.unit)}" for peer in self.peers) or "–"
        ratios = "<br>".join(_amount(peer.value / self.value, "×") for peer in self.peers) or "–"
        return self.what, _amount(self.value, self.unit), goal, reached, peers, ratios


HEADER = ("What", "Measured", "Goal", "Reached", "Beside it", "Peer ÷ ours")


def table(figures: Iterable[Figure]) -> str:
    """The figures as a table in Markdown, ending in a line break."""
    rows = [HEADER, ("---",) * len(HEADER), *(figure.row for figure in figures)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _amount(value: float, unit: str) -> str:
    """Two or three digits that tell, thousands apart, and the unit."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    number = f"{value:,.{digits}f}"
    return f"{number.rstrip('0').rstrip('.') if digits else number} {unit}"
