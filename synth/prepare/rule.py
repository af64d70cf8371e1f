"""A rule: one statement that every row of a table should keep."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import reduce
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from synth.errors import TableError

RuleKind = Literal["inequality", "range", "sum", "product", "fixed_combination", "null_when", "unique", "pattern"]

_ROUNDING = 1e-12  # what floating-point sums may be off by, as a part of the value

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


class Rule(BaseModel):
    """One statement about rows; a null operand holds, as in SQL's CHECK.

    `kind` decides how `columns`, `op` and `value` are read:

    - `inequality`: `columns[0] op columns[1]`.
    - `range`: `columns[0]` lies within `value = [low, high]`, ends included, either of them null for open.
    - `sum`, `product`: `columns[0]` equals the sum or product of `columns[1:]`, within `tolerance`, or else within half
      a unit of the last decimal that `columns[0]` is given to.
    - `fixed_combination`: the values of `columns` together are one of the lists in `value`.
    - `null_when`: `columns[0]` is missing whenever `columns[1] op value`.
    - `unique`: no two rows share `columns`; every later duplicate breaks the rule.
    - `pattern`: the text of `columns[0]` matches the regular expression `value` as a whole.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: RuleKind
    columns: tuple[str, ...]
    op: Literal["<", "<=", ">", ">=", "=", "!="] = "<="
    value: Any = None
    tolerance: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _fits(self) -> Rule:
        least = {"inequality": 2, "sum": 3, "product": 3, "fixed_combination": 2, "null_when": 2}.get(self.kind, 1)
        if len(self.columns) < least:
            raise ValueError(f"a rule of kind {self.kind!r} names at least {least} columns, not {len(self.columns)}")
        if self.kind == "range" and not (isinstance(self.value, list | tuple) and len(self.value) == 2):
            raise ValueError("a range rule needs value = [low, high]; leave one of them null for an open end")
        if self.kind == "fixed_combination" and not (
            isinstance(self.value, list | tuple)
            and all(isinstance(one, list | tuple) and len(one) == len(self.columns) for one in self.value)
        ):
            raise ValueError("a fixed_combination rule needs value = a list of lists, each with a value per column")
        if self.kind == "null_when" and self.value is None:
            raise ValueError("a null_when rule needs a value to compare its second column with")
        if self.kind == "pattern":
            try:
                re.compile(self.value)
            except (re.error, TypeError) as error:
                raise ValueError(f"a pattern rule needs value = a regular expression: {error}") from None
        return self

    def __str__(self) -> str:
        """The rule in words."""
        first, rest = self.columns[0], self.columns[1:]
        match self.kind:
            case "inequality":
                return f"{first} {self.op} {rest[0]}"
            case "range":
                low, high = self.value
                ends = [
                    f"at least {_told(low)}" if low is not None else "",
                    f"at most {_told(high)}" if high is not None else "",
                ]
                return f"{first} is " + (" and ".join(end for end in ends if end) or "anything")
            case "sum" | "product":
                return f"{first} = " + (" + " if self.kind == "sum" else " × ").join(rest)
            case "fixed_combination":
                return "only known combinations of " + ", ".join(self.columns)
            case "null_when":
                return f"{first} is missing when {rest[0]} {self.op} {_told(self.value)}"
            case "unique":
                return " and ".join(self.columns) + (" is" if not rest else " together are") + " never repeated"
            case "pattern":
                return f"{first} matches {self.value}"

    def holds(self, frame: pd.DataFrame) -> NDArray[np.bool_]:
        """Say for each row of `frame` whether it keeps the rule: a mask of shape (rows,).

        Raises `TableError` where a column is absent or two columns cannot be compared.
        """
        missing = [name for name in self.columns if name not in frame.columns]
        if missing:
            raise TableError(f"The rule '{self}' names the column {missing[0]!r}, which this table does not have.")
        try:
            kept = self._kept(frame)
        except (TypeError, ValueError) as error:
            raise TableError(
                f"The rule '{self}' cannot be checked: its columns hold values that do not compare. "
                "Give them the same kind, on the Profile page or in the spec, or change the rule."
            ) from error
        return np.asarray(kept, dtype=bool)

    def _kept(self, frame: pd.DataFrame) -> Any:
        first = frame[self.columns[0]]
        others = [frame[name] for name in self.columns[1:]]
        match self.kind:
            case "inequality":
                return _compare(first, self.op, others[0])
            case "range":
                low, high = self.value
                return _compare(first, ">=", low) & _compare(first, "<=", high)
            case "sum" | "product":
                combine = operator.add if self.kind == "sum" else operator.mul
                gap = (first - reduce(combine, others)).abs()
                tolerance = self.tolerance if self.tolerance is not None else _half_last_decimal(first)
                return gap.isna() | (gap <= tolerance * (1 + 1e-9) + _ROUNDING * first.abs())
            case "fixed_combination":
                rows = frame[list(self.columns)]
                known = {
                    tuple(_like(rows[name], value) for name, value in zip(self.columns, combination, strict=True))
                    for combination in self.value
                }
                together = [row in known for row in zip(*(rows[name].astype(object) for name in rows), strict=True)]
                return rows.isna().any(axis=1).to_numpy() | np.asarray(together, dtype=bool)
            case "null_when":
                return first.isna() | others[0].isna() | ~_compare(others[0], self.op, self.value)
            case "unique":
                rows = frame[list(self.columns)]
                return rows.isna().any(axis=1) | ~rows.duplicated(keep="first")
            case "pattern":
                return first.isna() | first.astype(str).str.fullmatch(self.value)


def _told(value: Any) -> Any:
    """A whole number without decimals; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _compare(left: pd.Series[Any], op: str, right: Any) -> NDArray[np.bool_]:
    """Compare a column with another, or with a rule's value; true where either is missing."""
    kept = np.ones(len(left), dtype=bool)
    if right is None:
        return kept
    both = left.notna().to_numpy()
    if isinstance(right, pd.Series):
        both &= right.notna().to_numpy()
        kept[both] = _COMPARISONS[op](left[both], right[both])
    else:
        kept[both] = _COMPARISONS[op](left[both], _like(left, right))
    return kept


def _half_last_decimal(column: pd.Series[Any]) -> float:
    """Half a unit in the last of the (at most six) decimals that the column's values are given to."""
    values = column.dropna().to_numpy(dtype=float)
    decimals = next((places for places in range(6) if np.allclose(values, values.round(places), atol=1e-9)), 6)
    return float(0.5 * 10.0**-decimals)


def _like(column: pd.Series[Any], value: Any) -> Any:
    """Read a rule's value, which may come from JSON, as the column's own type."""
    if value is None:
        return None
    return pd.Timestamp(value) if pd.api.types.is_datetime64_any_dtype(column) else value
