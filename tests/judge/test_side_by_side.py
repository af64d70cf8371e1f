"""Runs side by side, on reports whose figures are written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from synth.errors import ReportError
from synth.judge import Associations, Band, Report, Score, Source
from synth.judge.charts.runs import alt_pareto, finding, pareto
from synth.judge.side_by_side import Contender, Outcome, Point, Row, SideBySide, side_by_side

BAND = Band(value=0.5, low=0.47, high=0.53)


def report(shape: float | None = 0.99, dcr: float | None = 0.5, lost: float = 0.01, **changes: Any) -> Report:
    scores = [
        _score("shapes", "shape", shape, ideal=1.0),
        _score("pairs", "pair", shape, ideal=1.0),
        _score("shapes", "shape", 0.1, subject=("age",)),
        _score("usefulness", "usefulness", lost, subject=("ill",), better="lower"),
        _score("privacy", "dcr_share", dcr, better="nearer", ideal=0.5, reference=BAND, low=dcr and dcr - 0.02),
    ]
    source = Source(rows=2, sha256="0")
    fields: dict[str, Any] = {"real": source, "synthetic": source, "holdout": source, "target": "ill", "seed": 0}
    empty = Associations(names=(), real=(), synthetic=())
    fields |= {"versions": {}, "scores": tuple(scores), "columns": (), "associations": empty}
    return Report(**fields | changes)


def _score(group: Any, measure: str, value: float | None, **fields: Any) -> Score:
    return Score(
        group=group, measure=measure, value=value, status="ok" if value is not None else "not measured", **fields
    )


def beside(*reports: Report, outcomes: tuple[Outcome, ...] = (), seconds: tuple[float | None, ...] = ()) -> SideBySide:
    return side_by_side(
        [
            Contender(
                name="abcde"[place],
                report=one,
                outcome=outcomes[place] if outcomes else "pass",
                seconds=seconds[place] if seconds else 10.0,
            )
            for place, one in enumerate(reports)
        ]
    )


def row(found: SideBySide, measure: str) -> Row:
    return next(row for row in found.rows if row.measure == measure)


def test_the_best_is_marked_by_the_way_that_is_good() -> None:
    found = beside(report(0.99, 0.58, 0.03), report(0.95, 0.44, 0.01), report(0.99, 0.52, 0.02))
    assert row(found, "shape").best == (0, 2)  # a tie
    assert row(found, "usefulness").best == (1,)
    assert row(found, "dcr_share").best == (2,)
    assert all("age" not in row.subject for row in found.rows)


def test_an_attacker_who_is_always_wrong_knows_as_much_as_one_who_is_always_right() -> None:
    aucs = [
        _score("privacy", "membership", value, better="nearer", ideal=0.5, reference=BAND, low=value, high=value)
        for value in (0.0, 0.56, 0.52)
    ]
    assert row(beside(*(report(scores=(auc,)) for auc in aucs)), "membership").best == (2,)
    assert row(beside(*(report(scores=(auc,)) for auc in aucs[:2])), "membership").best == ()


def test_where_all_are_alike_or_one_stands_alone_nothing_is_best() -> None:
    found = beside(report(0.99, None), report(0.99, 0.5))
    assert row(found, "shape").best == ()
    assert row(found, "dcr_share").best == ()
    scores = row(found, "dcr_share").scores
    assert [score.status for score in scores if score] == ["not measured", "ok"]


def test_a_run_that_is_worse_in_everything_is_not_on_the_front() -> None:
    found = beside(
        report(0.99, 0.56), report(0.97, 0.50), report(0.96, 0.51), report(0.95, None), seconds=(5.0, 50.0, 60.0, 1.0)
    )
    assert [point.front for point in found.points] == [True, True, False, False]
    assert found.points[0].fidelity == pytest.approx(0.99)


def test_under_a_half_nobody_is_safer_and_unknown_time_wins_nothing() -> None:
    found = beside(report(0.99, 0.40), report(0.98, 0.50), report(0.99, 0.5), seconds=(10.0, 10.0, None))
    assert [point.front for point in found.points] == [True, False, False]


@pytest.mark.parametrize(
    ("reports", "outcomes", "seconds", "winner", "words"),
    [
        ((report(0.9), report(0.99)), ("pass", "not measured"), (), 0, "a: of the 2, it alone passes the policy."),
        ((report(0.99, 0.6), report(0.9)), (), (), 1, "b: of the 2, it alone keeps privacy in its band."),
        ((report(0.9), report(0.99)), (), (), 1, "b: of the 2, it is most like the real one."),
        ((report(0.99, lost=0.05), report(0.988)), (), (), 1, "b: of the 2, it loses least usefulness"),
        ((report(), report()), (), (20.0, 10.0), 1, "b: of the 2, it was made fastest"),
        ((report(), report()), (), (10.0, 10.0), 0, "a: nothing tells it from the best of the others."),
        (
            (report(), report(0.9), report(0.99, 0.6)),
            ("pass", "pass", "pass"),
            (),
            0,
            "a: of the 2 that keep privacy in their band, it is most like the real one.",
        ),
        ((report(), report()), ("fail", "fail"), (), None, "None of these runs is recommended"),
    ],
)
def test_one_is_recommended_for_the_first_reason_that_decides(
    reports: tuple[Report, ...],
    outcomes: tuple[Outcome, ...],
    seconds: tuple[float | None, ...],
    winner: int | None,
    words: str,
) -> None:
    found = beside(*reports, outcomes=outcomes, seconds=seconds)
    assert found.recommended == winner
    assert found.reason.startswith(words)


def test_what_makes_them_hard_to_compare_is_said() -> None:
    assert beside(report(), report()).notes == ()
    other = report(real=Source(rows=3, sha256="1"), target=None)
    assert len(beside(report(), other).notes) == 2


def test_two_to_five_of_different_names() -> None:
    with pytest.raises(ReportError, match="2 to 5"):
        beside(report())
    same = Contender(name="a", report=report(), outcome="pass")
    with pytest.raises(ReportError, match="same name"):
        side_by_side([same, same])
    with pytest.raises(ReportError, match="2 to 5"):
        side_by_side([same] * 6)


def test_the_chart_shows_each_run_that_can_be_placed_and_says_what_is_ahead() -> None:
    found = beside(report(0.99, 0.56), report(0.97, 0.50), report(0.95, None), seconds=(5.0, None, 1.0))
    figure = pareto(found)
    assert [trace.text[0] for trace in figure.data] == ["a", "b"]
    assert [trace.marker.symbol for trace in figure.data] == ["circle", "star"]
    assert finding(found) == "a and b: each is ahead in something; not drawn, as not both were measured: c"
    assert "c: likeness 0.950, near training not measured, 1 s" in alt_pareto(found)
    assert "time not known" in alt_pareto(found)
    assert "not both measured" in finding(beside(report(None), report(0.9, None)))
    assert pareto(beside(report(None), report(0.9, None))).data == ()


def test_a_run_that_stands_alone_on_the_chart_is_ahead_of_nothing() -> None:
    def point(name: str, fidelity: float | None, *, front: bool = True) -> Point:
        return Point(name=name, fidelity=fidelity, privacy=0.5, seconds=None, front=front)

    def said(*points: Point) -> str:
        found = beside(report(0.9, 0.5), report(0.9, 0.5))
        return finding(found.model_copy(update={"points": points}))

    assert said(point("a", 0.7), point("b", None, front=False)).endswith("of a alone, so nothing is ahead of anything")
    drawn = (point("a", 0.7), point("b", 0.6, front=False), point("c", None, front=False))
    assert said(*drawn).endswith("time together; not drawn, as not both were measured: c")
