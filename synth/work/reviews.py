"""An expert's review of a run: the drawn rows stay on this side until they are answered, and the look is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import ValidationError

from synth.errors import WorkspaceError
from synth.work import events, files
from synth.work.runs import Runs
from synth.work.store import Store

if TYPE_CHECKING:
    import pandas as pd

    from synth.judge.exhibits import ReviewedRow
    from synth.judge.review import Card, Quiz
    from synth.judge.score import Score

SUPPLEMENT = "expert review"
SHOWN, ANSWERED, SEEN_AGAIN = "review shown", "review answered", "review seen again"
_FILE = "quiz.json"


def start(store: Store, runs: Runs, run_id: str) -> pd.DataFrame:
    """Draw fresh rows and give their cells, real and synthetic shuffled; which holdout rows are seen is recorded."""
    from synth.judge.review import draw  # noqa: PLC0415

    compared, before = runs.compared(run_id), events.select(store, SHOWN, run_id)
    quiz = draw(compared.synthetic, compared.holdout, seed=len(before), provenance=compared.provenance)
    with store.database.writing() as connection:
        content = {"table": "holdout", "rows": quiz.holdout_rows, "seed": quiz.seed}
        events.append(connection, store.owner, SHOWN, run_id, content)
    files.write(runs.folder(run_id) / _FILE, quiz.model_dump_json() + "\n")
    return rows(runs, run_id, quiz.cards)


def resume(runs: Runs, run_id: str) -> pd.DataFrame | None:
    """The rows that wait for an answer, after a refresh; None if none do."""
    quiz = _waiting(runs, run_id)
    return None if quiz is None else rows(runs, run_id, quiz.cards)


def again(store: Store, runs: Runs, run_id: str) -> pd.DataFrame:
    """The rows of the last answered review once more, as they were shown; the look is recorded."""
    from synth.judge.exhibits import Review  # noqa: PLC0415

    found = [each for each in runs.supplemented(run_id, SUPPLEMENT).exhibits if isinstance(each, Review) and each.each]
    if not found:
        raise WorkspaceError("No review of this run was answered. Start one.")
    seen = sorted(each.row for each in found[0].each if each.real)
    cells = rows(runs, run_id, found[0].each)
    with store.database.writing() as connection:
        events.append(connection, store.owner, SEEN_AGAIN, run_id, {"table": "holdout", "rows": seen})
    return cells


def rows(runs: Runs, run_id: str, cards: Sequence[Card | ReviewedRow]) -> pd.DataFrame:
    """The cells of these cards, personal data masked."""
    from synth.judge.review import shown  # noqa: PLC0415

    compared = runs.compared(run_id)
    if compared.holdout is None:
        raise WorkspaceError("The holdout of this run is gone. Start the review anew.")
    return shown(cards, compared.synthetic, compared.holdout, compared.real.schema)


def answer(
    store: Store, runs: Runs, run_id: str, answers: Sequence[bool], *, expert: str, comments: Sequence[str]
) -> Score:
    """Mark the answers (True: real), keep the result beside the report and on record, and forget the quiz."""
    from synth.judge.review import mark  # noqa: PLC0415

    quiz = _waiting(runs, run_id)
    if quiz is None:
        raise WorkspaceError("No rows wait for an answer. Start the review anew.")
    score, review = mark(quiz, answers, expert=expert, comments=comments)
    with store.database.writing() as connection:
        content = {"expert": review.expert, "rows": review.rows, "correct": review.correct, "seed": quiz.seed}
        events.append(connection, store.owner, ANSWERED, run_id, content)
    runs.supplement(run_id, SUPPLEMENT, [score, review])
    (runs.folder(run_id) / _FILE).unlink(missing_ok=True)
    return score


def _waiting(runs: Runs, run_id: str) -> Quiz | None:
    from synth.judge.review import Quiz  # noqa: PLC0415

    try:
        return Quiz.model_validate_json((runs.folder(run_id) / _FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValidationError):
        return None
