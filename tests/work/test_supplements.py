"""What is found on demand, kept beside a report and merged into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.errors import WorkspaceError
from synth.judge import Associations, Report, Score, Source
from synth.judge.exhibits import Question, Review
from synth.work.supplements import Supplement, keep, merged, read

NONE = Source(rows=2, sha256="0")
REPORT = Report(
    real=NONE,
    synthetic=NONE,
    holdout=None,
    target=None,
    seed=0,
    versions={},
    scores=(Score(group="privacy", measure="attack", value=0.5),),
    columns=(),
    associations=Associations(names=(), real=(), synthetic=()),
)
REVIEW = Review(expert="Ada", rows=20, correct=11)


def test_what_was_found_joins_the_report_and_takes_the_place_of_its_like(tmp_path: Path) -> None:
    keep(tmp_path, "attacks", Supplement.of([Score(group="privacy", measure="attack", value=0.25)]))
    keep(tmp_path, "expert review", Supplement.of([REVIEW, Score(group="joint", measure="expert_review", value=0.55)]))
    report = merged(REPORT, tmp_path)
    assert [(score.measure, score.value) for score in report.scores] == [("attack", 0.25), ("expert_review", 0.55)]
    assert report.exhibits == (REVIEW,)
    assert merged(report, tmp_path) == report


def test_a_later_one_of_the_same_name_stands_and_an_empty_one_takes_it_away(tmp_path: Path) -> None:
    first, second = (Question(text=text, by=(), answers=()) for text in ("mean of age", "rows"))
    keep(tmp_path, "questions", Supplement.of([first, second]))
    assert read(tmp_path, "questions").found == (first, second)
    keep(tmp_path, "questions", Supplement.of([second]))
    assert merged(REPORT, tmp_path).exhibits == (second,)
    keep(tmp_path, "questions", Supplement())
    assert list(tmp_path.iterdir()) == []
    assert read(tmp_path, "questions") == Supplement()


def test_one_that_cannot_be_read_is_a_note_and_the_report_stands(tmp_path: Path) -> None:
    keep(tmp_path, "expert review", Supplement.of([REVIEW]))
    (tmp_path / "supplement-questions.json").write_text('{"scores": 1}')
    report = merged(REPORT, tmp_path)
    assert report.exhibits == (REVIEW,)
    assert "'questions' cannot be read" in report.notes[0]


@pytest.mark.parametrize("name", ["", "../report", "Questions", "a.b"])
def test_a_name_that_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkspaceError, match="small letters"):
        keep(tmp_path, name, Supplement.of([REVIEW]))
