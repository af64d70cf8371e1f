from __future__ import annotations

from itertools import groupby
from typing import get_args

import numpy as np
import pytest

from synth.errors import Cancelled, ReportError
from synth.judge import MEASURES, Comparison, Group, Measure, Score, compare, in_groups
from synth.judge.html import to_html
from synth.prepare.rule import Rule
from synth.prepare.schema import Schema
from synth.prepare.table import Table
from tests.judge.test_compare import people
from tests.prepare.tables import table


def failing(comparison: Comparison) -> list[Score]:
    raise KeyError("a cell's text")


def cancelled(comparison: Comparison) -> list[Score]:
    raise Cancelled("stopped")


def test_each_group_stands_together_in_the_order_of_groups() -> None:
    found = [group for group, _ in groupby(MEASURES, key=lambda measure: measure.group)]
    assert found == [group for group in get_args(Group) if group in found]


def test_a_measure_that_fails_is_a_row_of_the_report_and_quotes_nothing() -> None:
    (score,) = Measure("joint", failing, "all")(Comparison.of(people(30, 0), people(30, 1)))
    assert isinstance(score, Score)
    assert (score.group, score.status) == ("joint", "not measured")
    assert "KeyError" in score.note
    assert "cell" not in score.note


def test_a_cancelled_measure_stops_everything() -> None:
    with pytest.raises(Cancelled):
        Measure("joint", cancelled, "all")(Comparison.of(people(30, 0), people(30, 1)))


def test_reports_come_group_by_group_and_the_last_is_complete() -> None:
    reports = list(in_groups(people(60, 0), people(60, 1), holdout=people(40, 2)))
    assert {score.group for score in reports[0].scores} == {"shapes"}
    assert reports[0].columns
    pending = [len(report.pending) for report in reports]
    assert pending == sorted(pending, reverse=True)
    assert reports[-1].pending == ()
    assert reports[-1] == compare(people(60, 0), people(60, 1), holdout=people(40, 2))


def test_a_table_that_holds_real_rows_is_judged_for_privacy_on_its_synthetic_rows() -> None:
    real, made = people(60, 0), people(40, 1)
    mixed = table(
        category={"job": [*real.frame["job"], *made.frame["job"]], "source": ["real"] * 60 + ["synthetic"] * 40},
        number={"gain": [*real.frame["gain"], *made.frame["gain"]]},
    )
    base = real.select(["gain", "job"])
    report = compare(base, mixed, provenance="source")
    assert report.score("copies").rows == 40
    assert report.score("shape").rows == 100
    assert report.provenance is not None
    assert (report.provenance.real, report.provenance.synthetic) == (60, 40)
    with pytest.raises(ReportError, match="no column 'nowhere'"):
        compare(base, mixed, provenance="nowhere")


def test_a_table_of_real_rows_only_has_no_privacy_to_judge() -> None:
    real = people(60, 0).select(["gain", "job"])
    mixed = Table(
        real.frame.assign(source="filled"), table(number={"gain": []}, category={"job": [], "source": []}).schema
    )
    report = compare(real, mixed, provenance="source")
    assert report.score("copies").status == "not measured"
    assert "hardly a row" in report.score("copies").note


def test_a_table_without_a_source_is_judged_by_its_rules() -> None:
    made = table(number={"a": np.arange(10)})
    rule = Rule.model_validate({"kind": "range", "columns": ["a"], "value": [0, 7]})
    report = compare(None, made.with_schema(Schema(columns=made.schema.columns, rules=(rule,))))
    assert report.real is None
    assert report.score("rule", "a").value == 0.8
    assert report.score("copies").note.startswith("No source")
    html = to_html(report, title="Made from rules")
    assert "without a source" in html
