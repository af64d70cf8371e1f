"""The distributions that a spec may state for numbers: one class a family, its parameters in a steward's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator
from scipy import stats

Floats = NDArray[np.float64]

_EDGE = 1e-12

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Real = Annotated[float, Field(allow_inf_nan=False)]


class Drawn(BaseModel):
    """A distribution of numbers, cut at `least` and `most`; `often` are values held often, each with its share."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    distribution: str
    least: Real | None = Field(None, title="At least")
    most: Real | None = Field(None, title="At most")
    often: Mapping[float, Annotated[float, Field(gt=0, le=1)]] = Field({}, title="Values held often")

    discrete: ClassVar[bool] = False

    @model_validator(mode="after")
    def _possible(self) -> Drawn:
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"the least value {self.least:g} is greater than the greatest, {self.most:g}")
        if sum(self.often.values()) > 1 + 1e-9:
            raise ValueError(f"the shares of values held often add up to {sum(self.often.values()):g}, more than 1")
        self._fits()
        low, high = self._ends()
        if not high > low:
            raise ValueError("none of its values lies between its bounds")
        return self

    def _fits(self) -> None:
        """Say what is wrong with the parameters together."""

    def family(self) -> Any:
        """The scipy distribution."""
        raise NotImplementedError

    def _ends(self) -> tuple[float, float]:
        """The shares of the family below `least` and up to `most`."""
        family = self.family()
        low = 0.0 if self.least is None else float(family.cdf(self.least - 1e-9 if self.discrete else self.least))
        return low, 1.0 if self.most is None else float(family.cdf(self.most))

    def values(self, places: Floats) -> Floats:
        """The value at each place from 0 to 1, least to greatest."""
        low, high = self._ends()
        family = self.family()
        if not self.often:
            return self._curve(family, low, high, places)
        spikes = np.array(sorted(self.often))
        shares = np.array([self.often[spike] for spike in spikes])
        rest = max(1 - shares.sum(), 0.0)
        passed = np.append(0.0, np.cumsum(shares))
        below = np.clip((family.cdf(spikes) - low) / (high - low), 0, 1) * rest + passed[:-1]
        at = np.searchsorted(np.column_stack([below, below + shares]).ravel(), places, side="right")
        curve = self._curve(family, low, high, (places - passed[at // 2]) / max(rest, _EDGE))
        return np.where(at % 2 == 1, spikes[np.minimum(at // 2, len(spikes) - 1)], curve)

    def _curve(self, family: Any, low: float, high: float, places: Floats) -> Floats:
        values = family.ppf(np.clip(low + np.clip(places, 0, 1) * (high - low), _EDGE, 1 - _EDGE))
        return np.asarray(np.clip(values, self.least, self.most), dtype=float)


class Normal(Drawn):
    """The bell curve."""

    distribution: Literal["normal"]
    mean: Real = Field(0, title="Mean")
    sd: Positive = Field(1, title="Standard deviation")

    def family(self) -> Any:
        return stats.norm(self.mean, self.sd)


class Logistic(Drawn):
    """A bell curve with heavier tails."""

    distribution: Literal["logistic"]
    mean: Real = Field(0, title="Mean")
    scale: Positive = Field(1, title="Scale")

    def family(self) -> Any:
        return stats.logistic(self.mean, self.scale)


class Started(Drawn):
    """A distribution of values from `start` upwards."""

    start: Real = Field(0, title="Starts at")


class Lognormal(Started):
    """Amounts whose logarithm is normal: many small ones, few large ones."""

    distribution: Literal["lognormal"]
    median: Positive = Field(1, title="Median")
    sigma: Annotated[float, Field(gt=0, le=20)] = Field(1, title="Standard deviation of the logarithm")

    def family(self) -> Any:
        return stats.lognorm(self.sigma, self.start, self.median)


class Exponential(Started):
    """Waiting times."""

    distribution: Literal["exponential"]
    mean: Positive = Field(1, title="Mean")

    def family(self) -> Any:
        return stats.expon(self.start, self.mean)


class Gamma(Started):
    """Sums of waiting times."""

    distribution: Literal["gamma"]
    shape: Positive = Field(2, title="Shape")
    scale: Positive = Field(1, title="Scale")

    def family(self) -> Any:
        return stats.gamma(self.shape, self.start, self.scale)


class ChiSquared(Started):
    """Sums of squares of normal values."""

    distribution: Literal["chi-squared"]
    freedom: Positive = Field(3, title="Degrees of freedom")

    def family(self) -> Any:
        return stats.chi2(self.freedom, self.start)


class Weibull(Started):
    """Life times."""

    distribution: Literal["weibull"]
    shape: Positive = Field(1.5, title="Shape")
    scale: Positive = Field(1, title="Scale")

    def family(self) -> Any:
        return stats.weibull_min(self.shape, self.start, self.scale)


class Pareto(Drawn):
    """A few hold most: wealth, sizes of towns. All values are at least `scale`."""

    distribution: Literal["pareto"]
    shape: Positive = Field(2, title="Shape")
    scale: Positive = Field(1, title="Smallest value")

    def family(self) -> Any:
        return stats.pareto(self.shape, 0, self.scale)


class Ranged(Drawn):
    """A distribution of values from `low` to `high`."""

    low: Real = Field(0, title="From")
    high: Real = Field(1, title="To")

    def _fits(self) -> None:
        if self.low >= self.high:
            raise ValueError(f"'low' must be less than 'high', not {self.low:g} and {self.high:g}")


class Uniform(Ranged):
    """All values from `low` to `high` alike."""

    distribution: Literal["uniform"]

    def family(self) -> Any:
        return stats.uniform(self.low, self.high - self.low)


class Beta(Ranged):
    """Shares and scores: any shape from `low` to `high`."""

    distribution: Literal["beta"]
    alpha: Positive = Field(2, title="Alpha")
    beta: Positive = Field(2, title="Beta")

    def family(self) -> Any:
        return stats.beta(self.alpha, self.beta, self.low, self.high - self.low)


class Triangular(Ranged):
    """From `low` to `high`, `mode` being the likeliest."""

    distribution: Literal["triangular"]
    mode: Real = Field(0.5, title="Likeliest")

    def _fits(self) -> None:
        super()._fits()
        if not self.low <= self.mode <= self.high:
            raise ValueError(f"'mode' must lie between {self.low:g} and {self.high:g}, not at {self.mode:g}")

    def family(self) -> Any:
        return stats.triang((self.mode - self.low) / (self.high - self.low), self.low, self.high - self.low)


class Poisson(Drawn):
    """Counts of what happens by chance."""

    distribution: Literal["poisson"]
    mean: Annotated[float, Field(gt=0, le=1e9)] = Field(1, title="Mean")

    discrete: ClassVar[bool] = True

    def family(self) -> Any:
        return stats.poisson(self.mean)


class Binomial(Drawn):
    """How many of so many trials succeed."""

    distribution: Literal["binomial"]
    trials: Annotated[int, Field(ge=1, le=10**9)] = Field(10, title="Trials")
    p: Annotated[float, Field(ge=0, le=1)] = Field(0.5, title="Chance of each")

    discrete: ClassVar[bool] = True

    def family(self) -> Any:
        return stats.binom(self.trials, self.p)


FAMILIES: tuple[type[Drawn], ...] = (
    Normal,
    Logistic,
    Lognormal,
    Exponential,
    Gamma,
    ChiSquared,
    Weibull,
    Pareto,
    Uniform,
    Beta,
    Triangular,
    Poisson,
    Binomial,
)

Distribution = Annotated[
    Normal
    | Logistic
    | Lognormal
    | Exponential
    | Gamma
    | ChiSquared
    | Weibull
    | Pareto
    | Uniform
    | Beta
    | Triangular
    | Poisson
    | Binomial,
    Field(discriminator="distribution"),
]
