"""What must fit between the columns of a spec; everything else its fields see to by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from synth.errors import SettingsError
from synth.make.spec.distributions import Drawn
from synth.make.spec.values import (
    ORIGINS,
    Count,
    Dates,
    Fake,
    Fixed,
    Pattern,
    Quantiles,
    Weights,
    WeightsBy,
    Worked,
)
from synth.prepare.formula import Formula
from synth.prepare.formula.cells import KIND_OF
from synth.prepare.schema import Kind

if TYPE_CHECKING:
    from synth.make.spec.spec import Spec

KINDS_OF: Mapping[type, tuple[Kind, ...]] = {
    Drawn: ("number",),
    Weights: ("category", "boolean", "number", "datetime"),
    WeightsBy: ("category", "boolean", "number", "datetime"),
    Quantiles: ("number", "datetime"),
    Dates: ("datetime",),
    Worked: ("number", "category", "boolean", "datetime"),
    Fixed: ("number", "category", "boolean", "datetime"),
    Pattern: ("key", "text"),
    Count: ("key", "text"),
    Fake: ("key", "text"),
}
CORRELATED = (Drawn, Weights, Quantiles, Dates)


def consistent(spec: Spec) -> None:
    """See that names, kinds, formulas, scenarios and correlations fit; `ValueError` says what does not."""
    twice = [name for name, times in Counter(column.name for column in spec.columns).items() if times > 1]
    if twice:
        raise ValueError(f"the column {twice[0]!r} is stated twice")
    _scenarios(spec)
    for column in spec.columns:
        for values in spec.alternatives(column.name):
            _fits(spec, column.name, values)
        if not column.modelled and (column.cases or any(gap.when for gap in column.missing)):
            raise ValueError(f"column {column.name!r}: keys and invented text can have no conditions")
        for condition in [*(case.when for case in column.cases), *(gap.when for gap in column.missing if gap.when)]:
            _is_condition(spec, column.name, condition)
    _correlations(spec)
    _unit(spec)
    _ = spec.order
    _ = spec.table_schema


def _fits(spec: Spec, name: str, values: Any) -> None:
    """Whether values of this origin can be held by that column."""
    kind = spec[name].kind
    allowed = next(kinds for origin, kinds in KINDS_OF.items() if isinstance(values, origin))
    if kind not in allowed:
        raise ValueError(f"column {name!r} is of kind {kind}: {_origin(values)!r} makes {' or '.join(allowed)}")
    match values:
        case Quantiles() if values.dates != (kind == "datetime"):
            raise ValueError(f"column {name!r} is of kind {kind}: its quantiles are not")
        case Weights() if kind != "category":
            readable(name, kind, values.weights)
        case WeightsBy():
            _usable(spec, name, values.by)
            _known(spec, name, values)
            for levels in (*values.levels.values(), values.otherwise or {}):
                readable(name, kind, levels)
        case Fixed() if values.value is not None:
            readable(name, kind, [values.value])
        case Worked():
            found = _kind(spec, name, values.read)
            if found not in (KIND_OF[kind], "nothing"):
                raise ValueError(f"column {name!r} is of kind {kind}: the formula {values.formula!r} gives a {found}")


def _known(spec: Spec, name: str, values: WeightsBy) -> None:
    """See that no level is named that the other column can never have, as far as all of its levels are stated."""
    found: list[Any] = []
    for origin in spec.alternatives(values.by):
        match origin:
            case Weights():
                found += origin.weights
            case WeightsBy():
                found += [level for levels in (*origin.levels.values(), origin.otherwise or {}) for level in levels]
            case Fixed():
                found += [origin.value] if origin.value is not None else []
            case _:
                return
    readable(values.by, spec[values.by].kind, [*found, *values.levels])
    stated = {value_of(spec[values.by].kind, level): level for level in found}
    for level in values.levels:
        if value_of(spec[values.by].kind, level) not in stated:
            known = ", ".join(repr(each) for each in [*stated.values()][:8])
            raise ValueError(f"column {name!r}: {level!r} is no level of {values.by!r}, which has {known or 'none'}")


def _origin(values: Any) -> str:
    return next(name for name in ORIGINS if hasattr(values, name))


def readable(name: str, kind: Kind, levels: Iterable[Any]) -> None:
    """See that each level is one that a column of this kind can hold."""
    for level in levels:
        try:
            value_of(kind, level)
        except ValueError:
            raise ValueError(f"column {name!r} is of kind {kind}: {level!r} is none") from None


def value_of(kind: Kind, level: Any) -> Any:
    """A level as a column of this kind holds it; `ValueError` where it cannot."""
    match kind:
        case "number":
            if isinstance(level, bool):
                raise ValueError("a truth is no number")
            return float(level)
        case "boolean":
            return {"true": True, "false": False, True: True, False: False}[level] if _truth(level) else _no(level)
        case "datetime":
            return datetime.fromisoformat(str(level))
        case _:
            return level if isinstance(level, str) else str(level).lower() if isinstance(level, bool) else str(level)


def _truth(level: Any) -> bool:
    return isinstance(level, bool) or level in ("true", "false")


def _no(level: Any) -> bool:
    raise ValueError(f"{level!r} is neither true nor false")


def _usable(spec: Spec, user: str, name: str) -> None:
    """See that a column can be used by another."""
    if name not in {column.name for column in spec.columns}:
        raise ValueError(f"column {user!r}: there is no column {name!r} to depend on")
    if not spec[name].modelled:
        raise ValueError(f"column {user!r} cannot depend on {name!r}: keys and invented text are made after all others")


def _kind(spec: Spec, user: str, formula: Formula) -> str:
    for name in formula.names:
        if name in {column.name for column in spec.columns}:
            _usable(spec, user, name)
    try:
        return formula.kind(spec.kinds)
    except SettingsError as error:
        raise ValueError(f"column {user!r}: {str(error).rstrip('.')}") from None


def _is_condition(spec: Spec, user: str, text: str) -> None:
    found = _kind(spec, user, Formula(text))
    if found != "boolean":
        raise ValueError(f"column {user!r}: the condition {text!r} gives a {found}, not true or false")


def _scenarios(spec: Spec) -> None:
    known = {column.name: column for column in spec.columns}
    for scenario in spec.scenarios:
        for name in scenario.set:
            if name not in known or not known[name].modelled:
                raise ValueError(f"the scenario {scenario.name!r} sets {name!r}, which is no column that it can set")
    total = sum(scenario.share for scenario in spec.scenarios)
    if total > 1 + 1e-9:
        raise ValueError(f"the shares of the scenarios add up to {total:g}, more than 1")


def _correlations(spec: Spec) -> None:
    pairs = [frozenset(each.columns) for each in spec.correlations]
    for pair, each in zip(pairs, spec.correlations, strict=True):
        names = " and ".join(map(repr, each.columns))
        if len(pair) < 2 or pairs.count(pair) > 1:
            raise ValueError(f"the correlation of {names} must be stated once, and of two columns")
        for name in each.columns:
            if name not in spec.kinds:
                raise ValueError(f"the correlation of {names}: {name!r} is no column that is drawn")
            if not isinstance(spec[name].values, CORRELATED):
                raise ValueError(
                    f"the correlation of {names}: {name!r} has no distribution of its own. Only numbers, dates and "
                    "levels in their order can be correlated, not formulas or weights that depend on another column"
                )


def _unit(spec: Spec) -> None:
    if spec.unit is None:
        if any(column.per_unit for column in spec.columns):
            raise ValueError("a column is 'per_unit', but no unit is stated")
        return
    known = {column.name: column for column in spec.columns}
    if spec.unit.column not in known or known[spec.unit.column].kind != "key":
        raise ValueError(f"the unit must be a column of kind key, not {spec.unit.column!r}")
    wrong = [column.name for column in spec.columns if column.per_unit and column.modelled]
    if wrong:
        raise ValueError(f"column {wrong[0]!r} cannot be 'per_unit': only keys and invented text can")


def needs(spec: Spec) -> dict[str, tuple[str, ...]]:
    """For each modelled column those that it depends on."""
    return {column.name: tuple(dict.fromkeys(_needs(spec, column.name))) for column in spec.columns if column.modelled}


def _needs(spec: Spec, name: str) -> Iterator[str]:
    column = spec[name]
    for values in spec.alternatives(name):
        if isinstance(values, Worked):
            yield from values.read.names
        elif isinstance(values, WeightsBy):
            yield values.by
    for text in [*(case.when for case in column.cases), *(gap.when for gap in column.missing if gap.when)]:
        yield from Formula(text).names


def ordered(needed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Every name behind those that it needs, as near to their order as can be; `ValueError` names a cycle."""
    done: dict[str, None] = {}
    left = dict(needed)
    while left:
        ready = next((name for name, others in left.items() if done.keys() >= set(others)), None)
        if ready is None:
            raise ValueError(f"columns depend on each other in a circle: {' → '.join(_circle(left))}")
        done[ready] = None
        del left[ready]
    return tuple(done)


def _circle(left: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A way from a column back to itself."""
    path = [next(iter(left))]
    while True:
        following = next(name for name in left[path[-1]] if name in left)
        if following in path:
            return [*path[path.index(following) :], following]
        path.append(following)


def in_words(error: ValidationError, fields: Any) -> str:
    """The first thing that does not fit, with the column's or scenario's name in place of its number."""
    first = error.errors()[0]
    where = list(_place(first["loc"], fields))
    where = [part for at, part in enumerate(where) if not at or part != where[at - 1]]
    place = f" at {' → '.join(where)}" if where else ""
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    if first["type"] == "extra_forbidden":
        message = f"there is no field {str(first['loc'][-1])!r} here"
    elif first["type"] == "missing":
        message = f"the field {str(first['loc'][-1])!r} is missing"
    elif first["type"] == "union_tag_invalid":
        known = first["ctx"]["expected_tags"].replace("'", "")
        message = (
            f"there is no {first['ctx']['discriminator'].strip(chr(39))} {first['ctx']['tag']!r}. There are: {known}"
        )
    return f"The spec does not fit{place}: {message[0].lower() + message[1:]}."


def _place(path: Sequence[int | str], at: Any) -> Iterator[str]:
    """The way to a field through what was stated; pydantic's own names of kinds of values are left out."""
    for number, part in enumerate(path):
        if number == len(path) - 2 and isinstance(at, Mapping) and path[-1] in at and not _within(at, part, path[-1]):
            continue
        if (
            isinstance(at, Mapping)
            and part in at
            and (part == path[-1] or isinstance(at[part], Mapping | list | tuple))
        ):
            at = at[part]
            yield str(part)
        elif isinstance(at, list | tuple) and isinstance(part, int) and part < len(at):
            at = at[part]
            name = at.get("name") if isinstance(at, Mapping) else None
            yield repr(name) if isinstance(name, str) else str(part + 1)
        elif part == path[-1]:
            yield str(part)


def _within(at: Mapping[Any, Any], part: int | str, field: int | str) -> bool:
    """Whether the field stands in that part of what was stated, and not beside it."""
    inner = at.get(part)
    return isinstance(inner, Mapping) and field in inner
