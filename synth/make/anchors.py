"""Dates that lie near an earlier column's date: a discharge by its admission, a drop-off by its pick-up.

Such a date is guarded (`synth.make.between`) and learned (`synth.make.sequential`) as the time since the other, so that
the order of both and the time between them are kept, however long the years that the table spans.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from synth.prepare.schema import Schema

NEAR = 0.25
"""The time between two dates may vary by so much of what the later one varies by (median absolute deviations)."""
MOST_EARLIER = 20
"""So many dates before one are looked at, the last of them, so that time does not grow with the columns' square."""


def find_anchor(frame: pd.DataFrame, schema: Schema, name: str, earlier: Sequence[str]) -> str | None:
    """The date among the `earlier` columns from which the time to the date `name` varies least, if it is near."""
    if schema[name].kind != "datetime":
        return None
    present = frame[name].notna()
    varies = {}
    for other in [each for each in earlier if schema[each].kind == "datetime"][-MOST_EARLIER:]:
        if frame[other][present].notna().all():
            varies[other] = _deviation(since(frame, name, other)[present])
    nearest = min(varies, key=varies.__getitem__, default=None)
    own = _deviation(frame[name][present].astype("int64").astype("float64"))
    return nearest if nearest is not None and varies[nearest] < NEAR * own else None


def since(frame: pd.DataFrame, name: str, anchor: str) -> pd.Series:
    """Microseconds from the anchor's date to that of `name`; missing where either is."""
    time = frame[name].to_numpy() - frame[anchor].to_numpy()
    return pd.Series(np.where(np.isnat(time), np.nan, time.astype("int64")), name=name)


def after(anchor: pd.Series, time: pd.Series) -> pd.Series:
    """The dates that lie so many microseconds after those of the anchor; missing where either is."""
    missing = time.isna().to_numpy()
    shift = time.fillna(0).to_numpy().astype("timedelta64[us]")
    return pd.Series(np.where(missing, np.datetime64("NaT", "us"), anchor.to_numpy() + shift))


def _deviation(values: pd.Series) -> float:
    """Median distance from the median; 0 without values."""
    return float(np.median(np.abs(values - values.median()))) if len(values) else 0.0
