"""The matrix: what is learned of a table comes back out of it; groups of rare levels; spikes, missing and modes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.make.matrix import NO_PLACES, Coded, Floats, Levels, Matrix, Modes
from synth.make.mixture import Mixture
from synth.prepare.schema import Column
from synth.prepare.table import Table
from tests.prepare.tables import table

RNG = np.random.default_rng(0)


def learn(real: Table, most: int = 200) -> tuple[Matrix, Floats]:
    return Matrix.learn(real, most, np.random.default_rng(0), lambda name, at: None)


def back(matrix: Matrix, filled: Floats) -> pd.DataFrame:
    """The frame that a network would give which has learned each row by heart."""
    coded = [
        Coded(filled[:, start:end].argmax(axis=1), filled[:, start - 1] if isinstance(column, Modes) else NO_PLACES)
        for column, start, end in matrix.spans
    ]
    return matrix.decode(coded, np.random.default_rng(1))


def test_every_kind_comes_back() -> None:
    days = [np.datetime64("2024-01-01") + day for day in range(40)]
    real = table(
        number={"few": [1, 2, None, 4] * 20, "many": [*range(70), *[None] * 10]},
        category={"ward": ["heart", "knee", None, "eye"] * 20},
        boolean={"back": [True, False, None, True] * 20},
        datetime={"day": [*days, *days[:39], None]},
    )
    matrix, filled = learn(real)
    made = back(matrix, filled)
    Table(made, real.schema)
    exact = ["few", "ward", "back"]
    pd.testing.assert_frame_equal(made[exact], real.frame[exact])
    assert made["many"].isna().equals(real.frame["many"].isna())
    assert (made["many"] - real.frame["many"]).abs().max() < 1e-3
    assert made["day"].isna().equals(real.frame["day"].isna())
    assert (made["day"] - real.frame["day"]).abs().max() < pd.Timedelta("1min")


@given(st.lists(st.one_of(st.none(), st.floats(-1e12, 1e12), st.integers(-3, 3).map(float)), min_size=1, max_size=80))
def test_any_numbers_stay_within_their_bounds(cells: list[float | None]) -> None:
    real = table(number={"x": cells})
    made = back(*learn(real))["x"]
    assert made.isna().equals(real.frame["x"].isna())
    if made.notna().any():
        assert real.frame["x"].min() <= made.min()
        assert made.max() <= real.frame["x"].max()


def test_a_matrix_is_as_wide_as_its_spans_and_says_one_entry_a_column() -> None:
    matrix, filled = learn(table(number={"x": range(100)}, category={"y": ["a", "b"] * 50}))
    widths = [(start, end) for _, start, end in matrix.spans]
    assert filled.shape == (100, widths[-1][1])
    assert all((filled[:, start:end].sum(axis=1) == 1).all() for start, end in widths)
    assert np.abs(filled).max() <= 1
    assert Matrix.model_validate_json(matrix.model_dump_json()) == matrix


def test_rare_levels_share_groups_and_are_drawn_by_their_count() -> None:
    cells = ["common"] * 500 + [f"rare{one}" for one in range(100) for _ in range(5)]
    levels, coded = Levels.learn(pd.Series(cells, name="x", dtype=object), "category", 10)
    assert levels.entries <= 10
    assert levels.values[0] == "common"
    assert levels.groups.count(0) == 1
    assert levels.shares[0] == 0.5
    made = levels.decode(coded, RNG)
    assert (made == "common").sum() == 500
    assert made[made != "common"].nunique() > 80
    assert set(made) <= set(cells)


def test_a_value_that_many_share_is_a_mode_of_its_own_and_so_is_missing() -> None:
    cells = pd.Series([0.0] * 50 + [np.nan] * 10 + [float(one) for one in range(100, 140)], name="x")
    modes, coded = Modes.learn(cells, Column(name="x", kind="number"), RNG)
    assert modes.means[:2] == (0.0, None)
    assert modes.widths[:2] == (0.0, 0.0)
    assert (coded.entries[:50] == 0).all()
    assert (coded.entries[50:60] == 1).all()
    assert (modes.low, modes.high) == (0.0, 139.0)


def test_entries_are_drawn_by_the_softmax_of_the_outputs() -> None:
    matrix, _ = learn(table(category={"x": ["a", "a", "a", "b"]}))
    outputs = np.tile(np.log([[0.8, 0.2]]).astype(np.float32), (20_000, 1))
    drawn = matrix.draw(outputs, RNG)[0].entries
    assert (drawn == 0).mean() == pytest.approx(0.8, abs=0.02)


def test_a_mixture_finds_two_heaps_and_places_values_in_them() -> None:
    values = np.concatenate([RNG.normal(-10, 1, 500), RNG.normal(10, 1, 500)])
    mixture = Mixture.fit(values, RNG)
    chosen = mixture.means[mixture.draw(values, RNG)]
    assert (np.sign(chosen) == np.sign(values)).all()
    assert mixture.shares[mixture.means > 0].sum() == pytest.approx(0.5, abs=0.05)
    assert len(Mixture.fit(values[:0], RNG).means) == 0
    assert Mixture.fit(values[:1], RNG).means.tolist() == values[:1].tolist()


def test_a_missing_level_has_a_group_of_its_own_however_many_levels_there_are() -> None:
    cells = [f"rare{one}" for one in range(100)] * 3 + [None] * 2
    levels, coded = Levels.learn(pd.Series(cells, name="x", dtype=object), "category", 10)
    assert levels.missing is not None
    assert levels.groups.count(levels.missing) == 1
    assert (coded.entries == levels.missing).tolist() == [cell is None for cell in cells]
    assert levels.decode(coded, RNG).isna().tolist() == [cell is None for cell in cells]
    assert list(levels.groups) == sorted(levels.groups)
    assert set(levels.groups) == set(range(levels.entries))


def test_the_pattern_of_a_row_decides_which_of_its_cells_are_missing() -> None:
    gone = table(number={"x": [*range(30), *[None] * 10]}, category={"y": ["a", "b"] * 15 + [None] * 10})
    matrix, filled = learn(gone)
    assert [part.name for part in matrix.parts] == ["missing cells", "x", "y"]
    assert matrix.parts[0].values == ("", "x, y")  # type: ignore[union-attr]
    pd.testing.assert_frame_equal(back(matrix, filled).isna(), gone.frame.isna())
    undecided = np.zeros_like(filled)
    undecided[:, 0] = [50] * 30 + [-50] * 10
    made = matrix.decode(matrix.draw(undecided, RNG), RNG)
    assert made.isna().equals(gone.frame.isna())
    assert Matrix.model_validate_json(matrix.model_dump_json()) == matrix


def test_of_rare_patterns_each_column_tells_by_itself() -> None:
    cells = [1.0] * 20 + [None] * 20
    gone = table(number={"x": cells, "y": cells[::-1]}).frame
    gone.iloc[0, 1] = 1.0
    rare = table(number={"x": gone["x"].tolist(), "y": gone["y"].tolist()})
    matrix, filled = Matrix.learn(rare, 200, np.random.default_rng(0), lambda *_: None, 5)
    assert matrix.gaps is not None
    assert matrix.gaps.counts[-1] == 1
    undecided = np.zeros((4_000, filled.shape[1]), dtype=np.float32)
    undecided[:, len(matrix.gaps.counts) - 1] = 50
    made = matrix.decode(matrix.draw(undecided, RNG), RNG).isna()
    assert made["x"].mean() == pytest.approx(0.5, abs=0.05)
    assert (made["x"] & made["y"]).mean() == pytest.approx(0.25, abs=0.05)
