"""What several commands ask for, and how it is read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from synth.errors import SettingsError

Read = Annotated[
    list[str],
    typer.Option(
        help="How the file is spelled, such as delimiter=; or header=no or null=?; may be given several times."
    ),
]
SchemaFile = Annotated[Path | None, typer.Option(help="A schema file; by default the schema is told from the cells.")]
Given = Annotated[list[str], typer.Option(help="A value that every row has: column=value.")]
Balance = Annotated[list[str], typer.Option(help="A level's share of the rows: column=level:share.")]
Fair = Annotated[str | None, typer.Option(help="Equal outcomes between groups: outcome:sensitive.")]
Augment = Annotated[bool, typer.Option("--augment", help="Put the real rows into the table too, marked as such.")]
Impute = Annotated[bool, typer.Option("--impute", help="Make no rows: fill the gaps of the real ones.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same result.")]


def pairs(options: Sequence[str], of: str = "--set") -> dict[str, str]:
    """`["min_leaf=10"]` as a mapping."""
    pairs = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not (name and equals):
            raise SettingsError(f"{of} {option!r} is not understood. Write it as {of} name=value.")
        pairs[name] = value
    return pairs


def check_outputs(inputs: Sequence[Path], outputs: Sequence[Path | None]) -> None:
    """See, before any long work, that each output can be written and is neither an input nor another output."""
    taken = {path.resolve() for path in inputs}
    for path in filter(None, outputs):
        if path.resolve() in taken:
            raise SettingsError(f"{str(path)!r} is named twice. Give each input and output a file of its own.")
        taken.add(path.resolve())
        if path.is_dir() or not path.resolve().parent.is_dir() or not os.access(path.resolve().parent, os.W_OK):
            raise SettingsError(
                f"{str(path)!r} cannot be written. Name a file in a folder that is there and open to you."
            )
