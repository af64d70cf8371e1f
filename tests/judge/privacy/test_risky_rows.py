from __future__ import annotations

from dataclasses import replace

import numpy as np

from synth.judge.align import SYNTHETIC
from synth.judge.comparison import Comparison
from synth.judge.exhibits import RiskyRow, RiskyRows
from synth.judge.privacy.distances import distances
from synth.judge.privacy.risky_rows import risky_rows
from synth.prepare.table import Table
from tests.judge.privacy.samples import joined, people, repeated
from tests.prepare.tables import table


def found(real: Table, synthetic: Table, holdout: Table) -> RiskyRows:
    return risky_rows(Comparison.of(real, synthetic, holdout=holdout))


def test_a_copy_goes_first_and_is_said_by_number() -> None:
    real, fresh = people(300, 0), people(60, 2)
    mixed = joined(fresh, real.take(np.array([17])))
    first = found(real, mixed, people(100, 1)).rows[0]
    assert (first.row, first.nearest, first.distance, first.columns_equal) == (60, 17, 0.0, 5)
    assert first.usual > 0
    assert first.why == "Equals one training row, and no other, on all 5 columns."


def test_a_row_with_one_cell_changed_names_the_column() -> None:
    real, fresh = people(300, 0), people(60, 2)
    one = real.take(np.array([17]))
    changed = replace(one, frame=one.frame.assign(height=one.frame["height"] + 0.01))
    first = found(real, joined(fresh, changed), people(100, 1)).rows[0]
    assert (first.row, first.nearest, first.columns_equal) == (60, 17, 4)
    assert first.why.startswith("Equals one training row but for height; the second nearest is ")


def test_rows_of_several_twins_single_nobody_out() -> None:
    real = joined(*[people(50, 0)] * 2)
    assert found(real, people(50, 0), people(40, 1)) == RiskyRows(rows=(), found=0)


def test_fresh_rows_are_hardly_ever_at_risk_and_a_copy_always_is() -> None:
    real, holdout = people(300, 0), people(200, 1)
    assert found(real, people(200, 2), holdout).found <= 15
    assert found(real, real, holdout).found == 300
    assert len(found(real, real, holdout).rows) == 20


def test_rows_keep_their_place_in_the_tables_as_given() -> None:
    whole, fresh = people(300, 0), people(61, 2)
    mixed = joined(fresh, whole.take(np.array([299])))
    marks = table(category={"origin": ["real"] * 40 + ["synthetic"] * 22})
    marked = Table(
        mixed.frame.join(marks.frame),
        mixed.schema.build(columns=[each.model_dump() for each in (*mixed.schema.columns, *marks.schema.columns)]),
    )
    comparison = Comparison.of(whole, marked, holdout=whole.take(np.arange(80)), provenance="origin").invented
    assert comparison is not None
    assert SYNTHETIC == "synthetic"
    first = risky_rows(comparison).rows[0]
    assert isinstance(first, RiskyRow)
    assert (first.row, first.nearest) == (61, 299)


def test_the_chart_of_distances_rises_to_one_and_each_step_holds_k_fresh_units() -> None:
    real, holdout = people(200, 0), repeated(people(30, 1), 3, "out")
    real = repeated(real, 1, "in")
    drawn = distances(Comparison.of(real, people(100, 2), holdout=holdout))
    assert drawn.fresh[-1] == drawn.synthetic[-1] == 1
    assert np.all(np.diff(drawn.distances) > 0)
    assert np.all(np.diff([0.0, *drawn.fresh]) * 90 >= 5 * 3 - 1e-9)
    assert 0 < drawn.limit <= drawn.distances[-1]


def test_a_copy_lies_at_no_distance() -> None:
    real = people(100, 0)
    drawn = distances(Comparison.of(real, real, holdout=people(100, 1)))
    assert set(drawn.synthetic) == {1.0}
    assert drawn.fresh[0] < 0.5
