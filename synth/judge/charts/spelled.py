"""Shares and names as titles and `alt` texts spell them, without markup."""

from __future__ import annotations

from synth.prepare.charts import LONGEST


def percent(share: float) -> str:
    """A share as titles spell it."""
    return f"{share:.1%}"


def shortened(text: str) -> str:
    """Text on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
