from __future__ import annotations

import numpy as np
import pytest

from synth.judge.attention import short
from synth.judge.comparison import Comparison
from synth.judge.fairness.equalised_odds import Test as Holdout
from synth.judge.fairness.equalised_odds import measure
from synth.judge.fairness.groups import Grouping
from synth.judge.score import Score
from synth.prepare.control import Control
from synth.prepare.table import Table
from tests.judge.fairness.people import marked
from tests.prepare.tables import table


def applicants(rows: int, seed: int, *, hidden: bool = False) -> Table:
    """Half women, half men, hired by their skill; where it is `hidden`, that of women is noise."""
    rng = np.random.default_rng(seed)
    woman, skill = rng.random(rows) < 0.5, rng.normal(size=rows)
    shown = np.where(woman & hidden, rng.normal(size=rows), skill)
    made = table(
        number={"skill": shown.round(2)},
        category={"sex": np.where(woman, "f", "m"), "hired": np.where(skill > 0, "yes", "no")},
        target="hired",
    )
    return marked(made, "sex")


def scores(real: Table, synthetic: Table, holdout: Table | None, control: Control | None = None) -> dict[str, Score]:
    found = measure(Comparison.of(real, synthetic, holdout=holdout, control=control))
    return {score.measure: score for score in found}


def test_odds_by_thought() -> None:
    groups = np.repeat([0, 1], 40)
    states = np.tile(np.repeat([0, 1], 20), 2)
    grouping = Grouping(("sex",), ("f", "m"), groups, groups, groups)
    test = Holdout.of(grouping, states, np.arange(80), np.arange(80))
    said = (states == 1) & ~((groups == 0) & (np.arange(80) % 2 == 0))  # every other woman who has it is overlooked
    once = np.ones((1, 80))
    assert test.rates(said, once)[0].tolist() == [[0, 0], [0.5, 1]]
    assert test.odds(said, once)[0] == 0.5
    assert test.odds(states == 1, once)[0] == 0
    assert test.odds(said, once * (groups == 1))[0] != 0.5
    assert test.by_chance(said, np.random.default_rng(0)) < 0.5
    few = Holdout.of(grouping, np.where(np.arange(80) < 35, 0, states), np.arange(80), np.arange(80))
    assert few.labels == ("m",)


def test_a_model_of_rows_that_hide_the_skill_of_women_overlooks_them() -> None:
    found = scores(applicants(600, 0), applicants(600, 1, hidden=True), applicants(500, 2))
    change, synthetic = found["equalised_odds"], found["equalised_odds_synthetic"]
    assert found["equalised_odds_real"].value == pytest.approx(0, abs=0.15)
    assert synthetic.value is not None
    assert synthetic.reference is not None
    assert synthetic.value > synthetic.reference.high
    assert change.low is not None
    assert change.reference is not None
    assert change.low > change.reference.high
    assert "Synthesis made it worse" in change.note


def test_a_bias_of_the_real_rows_is_named_when_it_is_repeated() -> None:
    real, made, holdout = (applicants(rows, seed, hidden=True) for seed, rows in enumerate((600, 600, 500)))
    found = scores(real, made, holdout)
    assert "as unequally as one of the real table" in found["equalised_odds"].note
    equal = scores(applicants(600, 0), applicants(600, 1), applicants(500, 2))
    assert "Nothing to do" in equal["equalised_odds"].note


def test_the_difference_of_one_model_is_as_sure_as_its_change() -> None:
    """One of them alone says that synthesis made it worse wherever the change does, and nowhere else."""
    for made in (applicants(600, 1), applicants(600, 1, hidden=True)):
        found = scores(applicants(600, 0), made, applicants(500, 2))
        change, synthetic = found["equalised_odds"], found["equalised_odds_synthetic"]
        assert short(synthetic) == (short(change) and (change.value or 0) > 0)
        assert synthetic.low is not None
        assert synthetic.low <= (synthetic.value or 0)


def test_the_outcome_of_an_asked_for_fairness_may_be_another_than_the_target() -> None:
    real, made, holdout = (applicants(rows, seed) for seed, rows in enumerate((600, 600, 500)))
    predicting = real.with_schema(real.schema.model_copy(update={"target": "skill"}))
    found = scores(predicting, made, holdout, Control(fair=("hired", "sex")))
    assert "hired" in found["equalised_odds"].note


@pytest.mark.parametrize(
    ("real", "holdout", "reason"),
    [
        (applicants(100, 0), None, "Without a holdout"),
        (applicants(100, 0), applicants(30, 1), "fewer than two groups"),
        (marked(table(category={"sex": ["f", "m"] * 30}, number={"x": range(60)}), "sex"), None, "there is no target"),
        (table(number={"x": range(60)}), None, "No column is marked"),
    ],
)
def test_what_cannot_be_told_says_why(real: Table, holdout: Table | None, reason: str) -> None:
    found = scores(real, real, holdout)
    assert list(found) == ["equalised_odds"]
    assert reason in found["equalised_odds"].note
