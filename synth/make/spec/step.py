"""The step that a column's numbers or dates lie on, as a spec states it: thousands, midnights, quarters of an hour.

Numbers lie a whole number of steps from `step_from`, which is 0 unless stated; dates likewise from midnight of the
first of January 1970.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import isclose
from typing import Any

import numpy as np
import pandas as pd

from synth.make.grain import Grain
from synth.make.numbers import Numbers
from synth.make.spec.values import microseconds, spelled
from synth.make.steps import EXACT, Steps
from synth.prepare.schema import Column, Kind

DATES: Mapping[str, str] = {
    "millisecond": "ms",
    "second": "s",
    "10 seconds": "10s",
    "30 seconds": "30s",
    "minute": "m",
    "5 minutes": "5m",
    "10 minutes": "10m",
    "15 minutes": "15m",
    "30 minutes": "30m",
    "hour": "h",
    "day": "D",
    "month": "M",
    "year": "Y",
}
"""The steps of dates in words, and as `Grain` calls them."""

Step = float | str | None
Start = float | datetime | None


def spelling_of(kind: Kind, step: Step, start: Start, decimals: int | None) -> Numbers | None:
    """What puts a column's values on its steps; None without a step, `ValueError` where it can have none such."""
    if step is None:
        if start is not None:
            raise ValueError("'step_from' says where steps begin: state 'step' too")
        return None
    if kind == "datetime":
        return Numbers(edges=None, grain=_grain(step, start))
    if kind == "number":
        return Numbers(edges=None, steps=_steps(step, start, decimals))
    raise ValueError("only numbers and dates can have a 'step'")


def _grain(step: Step, start: Start) -> Grain:
    if not isinstance(step, str) or step not in DATES:
        raise ValueError(f"the 'step' of dates is one of: {', '.join(DATES)}")
    if isinstance(start, float):
        raise ValueError("the 'step_from' of dates is a date")
    return Grain(step=DATES[step], phase=microseconds(start) if start else 0.0)


def _steps(step: Step, start: Start, decimals: int | None) -> Steps:
    if not isinstance(step, float) or isinstance(start, datetime):
        raise ValueError("the 'step' of numbers is a number, and so is its 'step_from'")
    if decimals is None:
        raise ValueError("a 'step' of numbers needs 'decimals' beside it, such as 0 for whole numbers")
    if not step > 0:
        raise ValueError("the 'step' must be greater than 0")
    scaled = np.array([step, start or 0.0]) * 10.0**decimals
    if not (np.abs(scaled) < EXACT).all() or not all(isclose(each, round(each)) for each in scaled):
        raise ValueError(f"'step' and 'step_from' must be numbers of no more than the column's decimals, {decimals}")
    width = round(scaled[0])
    return Steps(decimals=decimals, width=width, phase=round(scaled[1]) % width)


def stated(present: pd.Series[Any], column: Column) -> dict[str, Any]:
    """The fields that state the widest step which all of a column's values keep; none where it says nothing new."""
    return stated_of(Numbers.learn(present, np.arange(len(present)), 1, column), column)


def stated_of(found: Numbers, column: Column) -> dict[str, Any]:
    """The same of a column whose steps are known."""
    if found.grain and found.grain != Grain.of_format(column.format):
        word = next(word for word, step in DATES.items() if step == found.grain.step)
        first = pd.Timestamp(int(found.grain.phase), unit="us").to_pydatetime()
        return {"step": word} | ({"step_from": spelled(first)} if found.grain.phase else {})
    if found.steps and found.steps.width > 1:
        unit = 10.0**found.steps.decimals
        start = {"step_from": found.steps.phase / unit} if found.steps.phase else {}
        return {"step": found.steps.width / unit} | start
    return {}
