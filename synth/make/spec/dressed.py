"""What turns a drawn spec into a whole table: its levels and spellings, and the makers of keys and invented text."""

from __future__ import annotations

from typing import Any

import numpy as np

from synth.make.dress import AnyMaker, Dress
from synth.make.fakes import Fakes
from synth.make.keys import Keys
from synth.make.numbers import Numbers
from synth.make.protect import Levels, Shield
from synth.make.repeats import Repeats
from synth.make.spec.check import value_of
from synth.make.spec.draw import DrawnSpec
from synth.make.spec.spec import Spec, Stated
from synth.make.spec.values import Count, Fake, Fixed, Pattern, Weights, WeightsBy, Worked
from synth.make.spelled import Spelled
from synth.make.taken import Taken

PILOT = 2_000


def shield_of(drawn: DrawnSpec) -> Shield:
    """The levels that each column can have, and how numbers and dates are spelled; it keeps nothing back."""
    pilot = drawn.sample(PILOT, rng=np.random.default_rng(0))
    columns: dict[str, Levels | Numbers] = {}
    for name in drawn.spec.kinds:
        column = drawn.spec[name].column()
        if column.kind in ("number", "datetime"):
            columns[name] = Numbers.unguarded(column)
        else:
            seen = Levels.learn(pilot[name], np.arange(PILOT), 1)
            others = tuple(level for level in _levels(drawn.spec, name) if level not in seen.names)
            counts = (*seen.counts, *(0 for _ in others))
            columns[name] = seen.model_copy(update={"names": (*seen.names, *others), "counts": counts})
    return Shield(k=1, columns=columns, open=True)


def _levels(spec: Spec, name: str) -> list[Any]:
    """Every level that a column may hold, as far as the spec spells them."""
    found: dict[Any, None] = {}
    for values in spec.alternatives(name):
        match values:
            case Weights():
                found |= dict.fromkeys(values.weights)
            case WeightsBy():
                for levels in (*values.levels.values(), values.otherwise or {}):
                    found |= dict.fromkeys(levels)
            case Fixed() if values.value is not None:
                found[values.value] = None
            case Worked() if spec[name].kind == "boolean":
                found |= {True: None, False: None}
    return list(dict.fromkeys(value_of(spec[name].kind, level) for level in found))


def dress_of(spec: Spec) -> Dress:
    """The makers of keys and invented text."""
    rng = np.random.default_rng(0)
    makers = {column.name: _maker(spec, column, rng) for column in spec.columns if not column.modelled}
    units = None
    if spec.unit:
        rows = np.maximum(np.round(spec.unit.rows.values((np.arange(1000) + 0.5) / 1000)), 1)
        units = Repeats(rows=tuple(rows.astype(int).tolist()), together=True)
    return Dress(units=units, makers=makers)


def _maker(spec: Spec, column: Stated, rng: np.random.Generator) -> AnyMaker:
    is_unit = spec.unit is not None and spec.unit.column == column.name
    common: dict[str, Any] = {
        "missing": column.missing[0].rate if column.missing else 0.0,
        "per_unit": column.per_unit or is_unit,
    }
    nothing = Taken.learn(np.array([], dtype=object), rng)
    match column.values:
        case Count(count_from=first):
            return Keys(first=first, **common)
        case Pattern(pattern=pattern):
            return Spelled(pattern=pattern, unique=column.kind == "key", **common)
        case Fake(fake=kind, locale=locale, unique=unique):
            return Fakes(type=kind, locale=locale, unique=unique or column.kind == "key", taken=nothing, **common)
    raise AssertionError(column.values)
