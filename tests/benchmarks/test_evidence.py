"""What was measured of the comparison, as figures; nothing is timed here."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import evidence, evidence_tasks
from benchmarks.figures import table as in_markdown
from benchmarks.measure import Measured
from synth.judge import Comparison
from synth.judge.pairs import pair
from synth.judge.shapes import shape
from tests.judge.test_controls import population


def test_twenty_times_as_fast_is_a_limit_of_a_twentieth_of_the_peer_s_time() -> None:
    found = Measured(
        {"shapes and pairs": 4.0, "scores alone": 2.0, "SDMetrics": 60.0}, 900.0, counts={"rows": 1_000, "columns": 15}
    )
    both, alone, memory = evidence._million(found)
    assert (both.goal, both.reached, alone.reached, memory.goal) == (3.0, False, True, None)
    assert "| 15 × |" in in_markdown([both])


def test_a_report_says_how_much_it_measured() -> None:
    counts = {"rows": 9, "columns": 3, "scores": 40, "not measured": 2}
    first, full, _ = evidence._report("x", Measured({"first group": 1.0, "all groups": 16.0}, counts=counts), 15.0)
    assert (first.reached, full.reached) == (True, False)
    assert "40 scores, 2 of them not measured" in full.what


def test_scores_alone_are_those_of_the_measures() -> None:
    comparison = Comparison.of(population(200, 0), population(200, 1))
    means = [
        np.mean([score.value for score in measure(comparison) if score.subject and score.measure in ("shape", "pair")])
        for measure in (shape.measure, pair.measure)
    ]
    assert evidence_tasks.scores_alone(comparison) == pytest.approx(np.mean(means), abs=1e-9)


def test_jitter_keeps_kinds_zeros_and_decimals() -> None:
    source = population(50, 0)
    made = evidence_tasks.jittered(source, 400, 1)
    assert len(made) == 400
    assert made.schema == source.schema
    assert ((made.frame["debt"] == 0).mean()) == pytest.approx((source.frame["debt"] == 0).mean(), abs=0.1)
    assert set(made.frame["town"]) <= set(source.frame["town"])


def test_every_task_that_is_run_exists() -> None:
    assert set(evidence_tasks.TASKS) == {"pairs", "million", "distances", "report"}
