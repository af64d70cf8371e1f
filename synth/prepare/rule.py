"""A rule: one statement that every row of a table should keep."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

from synth.errors import TableError

RuleKind = Literal["inequality", "range", "sum", "product", "fixed_combination", "null_when", "unique", "pattern"]

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
    - `sum`, `product`: `columns[0]` equals the sum or product of `columns[1:]`, within `tolerance`.
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
    tolerance: float | None = None

    @model_validator(mode="after")
    def _enough_columns(self) -> Rule:
        least = {"inequality": 2, "sum": 3, "product": 3, "fixed_combination": 2, "null_when": 2}.get(self.kind, 1)
        if len(self.columns) < least:
            raise ValueError(f"a rule of kind {self.kind!r} names at least {least} columns, not {len(self.columns)}")
        if self.kind == "range" and not (isinstance(self.value, list | tuple) and len(self.value) == 2):
            raise ValueError("a range rule needs value = [low, high]; leave one of them null for an open end")
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
                    f"at least {low}" if low is not None else "",
                    f"at most {high}" if high is not None else "",
                ]
                return f"{first} is " + " and ".join(end for end in ends if end)
            case "sum" | "product":
                return f"{first} = " + (" + " if self.kind == "sum" else " × ").join(rest)
            case "fixed_combination":
                return "only known combinations of " + ", ".join(self.columns)
            case "null_when":
                return f"{first} is missing when {rest[0]} {self.op} {self.value}"
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
                "Give them the same kind on the Profile page, or change the rule."
            ) from error
        return np.asarray(kept, dtype=bool)

    def _kept(self, frame: pd.DataFrame) -> Any:
        first = frame[self.columns[0]]
        others = [frame[name] for name in self.columns[1:]]
        match self.kind:
            case "inequality":
                return first.isna() | others[0].isna() | _COMPARISONS[self.op](first, others[0]).fillna(True)
            case "range":
                low, high = (_like(first, end) for end in self.value)
                above = True if low is None else first >= low
                below = True if high is None else first <= high
                return first.isna() | (above & below)
            case "sum" | "product":
                combine = operator.add if self.kind == "sum" else operator.mul
                gap = (first - reduce(combine, others)).abs()
                return gap.isna() | (gap <= (self.tolerance if self.tolerance is not None else 0.5) * (1 + 1e-9))
            case "fixed_combination":
                known = {tuple(map(str, combination)) for combination in self.value}
                rows = frame[list(self.columns)]
                together = [tuple(map(str, row)) in known for row in rows.itertuples(index=False)]
                return rows.isna().any(axis=1).to_numpy() | np.asarray(together, dtype=bool)
            case "null_when":
                when = _COMPARISONS[self.op](others[0], _like(others[0], self.value)).fillna(False)
                return first.isna() | ~when.astype(bool)
            case "unique":
                rows = frame[list(self.columns)]
                return rows.isna().any(axis=1) | ~rows.duplicated(keep="first")
            case "pattern":
                return first.isna() | first.astype(str).str.fullmatch(str(self.value))


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
