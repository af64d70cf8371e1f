"""The spec of a table that is made from rules: what a steward states, checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from synth.errors import SettingsError
from synth.make.numbers import Numbers
from synth.make.spec import check
from synth.make.spec.distributions import Distribution
from synth.make.spec.step import spelling_of
from synth.make.spec.values import Fake, Moment, Part, Values
from synth.prepare.formula import Formula
from synth.prepare.rule import Rule
from synth.prepare.schema import Column, Kind, Schema

MOST_COLUMNS = 20_000
MOST_DECIMALS = 12
SPELLING = ("decimals", "least_decimals", "true", "false", "nulls", "prefix", "suffix")
MARKS = ("sensitive", "quasi_identifier")
"""What is said of a column of a spec as it is of one of a table."""
STATED = "Stated in the spec."


def _condition(text: str) -> str:
    return Formula(text).text


Condition = Annotated[str, AfterValidator(_condition)]


class Case(Part):
    """What a column holds where a condition is true."""

    when: Condition
    then: Values


class Gaps(Part):
    """The share of missing values where a condition is true, or everywhere."""

    rate: float = Field(ge=0, le=1)
    when: Condition | None = None


def _gaps(value: Any) -> Any:
    """A bare rate as a list of one."""
    return [{"rate": value}] if isinstance(value, int | float) and not isinstance(value, bool) else value


class Stated(Part):
    """One column: its kind and spelling as in a `Schema`, what its values come from, and where they are missing.

    The first of `cases` whose condition holds decides, and likewise of `missing`; else the value is one of `values`,
    and there. Numbers and dates come to lie on the nearest `step` from `step_from`.
    """

    name: str = Field(min_length=1, max_length=200)
    kind: Kind
    values: Values
    cases: tuple[Case, ...] = ()
    missing: Annotated[tuple[Gaps, ...], BeforeValidator(_gaps)] = ()
    decimals: int | None = Field(None, ge=0, le=MOST_DECIMALS)
    least_decimals: int = Field(0, ge=0, le=MOST_DECIMALS)
    step: float | str | None = None
    step_from: float | Moment | None = None
    format: str | None = None
    true: str = "true"
    false: str = "false"
    nulls: tuple[str, ...] = ("",)
    prefix: str = ""
    suffix: str = ""
    sensitive: bool = False
    quasi_identifier: bool = False
    per_unit: bool = False

    @model_validator(mode="after")
    def _on_steps(self) -> Stated:
        _ = self.spelling
        return self

    @cached_property
    def spelling(self) -> Numbers | None:
        """What puts its values on its steps; None without a step."""
        return spelling_of(self.kind, self.step, self.step_from, self.decimals)

    @property
    def modelled(self) -> bool:
        """Whether it is drawn with the others; keys and invented text are put to them afterwards."""
        return self.kind not in ("text", "key")

    def column(self) -> Column:
        """The column of the schema."""
        treatment: dict[str, Any] = {"text": {"treatment": "fake"}, "key": {"treatment": "key"}}.get(self.kind, {})
        if self.kind == "datetime" and not self.format:
            treatment["format"] = "%Y-%m-%d %H:%M:%S" if getattr(self.values, "times", False) else "%Y-%m-%d"
        elif self.format:
            treatment["format"] = self.format
        if isinstance(self.values, Fake) and self.values.fake != "text":
            treatment["personal"] = self.values.fake
        own = {name: getattr(self, name) for name in (*SPELLING, *MARKS)}
        return Column(name=self.name, kind=self.kind, why=STATED, **treatment, **own)


class Correlation(Part):
    """The rank correlation (Spearman's) of two columns, as it should be."""

    columns: tuple[str, str]
    rho: float = Field(ge=-1, le=1)


class Scenario(Part):
    """A rare case: the share of rows in which some columns hold something else."""

    name: str = Field(min_length=1, max_length=100)
    share: float = Field(gt=0, le=1)
    set: Mapping[str, Values] = Field(min_length=1)


class Several(Part):
    """Several rows for each unit: the key column that says whose row it is, and how many rows each has."""

    column: str
    rows: Distribution


class Spec(Part):
    """A table stated by rules. `SettingsError` from `build` names what does not fit, and where.

    `profile_of` names the real table from whose profile it was started, if it was.
    """

    format: Literal[1] = 1
    about: str = Field("", max_length=2_000)
    profile_of: str = Field("", max_length=200)
    columns: tuple[Stated, ...] = Field(min_length=1, max_length=MOST_COLUMNS)
    correlations: tuple[Correlation, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    unit: Several | None = None
    target: str | None = None
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Spec:
        check.consistent(self)
        return self

    @classmethod
    def build(cls, fields: Any) -> Spec:
        """Check what was stated; `SettingsError` says what does not fit, and in which column."""
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            raise SettingsError(check.in_words(error, fields)) from None

    def __getitem__(self, name: str) -> Stated:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Stated]:
        return {column.name: column for column in self.columns}

    @cached_property
    def table_schema(self) -> Schema:
        """The schema of the tables that it makes; `TableError` where a rule or the target names no column."""
        return Schema.build(
            columns=[column.column() for column in self.columns],
            unit=self.unit.column if self.unit else None,
            target=self.target,
            rules=self.rules,
        )

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kinds of the columns that formulas may use."""
        return {column.name: column.kind for column in self.columns if column.modelled}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The modelled columns, each behind those that it depends on."""
        return check.ordered(check.needs(self))

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known of every table that it makes."""
        if not self.profile_of:
            return ()
        return (
            f"The rules were started from the profile of {self.profile_of}: shares, bounds and correlations of real "
            "rows, but no value that few people hold. What was written into them afterwards is not protected.",
        )

    def alternatives(self, name: str) -> list[Any]:
        """All that the values of a column may come from: cases and scenarios included."""
        column = self[name]
        return [
            column.values,
            *(case.then for case in column.cases),
            *(scenario.set[name] for scenario in self.scenarios if name in scenario.set),
        ]
