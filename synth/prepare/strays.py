"""The one spelling of a column's cells, when nearly all of them share it, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from synth.prepare.facts import RARE, Facts

MAX_STRAYS = 0.01
"""The share of rows that may not fit a kind; they become missing, and are counted."""
MAX_STRAY_WORDS = 0.05
"""The share of rows that one to three words among numbers or dates may hold; they are taken to mean missing."""
FEWEST_VALUES = 12
"""Fewer different values than this have no strays: each of them counts."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Found(Generic[Answer]):
    """A spelling, the column's facts without the cells that stray from it, and a sentence on those."""

    answer: Answer
    facts: Facts
    why: str = ""


def nearly_all(
    facts: Facts, find: Callable[[list[str]], Answer | None], resembles: Callable[[str], bool]
) -> Found[Answer] | None:
    """The spelling that all values share; else that of nearly all, if the others are few."""
    if answer := find(facts.values):
        return Found(answer, facts)
    aside = _strays_aside(facts, resembles)
    answer = find(aside[0].values) if aside else None
    return Found(answer, *aside) if aside and answer else None


def _strays_aside(facts: Facts, resembles: Callable[[str], bool]) -> tuple[Facts, str] | None:
    """The column without the few cells that keep it from being of one kind, and a sentence on them.

    One to three words without digits, each in `RARE` rows at least and in few together, are taken to mean missing.
    Other cells, in still fewer rows, are left out of the decision: they do not fit the kind, and will be counted so.
    They are not quoted, for a rare cell may be a person's.
    """
    if not any(map(resembles, facts.values[:FEWEST_VALUES])):
        return None
    strays = {value for value in facts.values if not resembles(value)}
    if not strays or len(facts.values) - len(strays) <= FEWEST_VALUES:
        return None
    held = [int(rows) for value, rows in zip(facts.values, facts.counts, strict=True) if value in strays]
    rows = f"{sum(held):,} row{'s' if sum(held) > 1 else ''}"
    words = not any(mark.isdigit() for value in strays for mark in value)
    if words and len(strays) <= 3 and min(held) >= RARE and sum(held) <= MAX_STRAY_WORDS * facts.filled:
        spelled = ", ".join(map(repr, sorted(strays)))
        return facts.without(strays), f" {spelled}, in {rows}, is taken to mean missing."
    if sum(held) <= MAX_STRAYS * facts.filled:
        rest = replace(facts.without(strays), missing=facts.missing)
        return rest, f" All but {rows}, whose cells do not fit and become missing."
    return None
