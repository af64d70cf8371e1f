"""The ruler is tested too: tables whose verdict is known beforehand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from synth.judge import Comparison, Score
from synth.judge.pairs import pair
from synth.judge.shapes import chi_squared, ks, missing_rate, shape, total_variation
from synth.prepare.table import Table
from tests.prepare.tables import table

FIDELITY = (shape.measure, ks.measure, total_variation.measure, chi_squared.measure, missing_rate.measure, pair.measure)


def population(rows: int, seed: int) -> Table:
    """Eight columns that hang together in several ways."""
    rng = np.random.default_rng(seed)
    age = rng.gamma(9, 5, rows).round()
    income = np.exp(rng.normal(8 + age / 60, 0.5)).round(2)
    town = rng.choice([f"town {place}" for place in range(25)], rows, p=np.arange(25, 0, -1) / 325)
    grade = np.digitize(income, [3000, 6000, 12000])
    debt = np.where(rng.random(rows) < 0.7, 0, (income * rng.random(rows)).round())
    return table(
        number={"age": age, "income": income, "debt": np.where(rng.random(rows) < age / 150, np.nan, debt)},
        category={
            "town": town.tolist(),
            "grade": [f"grade {place}" for place in grade],
            "tenure": np.where(age > 40, "owner", rng.choice(["tenant", "lodger"], rows)).tolist(),
        },
        boolean={"late": [bool(late) for late in rng.random(rows) < 0.1 + 0.5 * (debt > income / 2)]},
        datetime={
            "since": np.datetime64("2000-01-01") + (age * 30 + rng.integers(0, 900, rows)).astype("timedelta64[D]")
        },
    )


def fidelity(real: Table, synthetic: Table, holdout: Table | None = None, seed: int = 0) -> list[Score]:
    comparison = Comparison.of(real, synthetic, holdout=holdout, seed=seed)
    return [score for measure in FIDELITY for score in measure(comparison)]


def independent(source: Table, seed: int) -> Table:
    """The same columns, each shuffled on its own."""
    rng = np.random.default_rng(seed)
    frame = source.frame.apply(lambda column: column.take(rng.permutation(len(column))).reset_index(drop=True))
    return Table(frame.astype(source.frame.dtypes), source.schema)


def splits(rows: int) -> Iterator[tuple[int, Table, Table, Table]]:
    """Five times three samples of one source: for training, and two fresh ones."""
    for seed in range(5):
        yield seed, population(rows, 3 * seed), population(rows // 2, 3 * seed + 1), population(rows // 2, 3 * seed + 2)


def test_halves_of_a_small_table_go_together_as_one() -> None:
    for seed in range(5):
        whole = population(300, seed)
        pairs = pair.measure(Comparison.of(whole.take(np.arange(150)), whole.take(np.arange(150, 300))))
        assert np.mean([score.value for score in pairs if score.subject]) >= 0.98


def test_fresh_rows_lie_inside_their_bands() -> None:
    inside = [
        score.reference.low <= score.value <= score.reference.high
        for seed, real, fresh, holdout in splits(400)
        for score in fidelity(real, fresh, holdout, seed)
        if score.value is not None and score.reference is not None
    ]
    assert len(inside) > 250
    assert np.mean(inside) >= 0.9


def test_without_a_holdout_fresh_rows_lie_inside_bands_from_halves() -> None:
    inside = [
        score.reference.low <= score.value <= score.reference.high
        for seed, real, fresh, _ in splits(400)
        for score in fidelity(real, fresh, None, seed)
        if score.value is not None and score.reference is not None
    ]
    assert np.mean(inside) >= 0.9


def test_independent_columns_fail_pairs_and_pass_shapes() -> None:
    for seed, real, fresh, holdout in splits(400):
        scores = fidelity(real, independent(fresh, seed), holdout, seed)
        shapes, pairs = (next(score for score in scores if score.measure == name) for name in ("shape", "pair"))
        assert pairs.floor is not None
        assert pairs.reference is not None
        assert pairs.value is not None
        assert pairs.floor.high < pairs.reference.low
        assert pairs.value < pairs.reference.low
        assert shapes.value == fidelity(real, fresh, holdout, seed)[0].value


def test_breaking_one_strong_pair_drops_it_below_its_band() -> None:
    for seed, real, fresh, holdout in splits(300):
        broken = fresh.frame.assign(grade=independent(fresh, seed).frame["grade"])
        scores = fidelity(real, Table(broken, fresh.schema), holdout, seed)
        found = next(score for score in scores if score.measure == "pair" and score.subject == ("income", "grade"))
        assert found.value is not None
        assert found.reference is not None
        assert found.value < found.reference.low
