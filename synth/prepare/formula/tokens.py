"""A formula cut into its parts: numbers, quoted texts, names and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from synth.errors import SettingsError

MAX_LENGTH = 2_000
MAX_PARTS = 400
MAX_NUMBER = 1e15

_PARTS = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?(?![\w.]))
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<quoted>`[^`]+`)
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>\*\*|<=|>=|==|!=|<>|[-+*/%^()<>=,])""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """One part of a formula; `at` is its place, counted from 1. A name in backticks is `quoted`."""

    kind: Literal["number", "text", "quoted", "name", "sign", "end"]
    text: str
    at: int


def refusal(formula: str, at: int, why: str) -> SettingsError:
    """What is wrong with a formula, and where."""
    shown = formula if len(formula) <= 60 else f"{formula[:57]}…"
    return SettingsError(f"The formula “{shown}” cannot be used: at place {at}, {why}.")


def cut(formula: str) -> tuple[Token, ...]:
    """The parts of a formula, an `end` behind them; `SettingsError` for a sign that none may have."""
    if len(formula) > MAX_LENGTH:
        raise SettingsError(f"A formula of {len(formula):,} signs is too long: {MAX_LENGTH:,} at the most.")
    tokens: list[Token] = []
    at = 0
    while at < len(formula):
        found = _PARTS.match(formula, at)
        if found is None:
            raise refusal(
                formula,
                at + 1,
                f"{formula[at]!r} is nothing that a formula knows. It knows numbers, texts in quotes, names of columns "
                "(in backticks where they hold spaces), functions, and + - * / % ^ ( ) , = != < <= > >= and or not in",
            )
        kind, text = str(found.lastgroup), found.group()
        if kind != "space":
            tokens.append(Token(kind, text.strip("`") if kind == "quoted" else text, at + 1))  # type: ignore[arg-type]
        at = found.end()
    if len(tokens) > MAX_PARTS:
        raise SettingsError(f"A formula of {len(tokens):,} parts is too long: {MAX_PARTS:,} at the most.")
    return (*tokens, Token("end", "", len(formula) + 1))
