"""What is measured of quality, on a table of sixty rows that is kept elsewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality_tables import halves
from benchmarks.quality_tasks import judged, limit, made, splits
from synth.prepare import write_table


@pytest.fixture
def table(tmp_path: Path) -> str:
    rng = np.random.default_rng(0)
    rows = [f"{age},{'yes' if age + noise > 50 else 'no'}" for age, noise in rng.integers(20, 80, (60, 2))]
    (tmp_path / "mine.csv").write_text("\n".join(["age,smoker", *rows, *rows[:30]]) + "\n")
    return f"{tmp_path / 'mine.csv'}:smoker"


def test_halves_are_equal_hold_every_row_and_change_with_the_seed(table: str) -> None:
    first, second = halves(table, 0), halves(table, 1)
    assert len(first.train) == len(first.holdout) == 45
    assert first.target == "smoker"
    both = sorted([*first.train.frame["age"], *first.holdout.frame["age"]])
    assert both == sorted([*second.train.frame["age"], *second.holdout.frame["age"]])
    assert list(first.train.frame["age"]) != list(second.train.frame["age"])


def test_a_table_is_made_and_judged_from_its_file(table: str, tmp_path: Path) -> None:
    out = tmp_path / "made.csv"
    found = made(table, "trees", "0", str(out))
    assert found.counts["rows"] == 45
    assert set(found.seconds) == set(found.cpu) == {"fit", "sample"}
    assert 0 < judged(table, "0", str(out)).scores["shape"] <= 1


def test_training_rows_are_judged_as_copies_and_longer_files_are_cut(table: str, tmp_path: Path) -> None:
    out = tmp_path / "copied.csv"
    train = halves(table, 0).train
    write_table(train.take(np.tile(np.arange(len(train)), 2)), out)
    found = judged(table, "0", str(out))
    assert found.counts["rows"] == 45
    assert found.scores["copies"] == 1


def test_a_file_without_some_columns_is_judged_on_the_others(table: str, tmp_path: Path) -> None:
    out = tmp_path / "narrow.csv"
    out.write_text("age\n" + "\n".join(map(str, range(20, 65))) + "\n")
    found = judged(table, "0", str(out)).scores
    assert "shape" in found
    assert "lost" not in found


def test_the_limit_is_what_real_rows_have(table: str) -> None:
    found = limit(table, "0").scores
    assert found["lost"] == 0
    assert found["synthetic"] == found["real"]


def test_splits_are_averaged(table: str) -> None:
    found = splits(table, "trees", "2")
    assert found.counts["splits"] == 2
    assert found.scores["within twins"] in (0, 0.5, 1)
