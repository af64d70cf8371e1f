"""The ruler tested in full: whole reports and verdicts on tables whose verdict is known beforehand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from benchmarks import control_tables, controls
from benchmarks.controls import Finding
from synth.prepare import Table, read_table, split
from synth.prepare.suggest import with_roles
from tests.judge.test_controls import population
from tests.prepare.tables import table
from tests.shared_files import ROOT


def sample(name: str, rows: int) -> Table:
    """About so many rows of one of the sample tables, whole units."""
    whole = with_roles(read_table(ROOT / "sample_data" / f"{name}.csv"))
    return whole if rows >= len(whole) else split(whole, holdout=rows / len(whole), seed=1).holdout


TABLES: dict[str, Callable[[], Table]] = {
    "fixed": lambda: population(1_000, 0),
    "hospital": lambda: sample("hospital_readmissions", 1_000),
    "cards": lambda: sample("card_transactions", 5_000),
    "customers": lambda: sample("messy_customers", 600),
}


@pytest.fixture(scope="module", params=list(TABLES))
def parts(request: pytest.FixtureRequest) -> tuple[Table, Table]:
    cut = split(TABLES[request.param](), holdout=0.4, seed=0)
    return cut.train, cut.holdout


def held(findings: list[Finding]) -> None:
    """No control is broken, and the first of them could be told."""
    assert findings[0].held
    assert [finding for finding in findings if finding.held is False] == []


def test_a_copy_is_refused(parts: tuple[Table, Table]) -> None:
    held(controls.copy(*parts))


def test_independent_columns_are_private_and_have_no_relations(parts: tuple[Table, Table]) -> None:
    held(controls.independent(*parts, seeds=3))


def test_fresh_rows_lie_in_their_bands_and_fail_no_check(parts: tuple[Table, Table]) -> None:
    held(controls.fresh(*parts, seeds=2))


def test_flipped_cells_are_caught_as_copying(parts: tuple[Table, Table]) -> None:
    held(controls.flipped(*parts))


def test_halves_are_alike_until_a_pair_is_broken(parts: tuple[Table, Table]) -> None:
    held(controls.halves(*parts))


def test_independent_columns_hold_no_value_of_few_units() -> None:
    secrets = [f"rare {place}" for place in range(4)]
    real = table(
        category={"name": ["a"] * 30 + ["b"] * 16 + secrets},
        number={"pay": [*np.linspace(10, 20, 48), 1e6, -1e6], "gone": [None] * 50},
        datetime={"day": np.datetime64("2024-01-01") + np.arange(50).astype("timedelta64[D]")},
    )
    made = control_tables.independent(real, real, 0).synthetic.frame
    assert set(made["name"]) <= {"a", "b", "other"}
    assert made["pay"].between(10, 20).all()
    assert made["gone"].isna().all()
    assert made["day"].between("2024-01-05", "2024-02-15").all()
    assert (made["day"] == made["day"].dt.normalize()).all()


def test_a_tenth_of_the_cells_is_flipped() -> None:
    real = population(2_000, 0)
    made = control_tables.flipped(real, real, 0).synthetic
    assert (made.frame["income"] != real.frame["income"]).mean() == pytest.approx(0.1, abs=0.02)
    assert set(made.frame["income"]) <= set(real.frame["income"])
