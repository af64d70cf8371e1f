"""What must not matter to a score: the order of rows and columns, how cells are spelled, what levels are called.

Closed-form scores do not change at all; fitted ones stay within their interval.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from synth.judge import MEASURES, Comparison, Score
from synth.prepare.schema import Column, Schema
from synth.prepare.table import Table
from tests.judge.test_compare import people

FITTED = frozenset(
    {
        "detection",
        "pmse",
        "usefulness",
        "models",
        "augmenting",
        "importance",
        "membership_density",
        "equalised_odds",
        "support",
    }
)
"""Measures that fit a model, or sum over rows of a projection, in the order of rows, columns and levels."""
FEW = settings(max_examples=3, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))

Found = dict[tuple[str, str, frozenset[str]], Score]
Three = tuple[Table, Table, Table]


def three(seed: int) -> Three:
    """Training, synthetic and holdout rows; the groups of a job are compared."""
    real, made, held = (
        each.with_schema(each.schema.with_column("job", sensitive=True))
        for each in (people(140, seed), people(120, seed + 1), people(90, seed + 2))
    )
    return real, made, held


def scores(tables: Sequence[Table]) -> Found:
    """Every score by the name of its file and its own, and its columns in any order."""
    real, made, held = tables
    comparison = Comparison.of(real, made, holdout=held)
    taken = [(measure.name, each) for measure in MEASURES for each in measure(comparison)]
    return {(name, each.measure, frozenset(each.subject)): each for name, each in taken if isinstance(each, Score)}


def same(found: Found, before: Found) -> None:
    assert found.keys() == before.keys()
    for key, score in before.items():
        other = found[key]
        if key[0] not in FITTED:
            assert (other.value is None) == (score.value is None), key
            assert score.value is None or other.value == pytest.approx(score.value, abs=1e-9), key
        elif None not in (score.low, score.high, other.low, other.high):
            assert max(other.low or 0, score.low or 0) <= min(other.high or 0, score.high or 0), key  # they meet


@given(seed=st.integers(0, 10_000))
@FEW
def test_the_order_of_rows_and_columns_is_no_matter(seed: int) -> None:
    rng, tables = np.random.default_rng(seed), three(seed % 50)
    order = rng.permutation(tables[0].schema.names).tolist()
    schemas = [Schema(columns=tuple(each.schema[name] for name in order), target=each.schema.target) for each in tables]
    turned = [
        Table(each.frame[order], schema).take(rng.permutation(len(each)))
        for each, schema in zip(tables, schemas, strict=True)
    ]
    same(scores(turned), scores(tables))


@given(names=st.permutations(["a", "M", "z", "é"]), seed=st.integers(0, 50))
@FEW
def test_what_levels_are_called_is_no_matter(names: list[str], seed: int) -> None:
    tables, called = three(seed), dict(zip(["clerk", "nurse", "smith", "retired"], names, strict=True))
    renamed = [
        Table(each.frame.assign(job=each.frame["job"].map(called).where(each.frame["job"].notna(), None)), each.schema)
        for each in tables
    ]
    same(scores(renamed), scores(tables))


def test_how_cells_are_spelled_is_no_matter() -> None:
    real, made, held = three(7)
    same(scores([real, spelled(made), spelled(held)]), scores([real, made, held]))


def spelled(made: Table) -> Table:
    """The same table with every modelled column read as text, as from a file that says nothing of kinds."""
    frame = made.frame.copy()
    for column in made.schema.modelled:
        cells = made.frame[column.name]
        if column.kind == "datetime":
            words = cells.dt.strftime("%Y-%m-%d")
        elif column.kind == "boolean":
            words = cells.map({True: column.true, False: column.false})
        else:
            words = cells.map(lambda cell: repr(cell) if isinstance(cell, float) else cell)
        frame[column.name] = words.astype(object).where(pd.notna(cells), None)
    columns = [
        Column(name=column.name, kind="category") if column.treatment == "model" else column
        for column in made.schema.columns
    ]
    return Table(frame, Schema(columns=tuple(columns), target=made.schema.target))
