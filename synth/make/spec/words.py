"""Where a column's values come from, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synth.make.spec.distributions import FAMILIES, Drawn
from synth.make.spec.spec import Stated
from synth.make.spec.values import (
    Count,
    Dates,
    Fake,
    Fixed,
    Pattern,
    Quantiles,
    Weights,
    WeightsBy,
    Worked,
    spelled,
)

_NAMED = 4


def family_name(family: type[Drawn]) -> str:
    """The name that a spec gives a family of distributions."""
    return str(family.model_fields["distribution"].annotation.__args__[0])  # type: ignore[union-attr]


FAMILY_NAMES: Mapping[str, type[Drawn]] = {family_name(family): family for family in FAMILIES}


def come_from(column: Stated) -> str:
    """What the values of a column come from, with its conditions counted."""
    words = _origin(column.values)
    if column.cases:
        words += f"; otherwise in {len(column.cases)} case{'s' * (len(column.cases) > 1)}"
    if column.missing:
        rates = ", ".join(f"{gap.rate:.3g}" for gap in column.missing)
        words += f"; missing {rates}"
    return words


def _origin(values: Any) -> str:
    match values:
        case Drawn():
            names = [name for name in type(values).model_fields if name not in ("distribution", "often")]
            told = [f"{name} {getattr(values, name):g}" for name in names if getattr(values, name) is not None]
            return f"{values.distribution}: {', '.join(told)}"
        case Weights():
            levels = list(values.weights)
            more = f" and {len(levels) - _NAMED:,} more" if len(levels) > _NAMED else ""
            return f"one of {', '.join(levels[:_NAMED])}{more}"
        case WeightsBy():
            return f"levels by {values.by}"
        case Quantiles():
            ends = [spelled(end) if values.dates else f"{end:g}" for end in (values.quantiles[0], values.quantiles[-1])]  # type: ignore[arg-type]
            return f"quantiles from {ends[0]} to {ends[1]}"
        case Dates():
            return f"dates from {spelled(values.first)} to {spelled(values.last)}"
        case Worked():
            return f"= {values.formula}"
        case Fixed():
            return "no value" if values.value is None else f"always {values.value}"
        case Pattern():
            return f"codes like {values.pattern}"
        case Count():
            return f"row numbers from {values.count_from}"
        case Fake():
            return f"invented {values.fake.replace('_', ' ')} ({values.locale})"
    raise AssertionError(values)
