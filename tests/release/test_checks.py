from __future__ import annotations

import pytest

from synth.judge.score import Band, Score
from synth.release import assess
from tests.release.reports import copies, dcr_share, pair, pair_raw, report, rule, usefulness


def outcome(name: str, *scores: Score) -> str:
    return next(check.outcome for check in assess(report(*scores)).checks if check.name == name)


def by_chance(most: float) -> Score:
    """A loss of 0.05, where models of other real rows lose up to `most`."""
    return usefulness(0.05, 0.01).model_copy(update={"reference": Band(value=0, low=-most, high=most)})


def test_copies_of_held_out_rows_are_refused_like_any_others() -> None:
    leaked = copies(0.5).model_copy(update={"measure": "holdout_copies", "note": "It has seen the holdout."})
    verdict = assess(report(leaked))
    assert verdict.copied
    assert verdict.open[0].reason == "It has seen the holdout."
    assert not assess(report(leaked.model_copy(update={"value": 0.001}))).copied


def test_good_report_passes_every_check() -> None:
    verdict = assess(report())
    assert verdict.outcome == "pass"
    names = ["copies", "dcr_share", "membership", "near_copies", "replayed", "attacks"]
    assert [check.name for check in verdict.checks] == [*names, "pairs", "usefulness", "rules"]
    assert len(verdict.policy_sha256) == 64


@pytest.mark.parametrize(
    ("name", "score", "expected"),
    [
        ("copies", copies(0.020), "look"),
        ("copies", copies(0.021), "fail"),
        ("dcr_share", dcr_share(0.529), "pass"),
        ("dcr_share", dcr_share(0.531), "fail"),
        ("dcr_share", dcr_share(0.471), "pass"),
        ("dcr_share", dcr_share(0.469), "fail"),
        ("pairs", pair(0.975), "pass"),
        ("pairs", pair(0.974), "pass"),
        ("usefulness", usefulness(0.02, 0.01), "pass"),
        ("usefulness", usefulness(0.03, 0.001), "fail"),
        ("usefulness", usefulness(0.03, 0.0), "pass"),
        ("usefulness", by_chance(0.05), "pass"),
        ("usefulness", by_chance(0.049), "fail"),
        ("rules", rule(0.999), "fail"),
    ],
)
def test_each_limit_at_its_edge(name: str, score: Score, expected: str) -> None:
    assert outcome(name, score) == expected


@pytest.mark.parametrize("measure", ["copies", "dcr_share", "pair", "usefulness"])
def test_not_measured_is_never_a_pass(measure: str) -> None:
    groups = {"pair": "pairs", "usefulness": "usefulness"}
    absent = Score(
        group=groups.get(measure, "privacy"),
        measure=measure,
        status="not measured",
        note="No rows were kept aside.",
    )
    verdict = assess(report(absent))
    assert verdict.outcome == "not measured"
    assert [check.reason for check in verdict.open] == ["No rows were kept aside."]


def test_a_measure_that_the_report_lacks_is_not_measured() -> None:
    bare = report(scores=())
    assert {check.outcome for check in assess(bare).checks if check.name != "rules"} == {"not measured"}


def test_failed_outweighs_not_measured() -> None:
    absent = Score(group="pairs", measure="pair", status="not measured", note="why")
    assert assess(report(absent, copies(0.5))).outcome == "fail"


@pytest.mark.parametrize(
    ("raw", "floor", "expected"), [(0.961, 0.5, "pass"), (0.959, 0.5, "fail"), (0.961, 0.97, "fail")]
)
def test_below_the_band_relations_pass_by_the_raw_error_unless_they_may_be_none(
    raw: float, floor: float, expected: str
) -> None:
    low = pair(0.96).model_copy(update={"floor": Band(value=floor, low=floor, high=floor)})
    assert outcome("pairs", low, pair_raw(raw)) == expected
