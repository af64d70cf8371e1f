"""Attacks on tables of which one knows what they give away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from synth.judge.comparison import Comparison
from synth.judge.exhibits import Attacks
from synth.judge.privacy.attacks.attacks import ATTACKS, attack, measure
from synth.judge.score import Score
from synth.prepare.schema import Schema
from synth.prepare.table import Table
from tests.judge.privacy.attacks.town import compared, shuffled, town
from tests.prepare.tables import column

NAMES = ["singling_out", "linkability", "attribute_inference"]


def taken(comparison: Comparison) -> tuple[list[Score], Attacks]:
    *scores, exhibit = measure(comparison)
    assert isinstance(exhibit, Attacks)
    return [score for score in scores if isinstance(score, Score)], exhibit


def risks(synthetic: Table, seed: int) -> int:
    return sum(each.result == "risk" for each in taken(compared(synthetic, seed=seed))[1].tried)


def test_a_copy_gives_everybody_away() -> None:
    scores, exhibit = taken(compared(town(300, 1)))
    assert [score.measure for score in scores] == NAMES
    for score in scores:
        assert score.value is not None and score.value >= 0.95
        assert score.reference is not None and score.reference.high < (score.low or 0)
    by_broker = [each for each in exhibit.tried if each.persona == "data broker"]
    assert {each.attack for each in by_broker} == {"singling out", "linkability", "attribute inference"}
    for each in by_broker:
        assert each.targets >= 50
        assert each.main.value >= 0.95
        assert each.result == "risk"


def test_a_copy_of_people_with_several_rows_gives_them_away() -> None:
    def visits(people: int, seed: int) -> Table:
        plain, rng = town(people, seed), np.random.default_rng(seed)
        frame = plain.take(np.repeat(np.arange(people), 3)).frame
        weight = frame["weight"] + rng.normal(0, 1, len(frame)).round(2)
        frame = frame.assign(weight=weight, who=[f"{seed}-{row // 3}" for row in range(len(frame))])
        schema = Schema(columns=(*plain.schema.columns, column("who", "key")), unit="who")
        return Table(frame, schema)

    real = visits(80, 1)
    _, exhibit = taken(Comparison.of(real, real, holdout=visits(60, 2)))
    by_broker = [each for each in exhibit.tried if each.persona == "data broker"]
    assert {each.result for each in by_broker} == {"risk"}
    assert all(each.main.value >= 0.95 and each.targets <= 80 for each in by_broker)


def test_fresh_people_are_no_risk() -> None:
    assert sum(risks(town(300, seed), seed) > 0 for seed in range(10, 20)) <= 1


def test_columns_that_hang_together_by_nothing_are_no_risk_and_mostly_no_result() -> None:
    found = [taken(compared(shuffled(town(300, 40), seed), seed=seed))[1].tried for seed in range(10)]
    assert sum(any(each.result == "risk" for each in tried) for tried in found) <= 1
    assert np.mean([each.result == "no result" for tried in found for each in tried]) > 0.8


def test_a_tenth_of_the_cells_changed_is_still_a_risk() -> None:
    real = town(300, 1)
    frame, rng = real.frame.copy(), np.random.default_rng(0)
    for name, other in shuffled(real, 5).frame.items():
        frame[name] = frame[name].where(rng.random(300) >= 0.1, other)
    scores, exhibit = taken(compared(Table(frame, real.schema)))
    assert {each.attack for each in exhibit.tried if each.result == "risk"} == {
        "singling out",
        "linkability",
        "attribute inference",
    }
    assert all(0.3 < (score.value or 0) < 1 for score in scores)


def test_what_holds_of_everybody_is_no_risk() -> None:
    def certain(people: int, seed: int) -> Table:
        plain = town(people, seed)
        illness = np.where(plain.frame["age"] > 50, "gout", "flu").astype(object)
        return Table(plain.frame.assign(diagnosis=illness), plain.schema)

    comparison = Comparison.of(certain(300, 1), certain(300, 9), holdout=certain(150, 2), secrets=["diagnosis"])
    found = [each for each in taken(comparison)[1].tried if each.secret == "diagnosis"]
    assert found[0].result == "no risk found"
    assert found[0].main.value > 0.68
    assert found[0].baseline.value < 0.6


def test_the_order_of_rows_changes_nothing() -> None:
    tables, rng = [town(300, 1), town(280, 3), town(150, 2)], np.random.default_rng(0)
    turned = [each.take(rng.permutation(len(each))) for each in tables]
    assert measure(Comparison.of(tables[0], tables[1], holdout=tables[2])) == measure(
        Comparison.of(turned[0], turned[1], holdout=turned[2])
    )


def test_each_attack_is_told_in_a_sentence() -> None:
    _, exhibit = taken(compared(town(300, 1), secrets=["income"]))
    told = next(each.sentence for each in exhibit.tried if each.secret and each.persona == "neighbour")
    assert told.startswith("A neighbour who knows sex, age and street guesses income right for 100% of people in ")
    assert "people who are not in it" in told
    assert "without the table: a risk." in told


def test_the_most_dangerous_comes_first() -> None:
    order = [each.result for each in taken(compared(town(300, 30)))[1].tried]
    ranks = {"risk": 0, "no risk found": 1, "no result": 2}
    assert order == sorted(order, key=lambda result: ranks[result])


def test_few_people_are_not_enough_to_tell() -> None:
    scores, exhibit = taken(Comparison.of(town(40, 1), town(40, 3), holdout=town(20, 2)))
    assert {score.status for score in scores} == {"not measured"}
    assert all("where 50 are needed" in score.note for score in scores)
    assert not exhibit.tried
    assert len(exhibit.not_tried) >= 3


def test_without_a_holdout_nothing_can_be_told() -> None:
    found = measure(Comparison.of(town(300, 1), town(300, 3)))
    assert [each.measure for each in found if isinstance(each, Score)] == NAMES
    assert all(isinstance(each, Score) and each.status == "not measured" for each in found)


def test_a_steward_corrects_what_is_known_and_wanted() -> None:
    comparison = compared(town(300, 3))
    found = attack(comparison, quasi_identifiers=["street", "weight"], secrets=["sex"])
    assert found == measure(replace(comparison, quasi_identifiers=("street", "weight"), secrets=("sex",)))
    exhibit = found[-1]
    assert isinstance(exhibit, Attacks)
    assert {each.secret for each in exhibit.tried} == {None, "sex"}
    neighbour = next(each for each in exhibit.tried if each.persona == "neighbour")
    assert neighbour.known == ("street", "weight")


def test_nobody_sees_anything() -> None:
    _, exhibit = taken(replace(compared(town(300, 3)), quasi_identifiers=()))
    assert {each.persona for each in exhibit.tried} == {"data broker"}
    assert "No neighbour and no former employee was tried" in exhibit.not_tried[0]


@pytest.mark.parametrize("module", ATTACKS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_attack_says_where_it_comes_from(module: object) -> None:
    assert "2023" in getattr(module, "SOURCE", "")
