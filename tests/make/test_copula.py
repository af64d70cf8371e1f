from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from synth.errors import ModelError, TableError
from synth.make import Model, fit, forecast
from synth.make.copula import correlate, middle, resolution
from synth.make.marginals import learn
from synth.prepare.table import Table
from tests.prepare.tables import table


def related(rows: int = 2000) -> Table:
    """Two numbers with correlation .8, a level that says whether the first is high, and a gap where it is low."""
    rng = np.random.default_rng(0)
    first = rng.normal(size=rows)
    second = 0.8 * first + 0.6 * rng.normal(size=rows)
    return table(
        number={"first": first, "second": second, "asked": np.where(first < -0.5, np.nan, rng.normal(size=rows))},
        category={"high": np.where(first > 0.5, "yes", "no").tolist()},
    )


@pytest.fixture(scope="module")
def made() -> Table:
    return fit(related(), "copula", seed=0).sample(4000, seed=1)


def test_numbers_keep_their_correlation(made: Table) -> None:
    assert made.frame["first"].corr(made.frame["second"]) == pytest.approx(0.8, abs=0.03)


def test_levels_and_gaps_go_with_the_numbers(made: Table) -> None:
    high = (made.frame["high"] == "yes").astype(float)
    assert high.corr(made.frame["first"]) == pytest.approx(0.75, abs=0.06)
    assert made.frame["asked"].isna().astype(float).corr(made.frame["first"]) < -0.6
    assert made.frame["asked"].isna().mean() == pytest.approx(related().frame["asked"].isna().mean(), abs=0.03)


def test_the_mean_score_of_a_stretch() -> None:
    low, high = np.array([0.0, 0.5, 0.0, 0.5]), np.array([1.0, 1.0, 0.5, 0.5])
    assert middle(low, high) == pytest.approx([0, 0.7979, -0.7979, 0], abs=1e-3)


def test_levels_resolve_less_than_a_curve() -> None:
    assert resolution(learn(pd.Series(np.linspace(0, 1, 500)), "number", np.random.default_rng(0))) > 0.98
    halves = learn(pd.Series(["a", "b"] * 50, dtype=object), "category", np.random.default_rng(0))
    assert resolution(halves) == pytest.approx(2 / np.pi, abs=1e-3)


def test_independent_axes_are_not_correlated_and_the_matrix_can_be_factored() -> None:
    rng = np.random.default_rng(0)
    axes = rng.normal(size=(4, 5000))
    axes[3] = axes[0]
    found = correlate(axes, np.ones(4))
    assert abs(found[0, 1]) < 0.05
    assert found[0, 3] > 0.98
    np.linalg.cholesky(found)


def test_a_file_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    fit(related(100), "copula").save(tmp_path / "model")
    path = tmp_path / "model" / "core" / "marginals.json"
    path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    with pytest.raises(ModelError, match="Fit the model again"):
        Model.load(tmp_path / "model")


def test_too_many_columns_are_refused_before_anything_is_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.make.copula.MOST_AXES", 3)
    with pytest.raises(TableError, match="3 at the most"):
        forecast(related(100), "copula")
