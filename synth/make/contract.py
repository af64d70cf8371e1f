"""What every generator keeps to: its card, its settings, how it forecasts, fits, reports progress and samples.

A generator never sees more than it must. `synth.make.fit` hands it the modelled columns only (`number`, `category`,
`boolean`, `datetime`, with missing values), already shielded: no level held by fewer than k units, no number beyond
the k-th extreme. It gives back a `Fitted`, whose samples `Model` redraws between neighbours, then dresses with keys,
invented personal data and constants (see `synth.make.model`). So a new generator is one file with one
`Generator`, and one line in `synth.make.GENERATORS`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from synth.errors import SettingsError
from synth.prepare.schema import Schema
from synth.prepare.table import Table

if TYPE_CHECKING:
    from synth.make.unaided import Unaided

Peek = Callable[[int], pd.DataFrame]


class Progress(Protocol):
    """Told of each step of long work; raises `Cancelled` when the work should stop.

    `measures` are named figures of this step (losses, gains). `peek(n)` gives n sampled rows of the modelled columns;
    who listens may score them and answer with the score (higher is better), so that a generator can stop early on
    quality.
    """

    def __call__(
        self,
        stage: str,
        done: int,
        total: int,
        measures: Mapping[str, float] | None = None,
        peek: Peek | None = None,
    ) -> float | None: ...


def silent(
    stage: str, done: int, total: int, measures: Mapping[str, float] | None = None, peek: Peek | None = None
) -> float | None:
    """The progress of a call that nobody watches."""
    return None


class Settings(BaseModel):
    """What a steward can set on every generator. Title, help, bounds and `advanced` live on the field.

    A field with `json_schema_extra={"advanced": True}` is folded away on the page. `presets` are named changes from the
    defaults, in the order shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"Recommended": {}}

    k: int = Field(
        5,
        ge=1,
        le=1000,
        title="Value protection (k)",
        description="A value is only ever repeated if at least k people (units) hold it. 1 switches protection off.",
        json_schema_extra={"advanced": True},
    )
    rare_label: str = Field(
        "",
        max_length=100,
        title="Label for rare levels",
        description="Rare levels of a category become this one label. Empty: they are redrawn among the others.",
        json_schema_extra={"advanced": True},
    )

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Check settings typed by a person; `SettingsError` names the setting, the value and its bounds."""
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0]) if first["loc"] else "settings"
            if first["type"] == "extra_forbidden":
                known = ", ".join(cls.model_fields)
                raise SettingsError(f"There is no setting {name!r} here. Settings are: {known}.") from None
            wanted = cls._wanted(name) or first["msg"].lower()
            raise SettingsError(f"The setting {name!r} cannot be {first['input']!r}: {wanted}.") from None

    @classmethod
    def bounds(cls, name: str) -> tuple[float | None, float | None]:
        """The lowest and the highest value of a number setting, as far as it has any."""
        low: Any = None
        high: Any = None
        for bound in cls.model_fields[name].metadata:
            low = getattr(bound, "ge", getattr(bound, "gt", low))
            high = getattr(bound, "le", getattr(bound, "lt", high))
        return low, high

    @classmethod
    def _wanted(cls, name: str) -> str:
        """What a number setting may be, in words; empty for other settings and where a bound is missing."""
        field = cls.model_fields.get(name)
        low, high = cls.bounds(name) if field else (None, None)
        if field is None or low is None or high is None:
            return ""
        noun = "a whole number" if field.annotation is int else "a number"
        start = f"above {low:,} and up" if any(hasattr(bound, "gt") for bound in field.metadata) else f"from {low:,}"
        return f"choose {noun} {start} to {high:,}"


@dataclass(frozen=True)
class Card:
    """What a steward reads before choosing: plain sentences; `approach` is the field's word for the family."""

    name: str
    title: str
    approach: str
    what: str
    good_for: str
    not_for: str
    cost: str
    licence: str
    paper: str


@dataclass(frozen=True)
class Forecast:
    """What a fit and a sample of as many rows will cost: seconds, and megabytes at the peak; with warnings in words."""

    seconds: float
    megabytes: float
    warnings: tuple[str, ...] = field(default=())


class Fitted(ABC):
    """A generator's fitted core: samples the modelled columns, and can be kept as files without pickle.

    `notes` are plain sentences that fitting has to say of itself; the envelope keeps them.
    """

    notes: tuple[str, ...] = ()

    @abstractmethod
    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Draw `rows` rows of the modelled columns, with the dtypes that `synth.prepare.table` fixes."""

    def recipe(self) -> dict[str, Any]:
        """What a recipe must name beside the settings."""
        return {}

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write what `load` needs into the existing empty `folder`: JSON, npz without objects, safetensors."""


class Generator(ABC):
    """One way of making data. Stateless: what is learned lives in the `Fitted` that `fit` returns.

    `packages` are the libraries, beside numpy and pandas, whose versions change what it makes: recipes name them.
    With `sums`, it is shown what is left of numbers that others nearly add up to (see `synth.make.sums`).
    """

    card: ClassVar[Card]
    packages: ClassVar[tuple[str, ...]] = ()
    sums: ClassVar[bool] = False
    settings: ClassVar[type[Settings]]

    def unaided(self, settings: Any) -> Unaided | None:
        """The model that these settings make without any table; None, as for most, where one is needed."""
        return None

    def formulas(self, settings: Any) -> Mapping[str, str]:
        """Columns that these settings have worked out from others, after all values stand: name → formula."""
        return {}

    @abstractmethod
    def forecast(self, table: Table, settings: Any, rows: int) -> Forecast:
        """Estimate time and memory for fitting `table` and sampling `rows`, without doing either."""

    @abstractmethod
    def fit(self, table: Table, settings: Any, *, rng: np.random.Generator, progress: Progress) -> Fitted:
        """Learn the modelled columns of `table`, all of whose columns are modelled ones."""

    @abstractmethod
    def load(self, folder: Path, schema: Schema) -> Fitted:
        """Read what `Fitted.save` wrote; the schema is that of the table it was fitted on."""
