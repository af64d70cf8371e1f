from __future__ import annotations

import numpy as np
import pytest

from synth.judge.privacy.attacks.trial import Trial, knowing, percent, trial, usual
from synth.judge.score import Band


def tried(hits: int, control: int, baseline: int) -> Trial:
    return trial("linkability", "neighbour", ["age"], None, (hits, 100), (control, 100), (baseline, 100))


def test_a_risk_beats_both_the_control_and_guessing() -> None:
    assert tried(80, 40, 40).result(1) == "risk"
    assert tried(80, 75, 40).result(1) == "no risk found"
    assert tried(80, 40, 75).result(1) == "no result"
    assert tried(40, 80, 80).result(1) == "no result"


def test_the_more_are_tried_the_more_it_takes() -> None:
    found = tried(55, 40, 20)
    assert found.by_luck == pytest.approx(0.0236, abs=0.001)
    assert [found.result(number) for number in (1, 9)] == ["risk", "no risk found"]


def test_the_usual_share_holds_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    controls, targets = rng.binomial(60, 0.3, 1000), rng.binomial(240, 0.3, 1000)
    bands = {hits: usual(hits, 60, 240, 0.95) for hits in set(controls.tolist())}
    inside = [
        bands[hits].low <= found / 240 <= bands[hits].high
        for hits, found in zip(controls.tolist(), targets.tolist(), strict=True)
    ]
    assert 0.93 < np.mean(inside) < 0.98


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (list("abcd"), "a, b, c and d"),
        (list("abcde"), "a, b, c and 2 other columns"),
    ],
)
def test_what_is_known_in_words(known: list[str], said: str) -> None:
    assert knowing(known) == said


@pytest.mark.parametrize(
    ("value", "said"), [(0.0, "0%"), (0.004, "0.4%"), (0.0996, "10%"), (0.412, "41%"), (1, "100%")]
)
def test_shares_in_words(value: float, said: str) -> None:
    assert percent(Band(value=value, low=value, high=value)) == said
