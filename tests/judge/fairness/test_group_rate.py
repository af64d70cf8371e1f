from __future__ import annotations

import numpy as np
import pytest

from synth.judge.attention import perhaps_short, short
from synth.judge.charts.fairness import alt_rates
from synth.judge.comparison import Comparison
from synth.judge.exhibits import Groups
from synth.judge.fairness.changed import clearest
from synth.judge.fairness.group_rate import measure
from synth.judge.score import Band, Score
from synth.prepare.table import Table
from tests.judge.fairness.people import hired, marked
from tests.prepare.tables import table


def taken(real: Table, synthetic: Table) -> tuple[Score, Groups]:
    score, shown = measure(Comparison.of(real, synthetic))
    assert isinstance(score, Score)
    assert isinstance(shown, Groups)
    return score, shown


def towns(*hired: int) -> Table:
    """A hundred people in each of so many towns, of whom so many were hired."""
    return marked(
        table(
            category={
                "origin": [f"town {place}" for place in range(len(hired)) for _ in range(100)],
                "hired": [word for yes in hired for word in ["yes"] * yes + ["no"] * (100 - yes)],
            },
            target="hired",
        ),
        "origin",
    )


@pytest.mark.parametrize(
    ("middle", "verdict", "title"),
    [
        (45, "fine", "no group differs"),
        (62, "perhaps", "perhaps too high for town 1"),
        (75, "short", "hired yes: too high for town 1"),
    ],
)
def test_tile_and_chart_say_the_same_of_a_group_between_the_best_and_the_worst(
    middle: int, verdict: str, title: str
) -> None:
    score, shown = taken(towns(10, 40, 60), towns(10, middle, 60))
    assert score.value == pytest.approx((middle - 40) / 100)
    assert {"fine": not perhaps_short(score), "perhaps": perhaps_short(score), "short": short(score)}[verdict]
    assert short(score) is (verdict == "short")
    assert title in alt_rates(shown)
    assert ("perhaps" in alt_rates(shown)) is (verdict == "perhaps")
    assert f"{middle}.0% of “town 1”, 40.0% in the real rows" in score.note


def test_the_same_change_is_less_clear_among_more_groups() -> None:
    pair = Band(value=0.3, low=0.25, high=0.35), Band(value=0.4, low=0.35, high=0.45)
    one, many = clearest([pair], 1), clearest([pair], 50)
    assert one is not None
    assert many is not None
    assert one.perhaps
    assert not many.perhaps
    assert one.found.value == many.found.value == pytest.approx(0.1)


def test_fresh_people_fare_alike_whatever_the_number_of_groups() -> None:
    rng, told = np.random.default_rng(0), 0
    for _ in range(40):
        real, made = (towns(*rng.binomial(100, 0.4, 8)) for _ in range(2))
        told += perhaps_short(taken(real, made)[0])
    assert told <= 4


def test_where_no_rate_is_known_it_says_why() -> None:
    people = marked(table(category={"sex": ["f", "m"] * 30}, number={"x": range(60)}), "sex")
    assert "there is no target" in taken(people, people)[0].note
    few = hired((3, 40), (40, 3))
    assert "Not measured" in taken(few, few)[0].note
