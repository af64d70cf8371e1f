"""From a formula's parts to its tree, by recursive descent: what the grammar does not name cannot be said.

either   := both ("or" both)*            sum     := product (("+" | "-") product)*
both     := denied ("and" denied)*       product := signed (("*" | "/" | "%") signed)*
denied   := "not" denied | compared      signed  := "-" signed | power
compared := sum (sign sum | "in" list)?  power   := atom ("^" number)?
atom     := number | text | "true" | "false" | "missing" | column | function "(" … ")" | "(" either ")"
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from synth.errors import SettingsError
from synth.prepare.formula.cells import ValueKind
from synth.prepare.formula.functions import NAMED
from synth.prepare.formula.tokens import MAX_NUMBER, Token, cut, refusal

MAX_DEPTH = 40
MAX_EXPONENT = 20
MAX_PLACES = 12
_SAME = {"**": "^", "==": "=", "<>": "!="}
_WORDS: dict[str, tuple[ValueKind, Any]] = {
    "true": ("boolean", True),
    "false": ("boolean", False),
    "missing": ("nothing", None),
}
RESERVED = frozenset((*_WORDS, "and", "or", "not", "in"))


@dataclass(frozen=True)
class Constant:
    """A value that stands in the formula itself."""

    kind: ValueKind
    value: Any
    at: int


@dataclass(frozen=True)
class Name:
    """A column."""

    name: str
    at: int


@dataclass(frozen=True)
class Call:
    """A function, or a sign between two values."""

    function: str
    arguments: tuple[Node, ...]
    at: int


Node = Constant | Name | Call


def parse(formula: str) -> Node:
    """The tree of a formula; `SettingsError` names the place at which it cannot be read."""
    parser = _Parser(formula, cut(formula))
    tree = parser.either()
    parser.end()
    return tree


class _Parser:
    def __init__(self, formula: str, tokens: tuple[Token, ...]) -> None:
        self._formula = formula
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    @property
    def _here(self) -> Token:
        return self._tokens[self._next]

    def _refuse(self, why: str, at: int | None = None) -> SettingsError:
        return refusal(self._formula, at or self._here.at, why)

    def _take(self, *texts: str) -> Token | None:
        """The next part, if it is a sign or word among these."""
        here = self._here
        if here.kind in ("sign", "name") and _SAME.get(here.text, here.text) in texts:
            self._next += 1
            return Token(here.kind, _SAME.get(here.text, here.text), here.at)
        return None

    def _need(self, text: str) -> None:
        if self._take(text) is None:
            raise self._refuse(f"{self._found()} stands where “{text}” should")

    def _found(self) -> str:
        return "the end" if self._here.kind == "end" else f"“{self._here.text[:40]}”"

    def end(self) -> None:
        if self._here.kind != "end":
            raise self._refuse(f"{self._found()} is one thing too many: a sign or the end should stand there")

    def _deeper(self, go: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._refuse(f"it is nested too deeply: {MAX_DEPTH} levels at the most")
        found = go()
        self._depth -= 1
        return found

    def _chain(self, below: Callable[[], Node], *signs: str) -> Node:
        left = below()
        while sign := self._take(*signs):
            left = Call(sign.text, (left, below()), sign.at)
        return left

    def either(self) -> Node:
        return self._chain(self._both, "or")

    def _both(self) -> Node:
        return self._chain(self._denied, "and")

    def _denied(self) -> Node:
        if sign := self._take("not"):
            return Call("not", (self._deeper(self._denied),), sign.at)
        return self._compared()

    def _compared(self) -> Node:
        left = self._sum()
        if sign := self._take("=", "!=", "<", "<=", ">", ">="):
            return Call(sign.text, (left, self._sum()), sign.at)
        if sign := self._take("in"):
            self._need("(")
            return self._one_of(left, self._arguments(), sign.at)
        return left

    def _one_of(self, left: Node, values: tuple[Node, ...], at: int) -> Node:
        if not values:
            raise self._refuse("in needs values to choose from, such as in (1, 2)", at)
        found: Node = Call("=", (left, values[0]), at)
        for value in values[1:]:
            found = Call("or", (found, Call("=", (left, value), at)), at)
        return found

    def _sum(self) -> Node:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Node:
        return self._chain(self._signed, "*", "/", "%")

    def _signed(self) -> Node:
        if sign := self._take("-"):
            return Call("negative", (self._deeper(self._signed),), sign.at)
        return self._power()

    def _power(self) -> Node:
        base = self._atom()
        if sign := self._take("^"):
            minus = self._take("-")
            exponent = self._atom()
            if not isinstance(exponent, Constant) or exponent.kind != "number" or exponent.value > MAX_EXPONENT:
                raise self._refuse(f"a power must be a plain number up to {MAX_EXPONENT}", sign.at)
            if again := self._take("^"):
                raise self._refuse("a power of a power is not allowed: put it in brackets", again.at)
            value = -exponent.value if minus else exponent.value
            return Call("^", (base, Constant("number", value, exponent.at)), sign.at)
        return base

    def _atom(self) -> Node:
        here = self._here
        if self._take("("):
            found = self._deeper(self.either)
            self._need(")")
            return found
        if here.kind in ("end", "sign") or (here.kind == "name" and here.text in RESERVED - _WORDS.keys()):
            raise self._refuse(f"{self._found()} stands where a value should")
        self._next += 1
        match here.kind:
            case "number":
                return self._number(here)
            case "text":
                return Constant("text", here.text[1:-1], here.at)
            case "name" if here.text in _WORDS:
                return Constant(*_WORDS[here.text], here.at)
            case "name" if self._take("("):
                return self._call(here)
            case _:
                return Name(here.text, here.at)

    def _number(self, here: Token) -> Constant:
        value = float(here.text)
        if value > MAX_NUMBER:
            raise self._refuse(f"a number may be {MAX_NUMBER:,.0f} at the most", here.at)
        return Constant("number", value, here.at)

    def _call(self, name: Token) -> Node:
        if name.text not in NAMED:
            raise self._refuse(f"there is no function {name.text[:40]!r}. Functions are: {', '.join(NAMED)}", name.at)
        arguments = self._arguments()
        if name.text == "date":
            return self._date(name, arguments)
        if name.text == "round" and len(arguments) > 1:
            places = arguments[1]
            if not isinstance(places, Constant) or places.kind != "number" or places.value > MAX_PLACES:
                raise self._refuse(f"the decimals of round must be a plain number up to {MAX_PLACES}", places.at)
        return Call(name.text, arguments, name.at)

    def _arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        if self._take(")"):
            return ()
        while True:
            found.append(self._deeper(self.either))
            if self._take(")"):
                return tuple(found)
            self._need(",")

    def _date(self, name: Token, arguments: tuple[Node, ...]) -> Constant:
        only = arguments[0] if len(arguments) == 1 else None
        if isinstance(only, Constant) and only.kind == "text":
            try:
                value = np.datetime64(only.value, "us")
                if not np.isnat(value):
                    return Constant("date", value, name.at)
            except ValueError:
                pass
        raise self._refuse('date takes one text such as date("2024-12-31")', name.at)
