"""How values, shares and lists are put in words for a steward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from synth.prepare.schema import Column


def spell(value: Any, column: Column) -> str:
    """One value of a column, short: 1,250.5, 2024-03-01 or the level itself."""
    if column.kind == "number":
        return spell_number(float(value), column.decimals)
    if column.kind == "datetime":
        moment = pd.Timestamp(value)
        return moment.strftime("%Y-%m-%d" if moment == moment.normalize() else "%Y-%m-%d %H:%M")
    if column.kind == "boolean":
        return column.true if value else column.false
    return str(value)


def spell_number(value: float, decimals: int | None = None) -> str:
    """A number to four digits, or all of a whole one's; thousands are parted from 10,000 on (2013 may be a year)."""
    if 0 < abs(value) < 0.001 or abs(value) >= 1e15:
        return f"{value:.3g}"
    size = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    places = max(0, 4 - size)
    rounded = f"{value:,.{places if decimals is None else min(decimals, places)}f}"
    rounded = rounded.rstrip("0").rstrip(".") if "." in rounded else rounded
    return rounded if abs(value) >= 10_000 else rounded.replace(",", "")


def percent(share: float) -> str:
    """A share as a percentage that never rounds to none or to all: 0.99996 is `over 99%`."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)
