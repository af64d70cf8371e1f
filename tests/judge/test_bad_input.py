"""Tables as they come: whatever is wrong with them, the report stands, and each gap in it says why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from synth.errors import ReportError
from synth.judge import MEASURES, Report, compare
from synth.judge.html import to_html
from synth.prepare.schema import Schema
from synth.prepare.table import Table
from synth.release import assess
from tests.judge.test_compare import check, people
from tests.prepare.tables import table


def judged(real: Table, synthetic: Table, holdout: Table | None = None) -> Report:
    """The report, once it keeps to what every report keeps to."""
    report = compare(real, synthetic, holdout=holdout)
    for score in report.scores:
        check(score)
        assert "sum failed" not in score.note, (score.measure, score.subject, score.note)
        assert score.status == "ok" or len(score.note) > 20
    assert {score.group for score in report.scores} | {"rules"} == {measure.group for measure in MEASURES} | {"rules"}
    assert to_html(report, title="Bad input", verdict=assess(report).model_dump(mode="json"))
    return report


def said(report: Report, words: str) -> bool:
    return any(words in note for note in report.notes)


def renamed(made: Table, **names: str) -> Table:
    frame = made.frame.rename(columns=names)
    columns = [column.model_dump() | {"name": names.get(column.name, column.name)} for column in made.schema.columns]
    return Table(frame, Schema.build(columns=columns))


def changed(made: Table, **cells: Any) -> Table:
    return replace(made, frame=made.frame.assign(**cells).astype(made.frame.dtypes))


@pytest.fixture(scope="module")
def real() -> Table:
    return people(120, 0)


@pytest.fixture(scope="module")
def holdout() -> Table:
    return people(60, 2)


def test_renamed_columns_are_named_on_both_sides(real: Table, holdout: Table) -> None:
    report = judged(real, renamed(people(80, 1), gain="profit"), holdout)
    assert said(report, "lacks 1 column: 'gain'")
    assert said(report, "has 1 extra column: 'profit'")
    assert {column.name for column in report.columns} == {"age", "job", "owner", "seen"}


def test_a_target_that_the_synthetic_table_lacks_is_said(real: Table, holdout: Table) -> None:
    report = judged(real, people(80, 1).select(["age", "gain", "job"]), holdout)
    assert said(report, "The target 'owner' is not modelled in both tables")


def test_a_holdout_that_lacks_a_column_is_said(real: Table) -> None:
    assert said(judged(real, people(80, 1), people(60, 2).select(["age", "job", "owner"])), "The holdout lacks")


def test_tables_of_no_common_column_cannot_be_compared(real: Table) -> None:
    with pytest.raises(ReportError, match="share no column that is modelled"):
        compare(real, table(number={"other": range(30)}))
    with pytest.raises(ReportError, match="shares no column"):
        compare(real, people(80, 1), holdout=table(number={"other": range(30)}))


def test_other_dtypes_are_read_again_and_what_does_not_fit_is_counted(real: Table, holdout: Table) -> None:
    made = people(80, 1).select(["gain", "job", "owner"])
    ages = [*map(str, range(20, 97)), "old", "very old", None]
    mixed = table(
        number={"gain": made.frame["gain"]},
        category={"age": ages, "job": made.frame["job"]},
        boolean={"owner": made.frame["owner"]},
    )
    assert said(judged(real, mixed, holdout), "2 cells of 'age' are no number")


def test_unseen_levels_everywhere(real: Table, holdout: Table) -> None:
    judged(real, changed(people(80, 1), job="astronaut"), changed(holdout, job="diver"))


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("age", "real"),
        ("job", "real"),
        ("owner", "real"),
        ("gain", "synthetic"),
        ("seen", "synthetic"),
        ("owner", "holdout"),
    ],
)
def test_a_column_that_is_all_missing_on_one_side(real: Table, holdout: Table, name: str, side: str) -> None:
    tables = {"real": real, "synthetic": people(80, 1), "holdout": holdout}
    tables[side] = changed(tables[side], **{name: None})
    judged(**tables)


def test_ten_rows_will_do() -> None:
    judged(people(10, 0), people(10, 1), people(10, 2))


def test_a_holdout_from_the_training_rows_is_taken_out_of_them_and_that_is_said(real: Table) -> None:
    report = judged(real, people(80, 1), real.take(np.arange(40)))
    assert said(report, "All 40 rows of the holdout are in the first table")
    assert report == judged(real, people(80, 1), real.take(np.arange(40)))


def test_without_a_holdout_privacy_is_not_measured_but_for_copies(real: Table) -> None:
    report = judged(real, people(80, 1))
    private = {score.measure: score for score in report.group("privacy")}
    assert private.pop("copies").status == "ok"
    assert {score.status for score in private.values()} == {"not measured"}
    assert assess(report).outcome != "pass"


def test_infinite_numbers_are_taken_as_missing_and_counted(real: Table, holdout: Table) -> None:
    gain = np.where(np.arange(80) < 7, np.inf, 5.0)
    report = judged(real, changed(people(80, 1), gain=gain), changed(holdout, gain=-np.inf))
    assert said(report, "7 cells of 'gain' are no number")


def test_a_huge_number_of_levels_and_a_constant(real: Table, holdout: Table) -> None:
    made = changed(people(80, 1), job=[f"job {place}" for place in range(80)], age=40.0)
    judged(changed(real, gain=7.0), made, holdout)
