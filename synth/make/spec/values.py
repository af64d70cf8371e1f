"""What the values of a column come from: each of these is told from the others by one key of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from faker.config import AVAILABLE_LOCALES
from numpy.typing import NDArray
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    field_validator,
    model_validator,
)

from synth.make.fakes import WAYS
from synth.make.spec.distributions import Distribution, Floats
from synth.make.spelled import places_of
from synth.prepare.formula import Formula

MOST_DAYS = 400_000
_DAY = 86_400_000_000


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def spelled(moment: datetime) -> str:
    """A date, with its time where it is not midnight."""
    return moment.isoformat(sep=" ").removesuffix(" 00:00:00")


Moment = Annotated[datetime, AfterValidator(_naive), PlainSerializer(spelled)]


def microseconds(moment: datetime) -> float:
    """µs since 1970."""
    return float(np.datetime64(moment, "us").astype("int64"))


def word(value: Any) -> Any:
    """A level as it is spelled: YAML reads some as numbers or truths."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) else value


def _weights(value: Any) -> Any:
    return {word(key): weight for key, weight in value.items()} if isinstance(value, Mapping) else value


def _some(weights: Mapping[str, float]) -> Mapping[str, float]:
    if not math.fsum(weights.values()) > 0:
        raise ValueError("the weights must add up to more than 0")
    return weights


Levels = Annotated[
    Mapping[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]], BeforeValidator(_weights), AfterValidator(_some)
]


class Part(BaseModel):
    """A piece of a spec."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Weights(Part):
    """Levels (or numbers, or dates), each with its weight: they need not add up to 1."""

    weights: Levels

    def steps(self) -> Floats:
        """The cumulated shares, from the first to 1."""
        weights = np.array(list(self.weights.values()), dtype=float)
        return np.cumsum(weights / weights.sum())

    def pick(self, places: Floats) -> NDArray[np.object_]:
        """The level at each place from 0 to 1."""
        at = np.searchsorted(self.steps(), places, side="right")
        return np.array(list(self.weights), dtype=object)[np.minimum(at, len(self.weights) - 1)]


class WeightsBy(Part):
    """Weights that depend on the level of another column; `otherwise` for all levels that are not named."""

    by: str
    levels: Annotated[Mapping[str, Levels], BeforeValidator(_weights)]
    otherwise: Levels | None = None


class Quantiles(Part):
    """Numbers or dates by their quantiles: evenly spread, from the least value to the greatest."""

    quantiles: tuple[Annotated[float, Field(allow_inf_nan=False)] | Moment, ...] = Field(min_length=2, max_length=1001)

    @model_validator(mode="after")
    def _ascending(self) -> Quantiles:
        if len({isinstance(value, datetime) for value in self.quantiles}) > 1:
            raise ValueError("the quantiles must be all numbers or all dates")
        numbers = self.numbers()
        if (np.diff(numbers) < 0).any():
            raise ValueError("the quantiles must ascend")
        return self

    @property
    def dates(self) -> bool:
        return isinstance(self.quantiles[0], datetime)

    def numbers(self) -> Floats:
        """As numbers: dates in µs since 1970."""
        return np.array([microseconds(each) if isinstance(each, datetime) else each for each in self.quantiles])

    def values(self, places: Floats) -> Floats:
        """The value at each place from 0 to 1."""
        numbers = self.numbers()
        return np.asarray(np.interp(places, np.linspace(0, 1, len(numbers)), numbers))


class Dates(Part):
    """Dates from `first` to `last`; `weekdays` are the weights of Monday to Sunday; `times`: at any time of the day."""

    first: Moment
    last: Moment
    weekdays: tuple[Annotated[float, Field(ge=0, allow_inf_nan=False)], ...] | None = Field(
        None, min_length=7, max_length=7
    )
    times: bool = False

    @model_validator(mode="after")
    def _possible(self) -> Dates:
        if self.first > self.last:
            raise ValueError(f"'first' must not be later than 'last', {spelled(self.last)}")
        if (self.last - self.first).days > MOST_DAYS:
            raise ValueError(f"'first' and 'last' may lie {MOST_DAYS:,} days apart at the most")
        if not self._weights().sum() > 0:
            raise ValueError("no day from 'first' to 'last' has a weekday of any weight")
        return self

    def _weights(self) -> Floats:
        days = (self.last.date() - self.first.date()).days + 1
        start = self.first.weekday()
        return np.resize(np.roll(np.array(self.weekdays or (1.0,) * 7), -start), days)

    def values(self, places: Floats) -> Floats:
        """The date at each place from 0 to 1, in µs since 1970."""
        weights = self._weights()
        steps = np.append(0.0, np.cumsum(weights) / weights.sum())
        day = np.clip(np.searchsorted(steps, places, side="right") - 1, 0, len(weights) - 1)
        within = (places - steps[day]) / np.maximum(steps[day + 1] - steps[day], 1e-12)
        midnight = microseconds(datetime.combine(self.first.date(), datetime.min.time()))
        return np.asarray(midnight + (day + (within * 0.999999 if self.times else 0)) * _DAY)


class Worked(Part):
    """A formula over other columns."""

    formula: str

    @field_validator("formula")
    @classmethod
    def _reads(cls, text: str) -> str:
        return Formula(text).text

    @cached_property
    def read(self) -> Formula:
        """The formula, read."""
        return Formula(self.formula)


class Fixed(Part):
    """One value; null for none."""

    value: bool | float | str | None


class Pattern(Part):
    """Codes such as `P-[0-9]{5}`: characters that stay, [sets] of them, and {how many times}."""

    pattern: str = Field(min_length=1, max_length=200)

    @field_validator("pattern")
    @classmethod
    def _reads(cls, text: str) -> str:
        places_of(text)
        return text


class Count(Part):
    """Row numbers from this one on."""

    count_from: Annotated[int, Field(ge=0, le=10**12)]


class Fake(Part):
    """Invented personal data of a type, in the language of a place."""

    fake: str
    locale: str = "en_US"
    unique: bool = False

    @model_validator(mode="after")
    def _known(self) -> Fake:
        if self.fake not in WAYS:
            raise ValueError(f"there is no invented {self.fake!r}. There are: {', '.join(WAYS)}")
        if self.locale not in AVAILABLE_LOCALES:
            some = "en_US, en_GB, de_DE, fr_FR, es_ES, it_IT, nl_NL, pl_PL, sv_SE, ja_JP"
            raise ValueError(f"there is no language {self.locale!r}. There are, among others: {some}")
        return self


ORIGINS = (
    "distribution",
    "by",
    "weights",
    "quantiles",
    "first",
    "formula",
    "value",
    "pattern",
    "count_from",
    "fake",
)
"""The keys that tell what values come from: each kind of values has one of its own."""


def _origin(value: Any) -> str | None:
    """The key that tells what values come from."""
    has = value if isinstance(value, Mapping) else value.__class__.model_fields
    return next((name for name in ORIGINS if name in has), None)


def _short(value: Any) -> Any:
    """A plain value, without its key."""
    return {"value": value} if value is None or isinstance(value, bool | int | float | str) else value


Values = Annotated[
    Annotated[Distribution, Tag("distribution")]
    | Annotated[Weights, Tag("weights")]
    | Annotated[WeightsBy, Tag("by")]
    | Annotated[Quantiles, Tag("quantiles")]
    | Annotated[Dates, Tag("first")]
    | Annotated[Worked, Tag("formula")]
    | Annotated[Fixed, Tag("value")]
    | Annotated[Pattern, Tag("pattern")]
    | Annotated[Count, Tag("count_from")]
    | Annotated[Fake, Tag("fake")],
    Discriminator(
        _origin,
        custom_error_type="no_origin",
        custom_error_message=f"it must say where values come from by one of: {', '.join(ORIGINS)}",
    ),
    BeforeValidator(_short),
]
