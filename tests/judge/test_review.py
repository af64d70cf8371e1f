"""Expert review, on rows whose side is known by their cells."""

from __future__ import annotations

import numpy as np
import pytest

from synth.errors import ReportError
from synth.judge.exhibits import Review
from synth.judge.review import EACH, MASK, Quiz, draw, mark, shown
from synth.prepare import Table, read_table


def table(first: str, rows: int = 40) -> Table:
    lines = [f"{first}{row},{first},{row % 7},p{row}@example.org" for row in range(rows)]
    found = read_table(("\n".join(["key,side,size,mail", *lines]) + "\n").encode())
    schema = found.schema.with_column("key", kind="key", treatment="key")
    schema = schema.with_column("side", kind="category", treatment="model")
    schema = schema.with_column("mail", kind="category", treatment="model", personal="email")
    return Table(found.frame, schema, found.reading)


REAL, MADE = table("r"), table("s")


def test_ten_rows_of_each_shuffled_by_the_seed() -> None:
    quiz = draw(MADE, REAL, seed=1)
    sides = [card.real for card in quiz.cards]
    assert (sum(sides), len(sides)) == (EACH, 2 * EACH)
    assert sides != sorted(sides)
    assert quiz == draw(MADE, REAL, seed=1) != draw(MADE, REAL, seed=2)
    assert len({(card.real, card.row) for card in quiz.cards}) == len(quiz.cards)


def test_what_is_shown_is_each_card_s_own_row_without_keys_and_with_personal_data_masked() -> None:
    quiz = draw(MADE, REAL, seed=1)
    cells = shown(quiz.cards, MADE, REAL, REAL.schema)
    assert cells.columns.tolist() == ["side", "size", "mail"]
    assert cells["side"].tolist() == ["r" if card.real else "s" for card in quiz.cards]
    assert cells["size"].tolist() == [str(card.row % 7) for card in quiz.cards]
    assert set(cells["mail"]) == {MASK}


def test_only_invented_rows_play_synthetic() -> None:
    marks = ["synthetic" if row % 4 == 0 else "real" for row in range(40)]
    marked = Table(MADE.frame.assign(side=marks), MADE.schema)
    quiz = draw(marked, REAL, seed=0, provenance="side")
    assert all(card.row % 4 == 0 for card in quiz.cards if not card.real)


@pytest.mark.parametrize(("right", "words"), [(20, "more than guessing"), (10, "as well"), (1, "fewer than guessing")])
def test_the_mark_is_the_share_told_right_against_chance(right: int, words: str) -> None:
    quiz = draw(MADE, REAL, seed=0)
    answers = [card.real if place < right else not card.real for place, card in enumerate(quiz.cards)]
    score, review = mark(quiz, answers, expert=" Ada ", comments=["", "sizes are odd"])
    assert (score.value, score.rows) == (right / 20, 20)
    assert words in score.note
    assert score.reference is not None
    assert (score.reference.low, score.reference.high) == (0.3, 0.7)
    assert review == Review(expert="Ada", rows=20, correct=right, comments=("sizes are odd",), each=review.each)
    assert [(each.real, each.row) for each in review.each] == [(card.real, card.row) for card in quiz.cards]
    assert [each.said_real for each in review.each] == answers


def test_a_quiz_survives_as_json_and_tells_no_cell() -> None:
    quiz = draw(MADE, REAL, seed=0)
    assert Quiz.model_validate_json(quiz.model_dump_json()) == quiz
    assert "@" not in quiz.model_dump_json()


def test_what_cannot_be_reviewed_says_so() -> None:
    with pytest.raises(ReportError, match="no holdout"):
        draw(MADE, None, seed=0)
    with pytest.raises(ReportError, match="too few rows"):
        draw(MADE, REAL.take(np.arange(2)), seed=0)
    quiz = draw(MADE, REAL.take(np.arange(4)), seed=0)
    assert len(quiz.cards) == 8
    with pytest.raises(ReportError, match="8 rows and 1 answers"):
        mark(quiz, [True], expert="Ada")
    with pytest.raises(ReportError, match="name"):
        mark(quiz, [True] * 8, expert=" ")
