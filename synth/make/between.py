"""Dates that lie near an earlier one are guarded through the time between both, which is added to the earlier date.

Were each date redrawn by itself, a discharge could come before its admission, and the longest stay would show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from synth.make.anchors import after, find_anchor, since
from synth.make.numbers import Numbers, as_numbers, from_numbers
from synth.prepare.schema import Column, Schema


class Between(BaseModel):
    """The column of the earlier date, and the guard of the time since it, in µs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    anchor: str
    time: Numbers

    @classmethod
    def learn(cls, frame: pd.DataFrame, name: str, anchor: str, units: NDArray[np.int64], k: int) -> Self:
        """Guard the time from the anchor's dates to those of `name`."""
        column = Column(name=name, kind="number", decimals=0)
        return cls(anchor=anchor, time=Numbers.learn(since(frame, name, anchor), units, k, column))


def learn_between(frame: pd.DataFrame, schema: Schema, units: NDArray[np.int64], k: int) -> dict[str, Between]:
    """Each modelled date that lies near an earlier one, in the order of the columns."""
    dates = [column.name for column in schema.modelled if column.kind == "datetime"]
    anchors = {name: find_anchor(frame, schema, name, dates[:at]) for at, name in enumerate(dates)}
    return {name: Between.learn(frame, name, anchor, units, k) for name, anchor in anchors.items() if anchor}


def release_dates(
    frame: pd.DataFrame, between: Mapping[str, Between], guards: Mapping[str, Numbers], rng: np.random.Generator
) -> dict[str, pd.Series[Any]]:
    """The dates of `between` and their anchors as far as `frame` holds both, drawn anew by the guards of both."""
    between = {name: near for name, near in between.items() if {name, near.anchor} <= set(frame.columns)}
    released: dict[str, pd.Series[Any]] = {}
    for first, rows in _to_move(frame, between, guards).items():
        released[first] = guards[first].release(frame[first], rng, anew=rows)
    for name, near in between.items():
        start, alone = released[near.anchor], guards[name].release(frame[name], rng)
        time = near.time.release(since(frame, name, near.anchor), rng)
        present = alone.notna().to_numpy()
        known = present & time.notna().to_numpy() & start.notna().to_numpy()
        dates = as_numbers(alone)
        moved = as_numbers(after(start, time)[known])
        dates[known] = guards[name].bounded(moved, as_numbers(start[known]))
        released[name] = from_numbers(dates[present], present, alone)
    return released


def _to_move(
    frame: pd.DataFrame, between: Mapping[str, Between], guards: Mapping[str, Numbers]
) -> dict[str, NDArray[np.bool_]]:
    """For each date that others are counted from, and itself from none, the rows in which it must be drawn anew.

    There it and the time since it are common, and would stay as they are, but the date that both lead to is rare.
    """
    first: dict[str, str] = {}
    stays: dict[str, NDArray[np.bool_]] = {}
    move: dict[str, NDArray[np.bool_]] = {}
    for name, near in between.items():
        root = first[name] = first.get(near.anchor, near.anchor)
        if near.anchor not in stays:
            stays[near.anchor] = guards[near.anchor].common(frame[near.anchor])
            move[root] = np.zeros(len(frame), dtype=bool)
        stays[name] = stays[near.anchor] & near.time.common(since(frame, name, near.anchor))
        move[root] |= stays[name] & ~guards[name].common(frame[name])
    return move
