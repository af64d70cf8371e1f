"""A spec that starts from a table's profile: its distributions, shares, gaps, correlations and rules, as they may be
told.

Nothing held by fewer than k units enters it: all is taken from the table once its rare values are drawn anew (see
`synth.make.protect`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.make.constant import Constant
from synth.make.copula import correlate, middle, resolution
from synth.make.dress import Dates as DateMaker
from synth.make.dress import Dress
from synth.make.fakes import Fakes
from synth.make.grain import STEPS
from synth.make.keys import NO_PATTERN, Keys
from synth.make.marginals import EMPIRICAL, FEW, INSET, Curve, learn
from synth.make.marginals import Levels as Shares
from synth.make.numbers import as_numbers
from synth.make.protect import Shield
from synth.make.spec.gaps import gaps_of
from synth.make.spec.spec import MARKS, MOST_DECIMALS, SPELLING, Spec
from synth.make.spec.step import stated, stated_of
from synth.make.spec.values import spelled, word
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table

QUANTILES = 41
LEAST_RHO = 0.1
MOST_CORRELATED = 200
MOST_PAIRS = 300
ROWS = 20_000
_DIGITS = 6

Fields = dict[str, Any]


def spec_of(table: Table, k: int = 5, *, seed: int = 0) -> Spec:
    """The spec of a table's profile; `k` counts units, and 1 switches protection off."""
    for_cover, for_dress, for_spec = np.random.default_rng(seed).spawn(3)
    covered = Shield.learn(table, k).cover(table, for_cover)
    dress = Dress.learn(table, k, for_dress)
    drafted = _modelled(covered, for_spec)
    columns = []
    for column in table.schema.columns:
        if column.treatment == "model":
            columns.append(drafted[column.name])
        elif column.treatment != "drop":
            columns.append(_made(column, dress.makers[column.name]))
    names = [column["name"] for column in columns]
    fields = {
        "profile_of": f"{table.reading.source or 'a table'} ({len(table):,} rows)"[-200:],
        "columns": columns,
        "correlations": correlations(covered, for_spec),
        "unit": _unit(table.schema, dress, names),
        "target": table.schema.target if table.schema.target in names else None,
        "rules": _rules(table.schema, names),
    }
    return Spec.build(fields)


def spec_of_modelled(table: Table, rng: np.random.Generator) -> Spec:
    """The same of a table whose columns are all modelled, and covered already."""
    drafted = _modelled(table, rng)
    rules = _rules(table.schema, list(drafted))
    return Spec.build({"columns": list(drafted.values()), "correlations": correlations(table, rng), "rules": rules})


def _rules(schema: Schema, names: list[str]) -> list[Fields]:
    return [rule.model_dump(mode="json") for rule in schema.select(names).rules]


def _modelled(table: Table, rng: np.random.Generator) -> dict[str, Fields]:
    gaps = gaps_of(table.frame[table.schema.names])
    return {
        column.name: _stated(table.frame[column.name], column, rng)
        | ({"missing": gaps[column.name]} if column.name in gaps else {})
        for column in table.schema.columns
    }


def _spelling(column: Column) -> Fields:
    """How its cells are written; where that takes very many decimals, as many as it takes."""
    own = {name: getattr(column, name) for name in ("name", "kind", "format", *SPELLING, *MARKS)}
    if column.decimals is not None and column.decimals > MOST_DECIMALS:
        own["decimals"] = None
    return own | {"least_decimals": min(column.least_decimals, MOST_DECIMALS)}


def _stated(series: pd.Series[Any], column: Column, rng: np.random.Generator) -> Fields:
    """A modelled column, but for its gaps."""
    fields = _spelling(column)
    present = series.dropna()
    if present.empty:
        return fields | {"values": {"value": None}}
    values = _values(present, column, rng)
    drawn = "weights" not in values and (column.kind == "datetime" or fields["decimals"] is not None)
    return fields | (stated(present, column) if drawn else {}) | {"values": values}


def _values(present: pd.Series[Any], column: Column, rng: np.random.Generator) -> Fields:
    if column.kind == "datetime":
        return _dates(present)
    marginal = learn(present, column.kind, rng)
    if isinstance(marginal, Shares):
        return {"weights": {word(level): _tidy(share) for level, share in _pairs(marginal)}}
    shares = dict(zip(marginal.spikes, map(_tidy, marginal.shares), strict=True))
    if sum(marginal.shares) > 1 - 1e-9:
        return {"weights": {word(value): share for value, share in shares.items()}}
    if marginal.family == EMPIRICAL or marginal.high <= marginal.low:
        whole = np.quantile(as_numbers(present), np.linspace(0, 1, QUANTILES))
        return {"quantiles": [_tidy(value) for value in whole]}
    return _curve(marginal) | ({"often": shares} if shares else {})


def _pairs(marginal: Shares) -> Iterator[tuple[str | bool, float]]:
    return zip(marginal.levels, marginal.shares, strict=True)


def _dates(present: pd.Series[Any]) -> Fields:
    if present.nunique() <= FEW:
        counts = present.value_counts(normalize=True).sort_index()
        days = [spelled(date) for date in pd.DatetimeIndex(counts.index).to_pydatetime()]
        return {"weights": dict(zip(days, map(_tidy, counts), strict=True))}
    found = np.quantile(as_numbers(present), np.linspace(0, 1, QUANTILES))
    moments = pd.DatetimeIndex(found.round().astype("int64").view("datetime64[us]")).floor("s")
    return {"quantiles": [spelled(date) for date in moments.to_pydatetime()]}


def _curve(marginal: Curve) -> Fields:
    """A fitted curve in the words of a spec."""
    low, high = marginal.low, marginal.high
    width = high - low
    start = low - INSET * width
    *shape, place, scale = marginal.parameters
    words: dict[str, Fields] = {
        "norm": {"distribution": "normal", "mean": start + place * width, "sd": scale * width},
        "logistic": {"distribution": "logistic", "mean": start + place * width, "scale": scale * width},
        "uniform": {"distribution": "uniform", "low": low, "high": high},
        "expon": {"distribution": "exponential", "mean": scale * width, "start": start},
        "gamma": {"distribution": "gamma", "shape": shape[:1], "scale": scale * width, "start": start},
        "weibull_min": {"distribution": "weibull", "shape": shape[:1], "scale": scale * width, "start": start},
        "lognorm": {"distribution": "lognormal", "sigma": shape[:1], "median": scale * width, "start": start},
        "beta": {
            "distribution": "beta",
            "alpha": shape[:1],
            "beta": shape[1:2],
            "low": start,
            "high": start + scale * width,
        },
    }
    stated = words[marginal.family] | {"least": low, "most": high}
    return {name: _tidy(value[0] if isinstance(value, list) else value) for name, value in stated.items()}


def _tidy(value: Any) -> Any:
    """A number to six digits."""
    return value if isinstance(value, str) else float(f"{float(value):.{_DIGITS}g}")


def correlations(table: Table, rng: np.random.Generator) -> list[Fields]:
    """The rank correlations that are worth stating, the strongest first."""
    chosen = [column for column in table.schema.columns if table.frame[column.name].nunique() > 1][:MOST_CORRELATED]
    some = table if len(table) <= ROWS else table.take(rng.choice(len(table), ROWS, replace=False))
    learned = [learn(table.frame[column.name], column.kind, rng) for column in chosen]
    if len(chosen) < 2:
        return []
    axes = [_scores(some.frame[column.name], marginal) for column, marginal in zip(chosen, learned, strict=True)]
    found = correlate(np.array(axes), np.array([resolution(marginal) for marginal in learned]))
    ranks = 6 / np.pi * np.arcsin(found / 2)
    ones, others = np.triu_indices(len(chosen), 1)
    strongest = np.argsort(-np.abs(ranks[ones, others]), kind="stable")[:MOST_PAIRS]
    return [
        {"columns": [chosen[one].name, chosen[other].name], "rho": round(float(ranks[one, other]), 3)}
        for one, other in zip(ones[strongest], others[strongest], strict=True)
        if abs(ranks[one, other]) >= LEAST_RHO
    ]


def _scores(series: pd.Series[Any], marginal: Curve | Shares) -> NDArray[np.float64]:
    """The normal score of each cell, NaN where it is missing."""
    there = series.notna().to_numpy(dtype=bool)
    scores = np.full(len(series), np.nan)
    scores[there] = middle(*marginal.spans(series[there]))
    return scores


def _made(column: Column, maker: Any) -> Fields:
    """A column that is not modelled, by what makes its values."""
    fields = {"name": column.name, "nulls": column.nulls, "per_unit": maker.per_unit}
    if maker.missing:
        fields["missing"] = [{"rate": round(maker.missing, _DIGITS)}]
    kind = "key" if column.treatment == "key" else "text"
    match maker:
        case Constant():
            return _spelling(column) | {"kind": _drawable(column), "values": {"value": maker.value}}
        case DateMaker():
            edges = np.array(maker.guard.edges or (0.0, 0.0))[[0, -1]]
            first, last = (spelled(pd.Timestamp(int(edge), unit="us").floor("s").to_pydatetime()) for edge in edges)
            fields.pop("per_unit")
            values = {"first": first, "last": last} | ({"times": True} if _at_times(maker) else {})
            return fields | _spelling(column) | stated_of(maker.guard, column) | {"values": values}
        case Keys(taken=None):
            return fields | {"kind": kind, "values": {"count_from": maker.first}}
        case Keys():
            commonest = max(maker.patterns, key=lambda pattern: pattern.share, default=NO_PATTERN)
            return fields | {"kind": kind, "values": {"pattern": pattern_of(commonest.places)}}
        case Fakes():
            return fields | {
                "kind": kind,
                "values": {"fake": maker.type, "locale": maker.locale, "unique": maker.unique},
            }
    raise AssertionError(maker)


def _at_times(maker: DateMaker) -> bool:
    """Whether its dates have times of the day."""
    return maker.guard.grain is not None and STEPS.get(maker.guard.grain.step, np.inf) < STEPS["D"]


def _drawable(column: Column) -> str:
    return "category" if column.kind in ("text", "key") else column.kind


def pattern_of(places: tuple[str, ...]) -> str:
    """Places as a pattern, equal ones that stand together written once."""
    pieces: list[list[Any]] = []
    for place in places:
        piece = _escaped(place) if len(place) == 1 else f"[{_runs(place)}]"
        if pieces and pieces[-1][0] == piece:
            pieces[-1][1] += 1
        else:
            pieces.append([piece, 1])
    return "".join(piece if times == 1 else f"{piece}{{{times}}}" for piece, times in pieces)


def _escaped(sign: str) -> str:
    return sign if sign.isalnum() or sign in " -_/:#@" else f"\\{sign}"


def _runs(letters: str) -> str:
    """Letters with a dash for three and more that follow each other."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, letters)):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    parts = []
    for first, last in runs:
        ends = [_in_set(chr(first)), _in_set(chr(last))]
        parts.append("-".join(ends) if last - first > 1 else "".join(ends[: last - first + 1]))
    return "".join(parts)


def _in_set(sign: str) -> str:
    return sign if sign.isalnum() else f"\\{sign}"


def _unit(schema: Schema, dress: Dress, names: list[str]) -> Fields | None:
    """How many rows each unit has, where its key is kept."""
    if dress.units is None or schema.unit not in names or schema[schema.unit].treatment != "key":
        return None
    counts = np.array(dress.units.rows)
    often = {float(value): _tidy((counts == value).mean()) for value in np.unique(counts)}
    rows: Fields = {"distribution": "poisson", "mean": _tidy(counts.mean()), "least": 1}
    return {"column": schema.unit, "rows": rows | ({"often": often} if len(often) <= FEW else {})}
