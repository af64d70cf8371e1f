"""Learns every column from those before it, each by its method, and draws them in the same order."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from synth.make.anchors import find_anchor, since
from synth.make.contract import Fitted, Progress, silent
from synth.make.sequential.encode import Coding, encode, like_levels, regroup
from synth.make.sequential.files import AnyStep, Step, WorkedStep, read_steps, write_steps
from synth.make.sequential.learned import Method, features_of
from synth.make.sequential.levels import Codes
from synth.make.sequential.related import ROWS, most_related
from synth.make.sequential.settings import SequentialSettings
from synth.make.sequential.shares import MOST_ROWS, set_right
from synth.make.worked import after_what_they_name
from synth.prepare.schema import Schema
from synth.prepare.table import Table

ROWS_PER_STATE = 5
MOST_THREADS = 4


@dataclass(frozen=True)
class FittedSteps(Fitted):
    """The steps in the order in which columns are learned and drawn; `names` is the order of the table."""

    steps: tuple[AnyStep, ...]
    names: tuple[str, ...]

    def sample(self, rows: int, *, rng: np.random.Generator, progress: Progress = silent) -> pd.DataFrame:
        """Draw column after column."""
        codes: dict[str, Codes] = {}
        columns: dict[str, pd.Series] = {}
        for done, step in enumerate(self.steps):
            name = step.coding.name
            progress(f"Drawing {name}", done, len(self.steps))
            codes[name], columns[name] = step.draw(codes, columns, rows, rng)
        return pd.DataFrame({name: columns[name] for name in self.names}, index=pd.RangeIndex(rows))

    def save(self, folder: Path) -> None:
        """Write `steps.npz` and `steps.json`."""
        write_steps(folder, self.steps)


def load_steps(folder: Path, schema: Schema) -> FittedSteps:
    """Read fitted steps back; `ModelError` where the files are not whole."""
    return FittedSteps(read_steps(folder), tuple(schema.names))


def threads() -> int:
    """On how many threads columns are learned."""
    return min(MOST_THREADS, os.cpu_count() or 1)


def learn_steps(
    table: Table,
    settings: SequentialSettings,
    method: Callable[[str], Method],
    *,
    formulas: Mapping[str, str] = {},
    rng: np.random.Generator,
    progress: Progress,
) -> FittedSteps:
    """Learn every column by the method that `method` gives for its name; side by side, as all columns are known.

    Columns that have `formulas` are worked out from those that these name, and stand after them.
    """
    progress("Ordering values", 0, len(table.schema.names))
    names = after_what_they_name(_order(table, settings), formulas)
    anchors = {
        name: anchor
        for at, name in enumerate(names)
        if (anchor := find_anchor(table.frame, table.schema, name, names[:at])) and name not in formulas
    }
    coded = _encode(table, names, anchors, settings)
    codes = {name: own for name, (_, own) in coded.items()}
    some = rng.permutation(len(table))[:ROWS]
    outline = [coded[name][0].states[codes[name][some]] for name in names]
    seeds, units = rng.spawn(len(names)), table.units()

    def learn(at: int) -> AnyStep:
        coding, own = coded[names[at]]
        if coding.name in formulas:
            return WorkedStep.of(coding, formulas[coding.name], table.schema)
        related = [names[one] for one in most_related(outline[at], outline[:at], settings.most_related)]
        seen = [coded[name][0] for name in related]
        twice = [one for one in seen if like_levels(one.kind, len(one.values), len(own))]
        sizes = [len(one.states) if one.unordered else 0 for one in seen] + [len(one.states) for one in twice]
        parents = related + [one.name for one in twice]
        features = features_of(codes, parents, len(own))
        learned = method(names[at]).learn(features, own, coding, sizes=sizes, units=units, rng=seeds[at])
        return Step(coding, tuple(parents), anchors.get(coding.name), learned)

    steps = _side_by_side(learn, names, progress)
    if any(isinstance(step, Step) and step.learned.drifts for step in steps):
        counts = {name: np.bincount(coding.states[own]) for name, (coding, own) in coded.items()}
        steps = set_right(steps, counts, min(len(table), MOST_ROWS), rng, progress)
    return FittedSteps(steps, tuple(table.schema.names))


def _order(table: Table, settings: SequentialSettings) -> list[str]:
    """The order in which columns are learned."""
    if settings.order == "as in the table":
        return table.schema.names
    distinct = table.frame.nunique()
    return sorted(table.schema.names, key=lambda name: int(distinct[name]))


def _encode(
    table: Table, names: Sequence[str], anchors: Mapping[str, str], settings: SequentialSettings
) -> dict[str, tuple[Coding, Codes]]:
    """Every column's coding and codes; categories of many levels last, as their groups are told by other columns."""
    most = max(2, len(table) // ROWS_PER_STATE)
    coded = {}
    for name in names:
        kind, column = table.schema[name].kind, table.frame[name]
        if name in anchors:
            kind, column = "number", since(table.frame, name, anchors[name])
        limit = settings.most_levels if kind == "category" else settings.most_states
        coded[name] = encode(column, kind, most_states=min(limit, most))
    states = {name: coding.states[own] for name, (coding, own) in coded.items()}
    for name, (coding, own) in coded.items():
        if coding.unordered and not coding.single:
            others = [states[other] for other in names if other != name]
            near = [others[at] for at in most_related(states[name], others, settings.most_related)]
            coded[name] = regroup(coding, own, near, most_states=min(settings.most_levels, most))
    return coded


def _side_by_side(learn: Callable[[int], AnyStep], names: Sequence[str], progress: Progress) -> tuple[AnyStep, ...]:
    """Learn all columns on a few threads (scikit-learn grows trees without the interpreter's lock).

    The last come first, as they have most columns before them, so that all threads end at about the same time. Each
    works alone: threads of a library's own would only wait for each other.
    """
    steps: list[AnyStep] = []
    with ThreadPoolExecutor(threads()) as pool, threadpool_limits(1):
        try:
            for at, step in enumerate(pool.map(learn, reversed(range(len(names)))), 1):
                steps.append(step)
                progress(f"Learning {names[-at]}", at, len(names))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return tuple(reversed(steps))
