"""One column's distribution by itself: the shares of its levels, or spikes and a fitted curve between them.

The curve is that of the scipy family with the least AIC (Akaike 1974), or the column's own quantiles where even that
one lies far off (a Kolmogorov-Smirnov distance above `FAR`). All is cut at the least and greatest value shown.
"""

from __future__ import annotations

import warnings
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy import stats

from synth.make.numbers import as_numbers, from_numbers
from synth.prepare.schema import Kind
from synth.prepare.table import DTYPES

FAMILIES = ("norm", "logistic", "uniform", "expon", "gamma", "weibull_min", "lognorm", "beta")
EMPIRICAL = "empirical"
FAR = 0.05
ROWS = 5_000
FEW = 20
SPIKE = 0.05
QUANTILES = np.linspace(0, 1, 201)
INSET = 1e-3  # curves that start at 0 or end at 1 may be infinite there

Floats = NDArray[np.float64]


class Levels(BaseModel):
    """Levels in their order, the share of each among the values that are there, and the share of missing cells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: Literal["levels"] = "levels"
    missing: float
    levels: tuple[str | bool, ...]
    shares: tuple[float, ...]

    @property
    def steps(self) -> Floats:
        """The cumulated shares, from 0 to 1."""
        return np.append(0.0, np.cumsum(self.shares) / np.sum(self.shares))

    def values(self, places: Floats) -> NDArray[Any]:
        """The level at each place from 0 to 1."""
        at = np.searchsorted(self.steps, places, side="right") - 1
        return np.array(self.levels, dtype=object)[np.clip(at, 0, len(self.levels) - 1)]

    def spans(self, cells: pd.Series[Any]) -> tuple[Floats, Floats]:
        """Where the level of each cell begins and ends; all cells hold a value."""
        at = pd.Index(self.levels, dtype=object).get_indexer(pd.Index(cells, dtype=object))
        return self.steps[at], self.steps[at + 1]


class Curve(BaseModel):
    """Numbers, or dates in µs since 1970: spikes with their shares, and a curve for the others.

    `family` is a scipy distribution of values brought to 0 to 1 between `low` and `high`, or `empirical`: then
    `parameters` are 201 even quantiles.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: Literal["curve"] = "curve"
    missing: float
    low: float
    high: float
    spikes: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    family: str
    parameters: tuple[float, ...]

    def upto(self, values: Floats) -> Floats:
        """The share of the curve alone that lies at or below each value."""
        if self.high <= self.low:
            return (values >= self.low).astype(float)
        inner = np.clip((values - self.low) / (self.high - self.low), 0, 1)
        if self.family == EMPIRICAL:
            return np.where(values < self.low, 0.0, np.interp(inner, self.parameters, QUANTILES))
        family = getattr(stats, self.family)(*self.parameters)
        ends = family.cdf([INSET, 1 + INSET])
        return np.asarray(np.clip((family.cdf(inner + INSET) - ends[0]) / max(ends[1] - ends[0], 1e-12), 0, 1))

    def at(self, shares: Floats) -> Floats:
        """The value of the curve alone up to which each share lies."""
        if self.family == EMPIRICAL:
            inner = np.interp(shares, QUANTILES, self.parameters)
        else:
            family = getattr(stats, self.family)(*self.parameters)
            ends = family.cdf([INSET, 1 + INSET])
            inner = np.clip(family.ppf(ends[0] + shares * (ends[1] - ends[0])) - INSET, 0, 1)
        return self.low + inner * (self.high - self.low)

    @property
    def steps(self) -> Floats:
        """The cumulated share below and at each spike: two numbers a spike."""
        rest = max(1 - sum(self.shares), 0.0)
        below = self.upto(np.array(self.spikes)) * rest + np.append(0.0, np.cumsum(self.shares))[:-1]
        return np.column_stack([below, below + np.array(self.shares)]).ravel()

    def values(self, places: Floats) -> Floats:
        """The value at each place from 0 to 1 of spikes and curve together."""
        if not self.spikes:
            return self.at(places)
        at = np.searchsorted(self.steps, places, side="right")
        passed = np.append(0.0, np.cumsum(self.shares))[at // 2]
        rest = max(1 - sum(self.shares), 1e-12)
        curve = self.at(np.clip((places - passed) / rest, 0, 1))
        return np.where(at % 2 == 1, np.array(self.spikes)[np.minimum(at // 2, len(self.spikes) - 1)], curve)

    def spans(self, cells: pd.Series[Any]) -> tuple[Floats, Floats]:
        """Where the value of each cell begins and ends, the same for one of the curve; all cells hold a value."""
        values = as_numbers(cells)
        if not self.spikes:
            place = self.upto(values)
            return place, place
        spikes, steps = np.array(self.spikes), self.steps
        at = np.searchsorted(spikes, values)
        hit = spikes[np.minimum(at, len(spikes) - 1)] == values
        passed = np.append(0.0, np.cumsum(self.shares))[at]
        place = self.upto(values) * max(1 - sum(self.shares), 0.0) + passed
        near = np.minimum(at, len(spikes) - 1)
        return np.where(hit, steps[2 * near], place), np.where(hit, steps[2 * near + 1], place)


Marginal = Annotated[Levels | Curve, Field(discriminator="of")]


def learn(series: pd.Series[Any], kind: Kind, rng: np.random.Generator) -> Levels | Curve:
    """The distribution of one column, which holds at least one value."""
    present = series[series.notna()]
    missing = float(series.isna().mean())
    if kind in ("category", "boolean"):
        held = present.astype(object).value_counts().to_dict()
        order = sorted(held, key=lambda level: (-held[level], str(level)))
        return Levels(missing=missing, levels=tuple(order), shares=tuple(held[level] / len(present) for level in order))
    values = as_numbers(present)
    distinct, counts = np.unique(values, return_counts=True)
    spiky = counts / len(values) >= (0 if len(distinct) <= FEW else SPIKE)
    smooth = values[np.isin(values, distinct[~spiky])] if not spiky.all() else values
    family, parameters = fit(smooth, rng) if not spiky.all() else (EMPIRICAL, _quantiles(values))
    return Curve(
        missing=missing,
        low=float(smooth.min()),
        high=float(smooth.max()),
        spikes=tuple(distinct[spiky].tolist()),
        shares=tuple((counts[spiky] / len(values)).tolist()),
        family=family,
        parameters=parameters,
    )


def fit(values: Floats, rng: np.random.Generator) -> tuple[str, tuple[float, ...]]:
    """The family with the least AIC on values brought to 0 to 1, and its parameters; else the values' quantiles."""
    low, high = values.min(), values.max()
    inner = (values - low) / (high - low) if high > low else np.zeros(len(values))
    some = inner if len(inner) <= ROWS else rng.choice(inner, ROWS, replace=False)
    found = [fitted for name in FAMILIES if (fitted := _attempt(name, some + INSET)) is not None] if high > low else []
    if found:
        _, name, parameters = min(found)
        if stats.kstest(some + INSET, name, parameters).statistic <= FAR:
            return name, parameters
    return EMPIRICAL, _quantiles(values)


def _quantiles(values: Floats) -> tuple[float, ...]:
    """The 201 quantiles of values brought to 0 to 1."""
    low, high = values.min(), values.max()
    inner = (values - low) / (high - low) if high > low else np.zeros(len(values))
    return tuple(np.quantile(inner, QUANTILES).tolist())


def _attempt(name: str, values: Floats) -> tuple[float, str, tuple[float, ...]] | None:
    """AIC, name and parameters of one family; None where it cannot be fitted."""
    family = getattr(stats, name)
    fixed = {"floc": 0.0} if name not in ("norm", "logistic") else {}
    if name in ("beta", "uniform"):
        fixed |= {"fscale": 1 + 2 * INSET}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parameters = (0.0, 1 + 2 * INSET) if name == "uniform" else family.fit(values, **fixed)
            likelihood = float(family.logpdf(values, *parameters).sum())
    except (ValueError, RuntimeError, FloatingPointError):
        return None
    if not (np.isfinite(likelihood) and np.isfinite(parameters).all()):
        return None
    free = len(parameters) - len(fixed)
    return 2 * free - 2 * likelihood, name, tuple(float(each) for each in parameters)


def cells(marginal: Levels | Curve, kind: Kind, places: Floats, present: NDArray[np.bool_]) -> pd.Series[Any]:
    """A column with the value at each place where `present` is true, missing elsewhere, with its kind's dtype."""
    if isinstance(marginal, Curve):
        return from_numbers(marginal.values(places[present]), present, pd.Series([], dtype=DTYPES[kind]))
    values = np.full(len(places), None, dtype=object)
    values[present] = marginal.values(places[present])
    return pd.Series(values, dtype=DTYPES[kind])
