from __future__ import annotations

from typing import Any

import pytest

from synth.judge.attention import look_first, perhaps_short, short, shortfall, standing, untold
from synth.judge.report import Associations, Report, Source
from synth.judge.score import Band, Score


def score(value: float | None, **more: Any) -> Score:
    fields: dict[str, Any] = {"group": "shapes", "measure": "shape", "reference": Band(value=0.9, low=0.8, high=1.0)}
    spread = {} if value is None else {"low": value - 0.1, "high": value + 0.1}
    return Score(**(fields | {"value": value} | spread | more))


def report(*scores: Score, **more: Any) -> Report:
    source = Source(rows=10, sha256="0" * 64)
    empty = Associations(names=(), real=(), synthetic=())
    fields: dict[str, Any] = {"real": source, "synthetic": source, "holdout": source, "target": None, "seed": 0}
    return Report(**(fields | {"versions": {}, "scores": scores, "columns": (), "associations": empty} | more))


@pytest.mark.parametrize(
    ("value", "more", "is_short"),
    [
        (0.69, {}, True),  # its interval ends at 0.79, under 0.8
        (0.71, {}, False),
        (1.5, {}, False),  # better than fresh real rows is no fault
        (1.2, {"better": "lower"}, True),
        (0.1, {"better": "lower"}, False),
        (0.2, {"better": "nearer", "ideal": 0.9}, True),
        (1.6, {"better": "nearer", "ideal": 0.9}, True),
        (1.6, {"better": "nearer", "ideal": 2.0}, False),  # beyond the band, but towards the ideal
        (0.2, {"reference": None}, False),
        (None, {}, False),
    ],
)
def test_a_score_is_short_when_its_whole_interval_lies_on_the_bad_side(
    value: float | None, more: dict[str, Any], is_short: bool
) -> None:
    assert short(score(value, **more)) is is_short
    assert (shortfall(score(value, **more)) > 0) is is_short


def test_a_pair_is_untold_where_no_relation_at_all_may_score_as_much() -> None:
    floor = Band(value=0.75, low=0.6, high=0.85)
    assert untold(score(0.9, group="pairs", measure="pair", floor=floor))
    assert not untold(score(0.96, group="pairs", measure="pair", floor=floor))  # its interval starts above
    assert not untold(score(0.6, group="pairs", measure="pair", floor=floor))  # short, whatever the floor is
    assert not untold(score(0.9, floor=floor))


def test_a_group_without_a_score_of_the_table_speaks_by_what_allows_for_all_its_subjects() -> None:
    fine = score(0.9, group="fairness", measure="representation", subject=("sex",))
    doubtful = score(0.75, group="fairness", measure="group_rate", subject=("race",))
    assert standing(report(fine, doubtful), "fairness") == "perhaps short"


def test_the_shortfall_is_the_share_of_what_there_is_to_lose() -> None:
    floor = Band(value=0.5, low=0.5, high=0.5)
    assert shortfall(score(0.6)) == pytest.approx(0.1 / 0.9)  # down to 0, the least the measure can be
    assert shortfall(score(0.6, floor=floor)) == pytest.approx(0.1 / 0.4)
    assert shortfall(score(0.0, floor=floor)) == 1


def test_privacy_is_looked_at_first_and_no_group_fills_the_list() -> None:
    columns = [score(0.5 - place / 100, subject=(f"c{place}",)) for place in range(9)]
    same = score(0.2, measure="ks", subject=("c8",))
    copies = score(1.3, group="privacy", measure="copies", better="lower", range=(0.0, 10.0))
    found = look_first(report(score(0.1), *columns, same, copies))
    assert [(each.group, each.subject) for each in found] == [
        ("privacy", ()),
        ("shapes", ("c8",)),  # once, by the first of its measures
        ("shapes", ("c7",)),
    ]
    assert found[1].measure == "shape"


def test_what_a_group_comes_to() -> None:
    good, bad = [score(0.9, subject=(str(place),)) for place in range(99)], score(0.1, subject=("x",))
    assert standing(report(*good), "shapes") == "like real"
    assert standing(report(*good, bad), "shapes") == "like real"  # one in a hundred is chance
    assert standing(report(*good[:50], bad), "shapes") == "short"
    assert standing(report(*good, score(0.1)), "shapes") == "short"  # the table's own score counts for itself
    doubtful = score(0.75)  # under 0.8, but its interval reaches to 0.85
    assert perhaps_short(doubtful) and not short(doubtful)
    assert standing(report(*good, doubtful), "shapes") == "perhaps short"
    assert standing(report(*good, score(0.75, subject=("x",))), "shapes") == "like real"
    assert standing(report(*good), "pairs") == "not measured"
    assert standing(report(score(None)), "shapes") == "not measured"
    assert standing(report(score(0.9, reference=None)), "shapes") == "no reference"
    assert standing(report(*good, score(None)), "shapes") == "in part"  # the table's own score leads
    assert standing(report(*good, score(None, subject=("x",))), "shapes") == "like real"
    assert standing(report(*good, score(None), score(0.1, measure="ks")), "shapes") == "short"
    assert standing(report(*good, pending=("shapes",)), "shapes") == "pending"
