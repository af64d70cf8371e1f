"""Whether a question fits the table, and which rows meet its conditions."""

from __future__ import annotations

import operator
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from synth.errors import ReportError
from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.questions.groups import Rows, Side, sides, units_in
from synth.judge.questions.query import Condition, Operator, Query
from synth.prepare.spelling import listed

SHOWN = 8
SIGNS: dict[Operator, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def check(comparison: Comparison, query: Query) -> None:
    """`ReportError` on the first name or value that does not fit the table, saying what there is."""
    for name in (*query.by, *([query.column] if query.column is not None else [])):
        _column(comparison, name)
    if query.column is not None and query.figure != "rate":
        column = comparison.coded[query.column].column
        if column.kind != "number":
            raise ReportError(
                f"A {query.figure} is of numbers, and {query.column!r} is a {column.kind}: ask for a rate of it, "
                f"such as 'rate of {query.column} = …', or group by it."
            )
    for condition in conditions(query):
        meets(comparison, condition, sides(comparison)[0])
        if condition.op in ("=", "!="):
            _held(comparison, condition)


def conditions(query: Query) -> tuple[Condition, ...]:
    """All that rows are asked to be like, a rate's own condition first."""
    if query.column is None or query.level is None:
        return query.where
    return (Condition(column=query.column, op=query.op, value=query.level), *query.where)


def meets(comparison: Comparison, condition: Condition, side: Side) -> Rows:
    """Which rows of a table meet a condition; those whose cell is missing do not."""
    coded = _column(comparison, condition.column)
    if not coded.ordered and condition.op not in ("=", "!="):
        raise ReportError(
            f"{condition.column!r} is a {coded.column.kind} and has no order: compare by = or !=, not {condition.op}."
        )
    met = np.append(SIGNS[condition.op](coded.values, _value(coded, condition)), False)
    return np.asarray(met.astype(bool)[side.codes[condition.column]])


def _column(comparison: Comparison, name: str) -> Coded:
    if name in comparison.coded:
        return comparison.coded[name]
    names = comparison.names
    near = get_close_matches(name, names, SHOWN) or names[:SHOWN]
    more = ", …" if len(near) < len(names) else ""
    if name in comparison.schema.names:
        raise ReportError(f"{name!r} is not modelled, so it cannot be asked about. Ask about {', '.join(near)}{more}.")
    raise ReportError(f"There is no column {name!r} in both tables. There are {', '.join(near)}{more}.")


def _value(coded: Coded, condition: Condition) -> Any:
    """A condition's value as the column's values are coded."""
    text = condition.value
    if coded.column.kind == "number":
        try:
            return float(text.replace(",", ""))
        except ValueError:
            raise ReportError(
                f"{condition.column!r} holds numbers, and {text!r} is none: write it as 1250.5."
            ) from None
    if coded.column.kind == "datetime":
        moment = pd.to_datetime(text, errors="coerce", utc=True)
        if pd.isna(moment):
            raise ReportError(f"{condition.column!r} holds dates, and {text!r} is none: write it as 2024-03-01.")
        return moment.value / 1_000
    if coded.column.kind == "boolean":
        return {"true": coded.column.true, "false": coded.column.false}.get(text.lower(), text)
    return text


def _held(comparison: Comparison, condition: Condition) -> None:
    """`ReportError` unless at least k real units hold the value that is asked for: others are not told of."""
    coded, real = comparison.coded[condition.column], sides(comparison)[0]
    codes = real.codes[condition.column]
    asked = np.flatnonzero(coded.values == _value(coded, condition))
    held = np.isin(codes, asked)
    if len(np.unique(real.units[held])) >= comparison.k:
        return
    raise ReportError(
        f"Fewer than {comparison.k} real rows or units hold {condition.value!r} in {condition.column!r}, so it cannot "
        f"be asked for." + _levels(coded, real, comparison.k)
    )


def _levels(coded: Coded, real: Side, k: int) -> str:
    """The levels that can be asked for."""
    if coded.ordered:
        return " Ask for a range, by < or >=."
    holders = units_in(real.codes[coded.column.name].astype(np.intp), real.units, len(coded.values) + 1)[:-1]
    shown = [str(level) for level in coded.values[holders >= k][: SHOWN + 1]]
    if not shown:
        return ""
    return (
        f" Its values are {listed(shown)}."
        if len(shown) <= SHOWN
        else f" Its values are {', '.join(shown[:SHOWN])}, …."
    )
