"""All that a formula may do, as a literal table: signs and functions, what each takes, and what it gives."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.prepare.formula.cells import Cells, ValueKind

Kinds = Sequence[ValueKind]
_DAY = np.timedelta64(86_400_000_000, "us")
_YEAR = 365.2425


@dataclass(frozen=True)
class Function:
    """`takes` says in words what it wants; `gives` is the kind of its result, None for kinds that it does not take.

    `apply` is handed as many rows of each argument.
    """

    takes: str
    gives: Callable[[Kinds], ValueKind | None]
    apply: Callable[[Sequence[Cells]], Cells]


def _any_missing(cells: Sequence[Cells]) -> NDArray[np.bool_]:
    return reduce(operator.or_, [each.missing for each in cells])


def _plain(
    takes: str, kinds: Sequence[tuple[Kinds, ValueKind]], apply: Callable[..., NDArray[Any]], *, many: bool = False
) -> Function:
    """A function of the values alone: missing where any of them is. `many`: the last kind may be repeated."""

    def gives(found: Kinds) -> ValueKind | None:
        for wanted, result in kinds:
            full = (*wanted, *([wanted[-1]] * (len(found) - len(wanted)))) if many else wanted
            if tuple(found) == tuple(full):
                return result
        return None

    def run(cells: Sequence[Cells]) -> Cells:
        kind = gives([each.kind for each in cells])
        missing = _any_missing(cells)
        with np.errstate(all="ignore"):
            values = apply(*(each.values for each in cells))
        return Cells.finite(values, missing) if kind == "number" else Cells(kind or "number", values, missing)

    return Function(takes, gives, run)


def _add(left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(left + (_span(right) if left.dtype.kind == "M" else right))


def _subtract(left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    if left.dtype.kind != "M":
        return np.asarray(left - right)
    return _days(right, left) if right.dtype.kind == "M" else np.asarray(left - _span(right))


def _span(days: NDArray[np.float64]) -> NDArray[Any]:
    """Days as a length of time, at most a million years of it."""
    return (np.clip(np.nan_to_num(days), -1e8, 1e8) * 86_400_000_000).round().astype("timedelta64[us]")


def _days(first: NDArray[Any], last: NDArray[Any]) -> NDArray[Any]:
    return np.asarray((last - first) / _DAY)


def _compare(sign: str, apply: Callable[[Any, Any], Any], kinds: Kinds) -> Function:
    words = "two values of the same kind" if "boolean" in kinds else "two numbers or two dates"
    return _plain(f"{sign} takes {words}", [((kind, kind), "boolean") for kind in kinds], apply)


def _number(name: str, apply: Callable[[Any], Any]) -> Function:
    return _plain(f"{name} takes a number", [(("number",), "number")], apply)


def _part(name: str, part: str) -> Function:
    def apply(dates: NDArray[Any]) -> NDArray[Any]:
        found = getattr(pd.Series(dates).dt, part).to_numpy(dtype=float)
        return np.asarray(found + (part == "weekday"))

    return _plain(f"{name} takes a date", [(("date",), "number")], apply)


def _word(name: str, apply: Callable[[str], Any], gives: ValueKind = "text") -> Function:
    def run(texts: NDArray[Any]) -> NDArray[Any]:
        found = [apply(text or "") for text in texts]
        return np.array(found, dtype=object if gives == "text" else float)

    return _plain(f"{name} takes a text", [(("text",), gives)], run)


def _two_words(name: str, apply: Callable[[str, str], bool]) -> Function:
    def run(texts: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
        return np.array([apply(text or "", other or "") for text, other in zip(texts, others, strict=True)], dtype=bool)

    return _plain(f"{name} takes two texts", [(("text", "text"), "boolean")], run)


def _round(values: NDArray[Any], places: NDArray[Any] | None = None) -> NDArray[Any]:
    return np.asarray(np.round(values, int(places[0]) if places is not None and len(places) else 0))


def _power(base: NDArray[Any], exponent: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.power(base, exponent))


def _spell(cells: Cells) -> list[str]:
    """Values of any kind as text."""
    match cells.kind:
        case "number":
            return [str(int(each)) if each == np.floor(each) else repr(float(each)) for each in _finite(cells)]
        case "date":
            return [str(each).removesuffix("T00:00:00") for each in cells.values.astype("datetime64[s]")]
        case "boolean":
            return [str(each).lower() for each in cells.values.tolist()]
        case _:
            return [str(each or "") for each in cells.values]


def _finite(cells: Cells) -> list[float]:
    numbers: list[float] = np.where(cells.missing, 0.0, cells.values).tolist()
    return numbers


def _concat(cells: Sequence[Cells]) -> Cells:
    joined = ["".join(parts) for parts in zip(*map(_spell, cells), strict=True)]
    return Cells("text", np.array(joined, dtype=object), _any_missing(cells))


def _same(kinds: Kinds) -> ValueKind | None:
    """The kind that all have, beside nothing; None if there are two."""
    met = set(kinds) - {"nothing"}
    return next(iter(met), "nothing") if len(met) <= 1 else None


def _as(cells: Cells, kind: ValueKind) -> Cells:
    return Cells.full(kind, None, len(cells.values)) if cells.kind == "nothing" else cells


def _if_gives(kinds: Kinds) -> ValueKind | None:
    conditions = [*kinds[:-1:2]]
    if len(kinds) < 3 or len(kinds) % 2 == 0 or set(conditions) != {"boolean"}:
        return None
    return _same([*kinds[1:-1:2], kinds[-1]])


def _if(cells: Sequence[Cells]) -> Cells:
    """The value behind the first condition that holds, else the last; a missing condition does not hold."""
    kind = _if_gives([each.kind for each in cells]) or "nothing"
    last = _as(cells[-1], kind)
    values, missing = last.values.copy(), last.missing.copy()
    for at in range(len(cells) - 3, -1, -2):
        holds, then = cells[at].values & ~cells[at].missing, _as(cells[at + 1], kind)
        values, missing = np.where(holds, then.values, values), np.where(holds, then.missing, missing)
    return Cells(kind, values, missing)


def _first(cells: Sequence[Cells]) -> Cells:
    """The first value that is there."""
    kind = _same([each.kind for each in cells]) or "nothing"
    found = _as(cells[-1], kind)
    for each in reversed([_as(one, kind) for one in cells[:-1]]):
        values = np.where(each.missing, found.values, each.values)
        found = Cells(kind, values, each.missing & found.missing)
    return found


def _and(cells: Sequence[Cells]) -> Cells:
    """As in SQL: what is missing may yet be no, and then the whole is no."""
    false = reduce(operator.or_, [~each.missing & ~each.values for each in cells])
    return Cells("boolean", ~false & ~_any_missing(cells), _any_missing(cells) & ~false)


def _or(cells: Sequence[Cells]) -> Cells:
    true = reduce(operator.or_, [~each.missing & each.values for each in cells])
    return Cells("boolean", true, _any_missing(cells) & ~true)


def _truths(kinds: Kinds) -> ValueKind | None:
    return "boolean" if set(kinds) == {"boolean"} else None


def _is_missing(cells: Sequence[Cells]) -> Cells:
    return Cells("boolean", cells[0].missing.copy(), np.zeros(len(cells[0].values), dtype=bool))


_TWO: Kinds = ("number", "number")
_ONE: Kinds = ("number",)
_EVERY: Kinds = ("number", "text", "boolean", "date")

FUNCTIONS: dict[str, Function] = {
    "+": _plain(
        "+ takes two numbers, two texts, or a date and a number of days",
        [(_TWO, "number"), (("text", "text"), "text"), (("date", "number"), "date")],
        lambda left, right: _add(left, right) if left.dtype != object else _concat_texts(left, right),
    ),
    "-": _plain(
        "- takes two numbers, two dates, or a date and a number of days",
        [(_TWO, "number"), (("date", "date"), "number"), (("date", "number"), "date")],
        _subtract,
    ),
    "*": _plain("* takes two numbers", [(_TWO, "number")], operator.mul),
    "/": _plain("/ takes two numbers", [(_TWO, "number")], np.divide),
    "%": _plain("% takes two numbers", [(_TWO, "number")], np.mod),
    "^": _plain("^ takes two numbers", [(_TWO, "number")], _power),
    "negative": _number("- before a value", operator.neg),
    "=": _compare("=", operator.eq, _EVERY),
    "!=": _compare("!=", operator.ne, _EVERY),
    "<": _compare("<", operator.lt, ("number", "date")),
    "<=": _compare("<=", operator.le, ("number", "date")),
    ">": _compare(">", operator.gt, ("number", "date")),
    ">=": _compare(">=", operator.ge, ("number", "date")),
    "and": Function("and takes two conditions", _truths, _and),
    "or": Function("or takes two conditions", _truths, _or),
    "not": _plain("not takes a condition", [(("boolean",), "boolean")], operator.invert),
    "if": Function("if takes a condition, what then, and what otherwise: two values of one kind", _if_gives, _if),
    "first": Function("first takes values of one kind", lambda kinds: _same(kinds) if kinds else None, _first),
    "is_missing": Function(
        "is_missing takes one value", lambda kinds: "boolean" if len(kinds) == 1 else None, _is_missing
    ),
    "abs": _number("abs", np.abs),
    "floor": _number("floor", np.floor),
    "ceil": _number("ceil", np.ceil),
    "sqrt": _number("sqrt", np.sqrt),
    "exp": _number("exp", np.exp),
    "log": _number("log", np.log),
    "log10": _number("log10", np.log10),
    "round": _plain("round takes a number, and how many decimals", [(_ONE, "number"), (_TWO, "number")], _round),
    "min": _plain(
        "min takes numbers, or dates",
        [(_TWO, "number"), (("date", "date"), "date")],
        lambda *values: reduce(np.minimum, values),
        many=True,
    ),
    "max": _plain(
        "max takes numbers, or dates",
        [(_TWO, "number"), (("date", "date"), "date")],
        lambda *values: reduce(np.maximum, values),
        many=True,
    ),
    "days": _plain("days takes two dates, the earlier first", [(("date", "date"), "number")], _days),
    "years": _plain(
        "years takes two dates, the earlier first",
        [(("date", "date"), "number")],
        lambda first, last: _days(first, last) / _YEAR,
    ),
    "year": _part("year", "year"),
    "month": _part("month", "month"),
    "day": _part("day", "day"),
    "weekday": _part("weekday", "weekday"),
    "hour": _part("hour", "hour"),
    "concat": Function(
        "concat takes values", lambda kinds: "text" if kinds and "nothing" not in kinds else None, _concat
    ),
    "lower": _word("lower", str.lower),
    "upper": _word("upper", str.upper),
    "length": _word("length", len, "number"),
    "contains": _two_words("contains", lambda text, part: part in text),
    "starts_with": _two_words("starts_with", str.startswith),
}
SIGNS = frozenset(("+", "-", "*", "/", "%", "^", "negative", "=", "!=", "<", "<=", ">", ">=", "and", "or", "not"))
NAMED = (*sorted(set(FUNCTIONS) - SIGNS), "date")


def _concat_texts(left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    pairs = zip(left, right, strict=True)
    return np.array([f"{one or ''}{other or ''}" for one, other in pairs], dtype=object)
