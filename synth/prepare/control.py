"""What is asked of a table: fixed values, a balance of levels, equal outcomes; real rows beside, or filled."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from synth.errors import ControlError


class Control(BaseModel):
    """What was asked of a synthetic table; kept in its recipe, so that it is judged by intent.

    - `given`: column → the one value that every row has.
    - `balance`: one column → level → share of the rows; levels that are not named share the rest as they would anyway.
    - `fair`: (outcome, sensitive): both keep their shares, and the outcome's are the same in every sensitive group.
    - `augment`: the table holds the real rows too; shares are then those of all its rows, fixed values of new ones.
    - `impute`: the table holds the real rows alone, their gaps filled.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: Mapping[str, bool | float | str] = {}
    balance: Mapping[str, Mapping[str, float]] = {}
    fair: tuple[str, str] | None = None
    augment: bool = False
    impute: bool = False

    @model_validator(mode="after")
    def _feasible(self) -> Control:
        if len(self.balance) > 1 or (self.balance and self.fair):
            raise ValueError("only one of a balanced column and a fair pair can be asked for at once")
        for name, levels in self.balance.items():
            if not levels or any(not 0 <= share <= 1 for share in levels.values()):
                raise ValueError(f"the shares of {name!r} must lie between 0 and 1")
            if math.fsum(levels.values()) > 1 + 1e-9:
                raise ValueError(f"the shares of {name!r} add up to {math.fsum(levels.values()):g}, more than 1")
        if self.fair and self.fair[0] == self.fair[1]:
            raise ValueError("the outcome and the sensitive column must be two columns")
        twice = set(self.given) & ({*self.balance} | {*(self.fair or ())})
        if twice:
            raise ValueError(f"{sorted(twice)[0]!r} cannot be fixed and shared out at once")
        if self.impute and (self.augment or self.of_values is not None):
            raise ValueError("where gaps are filled the real rows stay as they are, so nothing else can be asked for")
        return self

    def __bool__(self) -> bool:
        return self.of_values is not None or self.holds_real_rows

    @property
    def of_values(self) -> Control | None:
        """What is asked of the rows' values alone, whatever real rows stand beside them; None if nothing is."""
        if not (self.given or self.balance or self.fair):
            return None
        return self.model_copy(update={"augment": False, "impute": False})

    @property
    def of_table(self) -> Control | None:
        """What is asked of all the table's rows together: where real rows stand in it, fixed values are not."""
        return self.model_copy(update={"given": {}}).of_values if self.augment else self.of_values

    @property
    def holds_real_rows(self) -> bool:
        """Whether the table is to hold real rows, so that it is no synthetic one."""
        return self.augment or self.impute

    @classmethod
    def build(cls, **fields: Any) -> Control:
        """Check what a person asked for; `ControlError` says what does not fit."""
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            message = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise ControlError(f"What is asked of the rows does not fit: {message}.") from None

    @classmethod
    def read(
        cls,
        *,
        given: Sequence[str] = (),
        balance: Sequence[str] = (),
        fair: str | None = None,
        augment: bool = False,
        impute: bool = False,
    ) -> Control:
        """Read `sex=F`, `y=yes:0.5` and `y:sex`, as typed in a shell; `balance` may be given once for each level."""
        levels: dict[str, dict[str, float]] = {}
        for text in balance:
            name, pair = _cut(text, "=", "column=level:share")
            level, share = _cut(pair, ":", "column=level:share")
            levels.setdefault(name, {})[level] = _share(share, text)
        pairs = dict(_cut(text, "=", "column=value") for text in given)
        both = _cut(fair, ":", "outcome:sensitive") if fair else None
        return cls.build(given=pairs, balance=levels, fair=both, augment=augment, impute=impute)


def _cut(text: str, sign: str, form: str) -> tuple[str, str]:
    """Both sides of the last `:` or the first `=`."""
    left, found, right = text.partition(sign) if sign == "=" else text.rpartition(sign)
    if not (left and found and right):
        raise ControlError(f"{text!r} is not of the form {form}.")
    return left, right


def _share(text: str, whole: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ControlError(f"{whole!r} is not of the form column=level:share: {text!r} is not a number.") from None
