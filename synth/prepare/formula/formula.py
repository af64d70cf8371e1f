"""A formula: read once, checked against the kinds of the columns that it names, worked out for all rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from synth.prepare.formula.cells import KIND_OF, Cells, ValueKind
from synth.prepare.formula.functions import FUNCTIONS
from synth.prepare.formula.parser import Call, Constant, Name, Node, parse
from synth.prepare.formula.tokens import refusal
from synth.prepare.schema import Kind

_NAMED = 8


@dataclass(frozen=True)
class Formula:
    """A formula's text; `SettingsError`, with the place, where it cannot be read."""

    text: str

    def __post_init__(self) -> None:
        _ = self.tree

    @cached_property
    def tree(self) -> Node:
        """What it says."""
        return parse(self.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns that it names, each once."""
        return tuple(dict.fromkeys(node.name for node in _walk(self.tree) if isinstance(node, Name)))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts that stand in it."""
        found = (node.value for node in _walk(self.tree) if isinstance(node, Constant) and node.kind == "text")
        return tuple(dict.fromkeys(found))

    def kind(self, columns: Mapping[str, Kind]) -> ValueKind:
        """The kind of its result; `SettingsError` where it names no column or gives a function what it cannot take."""
        return self._kind(self.tree, columns)

    def _kind(self, node: Node, columns: Mapping[str, Kind]) -> ValueKind:
        match node:
            case Constant(kind=kind):
                return kind
            case Name(name=name, at=at):
                if name not in columns:
                    some = ", ".join(list(columns)[:_NAMED]) + (", …" if len(columns) > _NAMED else "")
                    raise refusal(
                        self.text, at, f"there is no column {name[:60]!r} to use. Columns are: {some or 'none'}"
                    )
                return KIND_OF[columns[name]]
            case Call(function=name, arguments=arguments, at=at):
                kinds = [self._kind(each, columns) for each in arguments]
                found = FUNCTIONS[name].gives(kinds)
                if found is None:
                    given = ", ".join(kinds) or "nothing"
                    raise refusal(self.text, at, f"{FUNCTIONS[name].takes}, not: {given}")
                return found

    def cells(self, frame: pd.DataFrame, columns: Mapping[str, Kind]) -> Cells:
        """Its result in every row of `frame`, whose kinds `columns` says; `kind` has been asked before."""
        return self._cells(self.tree, frame, columns)

    def _cells(self, node: Node, frame: pd.DataFrame, columns: Mapping[str, Kind]) -> Cells:
        match node:
            case Constant(kind=kind, value=value):
                return Cells.full(kind, value, len(frame))
            case Name(name=name):
                return Cells.of(frame[name], KIND_OF[columns[name]])
            case Call(function=name, arguments=arguments):
                return FUNCTIONS[name].apply([self._cells(each, frame, columns) for each in arguments])

    def holds(self, frame: pd.DataFrame, columns: Mapping[str, Kind]) -> Any:
        """Where a condition is true: a mask of shape (rows,); what is missing is not."""
        found = self.cells(frame, columns)
        return found.values & ~found.missing


def _walk(node: Node) -> Iterator[Node]:
    """Every part of a tree, from left to right."""
    yield node
    if isinstance(node, Call):
        for each in node.arguments:
            yield from _walk(each)
