"""What a table's columns are, why each was so decided, and whose row each row is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from synth.errors import TableError
from synth.prepare.rule import Rule

Kind = Literal["number", "category", "boolean", "datetime", "text", "key"]
Treatment = Literal["model", "fake", "key", "drop", "constant"]
Intent = Literal["testing", "analytics", "training", "augmenting", "publication"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TREATMENTS: tuple[Treatment, ...] = get_args(Treatment)
INTENTS: dict[Intent, str] = {
    "testing": "Software test data",
    "analytics": "Analytics",
    "training": "Training a model",
    "augmenting": "Augmenting a scarce table",
    "publication": "Open publication",
}


class Column(BaseModel):
    """One column: its kind, what is done with it, how its cells are spelled, and why it was so decided.

    - `kind` fixes the column's dtype in a `Table`'s frame (see `synth.prepare.table`).
    - `treatment`: `model` is learned; `fake` is invented by type; `key` is remade in its pattern; `drop` is left out of
      the synthetic table; `constant` is the same in every row.
    - `decimals`: the places after the sign that a number column's values are given to (0 for whole numbers, None for as
      many as it takes); `least_decimals`: the fewest that are written. Cells 7.0 and 2.15 have 2 and 1, cells 7.0 and
      8.0 have 0 and 1. In a datetime column, `decimals` counts the digits of the second's fraction.
    - `prefix`, `suffix`: what stands around every number, such as £ or %.
    - `decimal_sign`: `.` or `,`, as spelled in the file. `thousands_sign`: as in the file, or empty.
    - `format`: strftime format of a datetime column, ending in whatever stands behind every value (such as a Z).
    - `true`, `false`: a boolean's spellings. `nulls`: spellings that mean missing, the commonest first: the one
      that is written.
    - `personal`: type of personal data (`name`, `email`, `phone`, …) or None.
    - `why`: one plain sentence for the kind, and one for the treatment where it is not `model`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: Kind
    treatment: Treatment = "model"
    decimals: int | None = None
    least_decimals: int = 0
    prefix: str = ""
    suffix: str = ""
    decimal_sign: Literal[".", ","] = "."
    thousands_sign: str = ""
    format: str | None = None
    true: str = "true"
    false: str = "false"
    nulls: tuple[str, ...] = ("",)
    personal: str | None = None
    sensitive: bool = False
    quasi_identifier: bool = False
    why: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Column:
        if self.treatment == "model" and self.kind in ("text", "key"):
            raise ValueError(
                f"column {self.name!r} is of kind {self.kind} and cannot be modelled: choose 'fake', 'key' or 'drop', "
                "or another kind"
            )
        if self.kind == "datetime" and not self.format:
            raise ValueError(f"column {self.name!r} is a datetime and needs a format, such as %Y-%m-%d")
        return self


class Schema(BaseModel):
    """The columns of a table in order, its rules, its target and its unit.

    `unit` names the column that says whose row it is (a patient, a customer), or is None where every row is its own:
    protection counts units, and splits keep a unit's rows together.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    columns: tuple[Column, ...]
    unit: str | None = None
    target: str | None = None
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Schema:
        names = [column.name for column in self.columns]
        twice = [name for name, times in Counter(names).items() if times > 1]
        if twice:
            raise ValueError(f"the column name {twice[0]!r} stands twice")
        named = [("unit", self.unit), ("target", self.target)]
        named += [(f"rule '{rule}'", name) for rule in self.rules for name in rule.columns]
        for role, name in named:
            if name is not None and name not in names:
                raise ValueError(f"the {role} names the column {name!r}, which is not in the table")
        return self

    @property
    def names(self) -> list[str]:
        """Column names in the table's order."""
        return [column.name for column in self.columns]

    @property
    def modelled(self) -> tuple[Column, ...]:
        """The columns that a generator learns and that fidelity, usefulness and privacy are judged on."""
        return tuple(column for column in self.columns if column.treatment == "model")

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def __getitem__(self, name: str) -> Column:
        """The column of that name; `TableError` if there is none."""
        try:
            return self._by_name[name]
        except KeyError:
            some = ", ".join(repr(known) for known in self.names[:8])
            raise TableError(f"There is no column {name!r} in this table. Its columns are {some}, …") from None

    def with_column(self, name: str, **changes: Any) -> Schema:
        """A new schema with one column changed; `TableError` if the change does not fit."""
        changed = self[name].model_dump() | changes
        columns = [changed if column.name == name else column.model_dump() for column in self.columns]
        return Schema.build(columns=columns, unit=self.unit, target=self.target, rules=self.rules)

    def select(self, names: Iterable[str]) -> Schema:
        """The same schema on fewer columns, in the table's order; rules that lose a column go too."""
        kept = set(names)
        return Schema(
            columns=tuple(column for column in self.columns if column.name in kept),
            unit=self.unit if self.unit in kept else None,
            target=self.target if self.target in kept else None,
            rules=tuple(rule for rule in self.rules if kept.issuperset(rule.columns)),
        )

    @classmethod
    def build(cls, **fields: Any) -> Schema:
        """Make a schema, turning what does not fit into one clear `TableError`."""
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            first = error.errors()[0]
            where = " → ".join(str(part) for part in first["loc"])
            message = first["msg"].removeprefix("Value error, ")
            raise TableError(f"The schema does not fit{f' at {where}' if where else ''}: {message}.") from None

    def to_json(self, path: Path | str) -> None:
        """Write the schema as a JSON file that a person can read and edit."""
        Path(path).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")

    @classmethod
    def from_json(cls, path: Path | str) -> Schema:
        """Read a schema file; `TableError` says which field does not fit."""
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TableError(f"The schema file {Path(path).name!r} cannot be read: {error}.") from error
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            where = " → ".join(str(part) for part in first["loc"]) or "the top"
            raise TableError(f"The schema file {Path(path).name!r} does not fit at {where}: {first['msg']}.") from None

    def to_sdmetrics(self) -> dict[str, Any]:
        """The metadata dict that sdmetrics asks for, over the modelled columns."""
        kinds = {
            "number": "numerical",
            "category": "categorical",
            "boolean": "boolean",
            "datetime": "datetime",
        }
        return {"columns": {column.name: {"sdtype": kinds[column.kind]} for column in self.modelled}}
