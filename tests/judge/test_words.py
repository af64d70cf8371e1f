from __future__ import annotations

import pytest

from synth.judge.html import HEADLINE
from synth.judge.score import Band, Group, Score
from synth.judge.words import TITLES, figure, floor, in_words
from tests.release.reports import pair, report


def at(value: float) -> Band:
    return Band(value=value, low=value, high=value)


def test_titles_of_the_headline_fit_a_tile_160_pixels_wide() -> None:
    assert max(len(TITLES[measure]) for measure in HEADLINE) <= 16


@pytest.mark.parametrize(("group", "name"), [("shapes", "even spread"), ("pairs", "no relation")])
def test_the_worst_case_is_called_what_it_is(group: Group, name: str) -> None:
    score = Score(group=group, measure="m", value=0.9, reference=at(0.95), floor=at(0.5))
    assert floor(score) == (name, at(0.5))


@pytest.mark.parametrize(("better", "fresh", "worst"), [("higher", 0.91, 0.97), ("lower", 0.2, 0.1)])
def test_there_is_no_worst_case_that_beats_a_fresh_sample(better: str, fresh: float, worst: float) -> None:
    fields = {"group": "shapes", "measure": "m", "better": better, "value": 0.5}
    assert floor(Score.model_validate(fields | {"reference": at(fresh), "floor": at(worst)})) is None
    assert floor(Score.model_validate(fields | {"reference": at(worst), "floor": at(fresh)})) is not None


def test_a_pair_above_one_is_shown_as_one() -> None:
    assert (figure(1.006, "pair"), figure(1.006, "other"), figure(0.9876, "pair")) == ("1.000", "1.006", "0.988")


@pytest.mark.parametrize(
    ("value", "measure", "said"),
    [
        (4.5e-05, "ks", "0.000"),
        (-0.0002, "parity", "0.000"),
        (4.5e-05, "chi_squared", "4.5e-05"),
        (0, "question", "0.000"),
    ],
)
def test_only_figures_that_speak_below_a_thousandth_are_spelled_so(value: float, measure: str, said: str) -> None:
    assert figure(value, measure) == said


def test_one_column_is_no_plural() -> None:
    assert in_words(report())[0].startswith("The one column is")
    shape = Score(group="shapes", measure="shape", subject=("a",), value=0.5, reference=at(0.9))
    off = report(shape).model_copy(update={"scores": (shape,)})
    assert in_words(off) == ["0 of 1 column is as like as in a fresh real sample; least alike: a."]


def test_what_the_pairs_cannot_tell_is_said_first_hand() -> None:
    unknown = pair(0.98).model_copy(update={"status": "not measured", "value": None, "note": "It cannot be told."})
    assert "It cannot be told." in in_words(report(unknown))
