from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.errors import Cancelled
from synth.judge import MEASURES, Comparison, Measure, Report, Score, compare
from synth.judge.pairs import pair, strengths
from synth.judge.shapes import (
    chi_squared,
    coverage,
    jensen_shannon,
    ks,
    mean_shift,
    missing_rate,
    quantile_gap,
    shape,
    spread_ratio,
    total_variation,
    wasserstein,
)
from synth.prepare.schema import Schema
from synth.prepare.table import Table
from tests.prepare.tables import table

CLOSED_FORM = (
    shape.measure,
    ks.measure,
    total_variation.measure,
    chi_squared.measure,
    missing_rate.measure,
    wasserstein.measure,
    jensen_shannon.measure,
    coverage.measure,
    mean_shift.measure,
    spread_ratio.measure,
    quantile_gap.measure,
    pair.measure,
    strengths.measure,
)


def people(rows: int, seed: int) -> Table:
    """A small table of every modelled kind, with relations, spikes and missing values."""
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 90, rows).astype(float)
    gain = np.where(rng.random(rows) < 0.8, 0, rng.lognormal(8, 1, rows).round(2))
    job = np.where(age > 65, "retired", rng.choice(["clerk", "nurse", "smith"], rows))
    return table(
        number={"age": np.where(rng.random(rows) < 0.1, np.nan, age), "gain": gain},
        category={"job": [None if gone else word for gone, word in zip(rng.random(rows) < 0.05, job, strict=True)]},
        boolean={"owner": [bool(value) for value in rng.random(rows) < age / 100]},
        datetime={"seen": np.datetime64("2024-01-01") + rng.integers(0, 300, rows).astype("timedelta64[D]")},
        text={"note": [f"{seed}-{place}" for place in range(rows)]},
        target="owner",
    )


@pytest.fixture(scope="module")
def report() -> Report:
    return compare(people(200, 0), people(120, 1), holdout=people(100, 2), seed=3)


def check(score: Score) -> None:
    """What every score keeps to, whatever it measures."""
    assert score.note.strip()
    if score.status == "not measured":
        assert score.value is score.low is score.high is None
        return
    assert score.source.strip()
    assert score.rows > 0
    assert score.value is not None
    assert score.low is not None
    assert score.high is not None
    assert score.low <= score.value <= score.high
    for band in (score.reference, score.floor):
        assert band is None or band.low <= band.value <= band.high
    least, most = score.range
    assert (-math.inf if least is None else least) <= score.low
    assert score.high <= (math.inf if most is None else most)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
@pytest.mark.parametrize("held", [True, False], ids=["holdout", "none"])
def test_every_measure_keeps_the_contract(measure: Measure, held: bool) -> None:
    rules = [{"kind": "range", "columns": ["age"], "value": [18, 60]}]
    real = people(150, 0)
    schema = Schema.build(columns=real.schema.columns, rules=rules, target="owner")
    comparison = Comparison.of(
        real.with_schema(schema), people(120, 1), holdout=people(80, 2) if held else None, seed=5
    )
    found = measure.take(comparison)
    scores = [each for each in found if isinstance(each, Score)]
    assert found
    for score in scores:
        check(score)
        assert score.group == measure.group
    assert [each.model_dump_json() for each in measure.take(comparison)] == [each.model_dump_json() for each in found]


def test_the_report_has_every_measure_once_for_each_subject(report: Report) -> None:
    keys = [(score.measure, score.subject) for score in report.scores]
    assert len(set(keys)) == len(keys)
    tables = {score.measure for score in report.scores if not score.subject}
    assert {"shape", "pair", "pair_raw", "copies", "dcr_share"} <= tables
    assert report.score("usefulness", "owner").status == "ok"
    assert len([score for score in report.group("pairs") if score.subject]) == 10
    assert report.scores[0].group == "shapes"


def test_the_same_seed_gives_the_same_report(report: Report) -> None:
    again = compare(people(200, 0), people(120, 1), holdout=people(100, 2), seed=3)
    assert again == report
    assert compare(people(200, 0), people(120, 1), holdout=people(100, 2), seed=4) != report


def test_the_report_survives_a_file(report: Report, tmp_path: Path) -> None:
    report.to_json(tmp_path / "report.json", verdict={"outcome": "pass"})
    assert Report.from_json(tmp_path / "report.json") == report
    content = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert content["format"] == 1


def test_the_report_names_its_sources_and_versions(report: Report) -> None:
    assert report.real is not None
    assert (report.real.rows, report.synthetic.rows, report.holdout and report.holdout.rows) == (200, 120, 100)
    assert len({source.sha256 for source in (report.real, report.synthetic)}) == 2
    assert {"synth", "numpy", "pandas", "scipy", "scikit-learn"} <= set(report.versions)
    assert report.target == "owner"
    assert any("draws of about 100 synthetic rows" in note for note in report.notes)


def test_the_report_holds_no_value_of_few_holders() -> None:
    secret = [f"secret {place}" for place in range(12)]
    real = table(
        category={"name": ["common"] * 88 + secret, "other": ["x", "y"] * 50},
        number={"income": [*np.linspace(10, 20, 98).round(3), 123456.789, 98765.4321]},
    )
    text = compare(real, real, holdout=people_like(real)).model_dump_json()
    assert not any(name in text for name in secret)
    assert "123456" not in text
    assert "98765" not in text
    assert "common" in text


def people_like(real: Table) -> Table:
    """Other rows of the same columns."""
    return table(
        category={"name": ["common"] * 40, "other": ["x", "y"] * 20},
        number={"income": np.linspace(11, 19, 40).round(2)},
    )


def test_progress_hears_of_each_group_shapes_first() -> None:
    heard: list[tuple[str, int, int]] = []
    compare(people(60, 0), people(60, 1), progress=lambda *step: heard.append(step))
    groups = list(dict.fromkeys(group for group, _, _ in heard))
    assert groups[:3] == ["shapes", "charts", "pairs"]
    assert [done for group, done, _ in heard if group != "charts"] == [*range(1, len(MEASURES) + 1)]
    assert heard[-1] == ("charts", len(MEASURES) + 1, len(MEASURES) + 1)
    assert {total for _, _, total in heard} == {len(MEASURES) + 1}


def test_progress_can_stop_it() -> None:
    def stop(group: str, done: int, total: int) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        compare(people(60, 0), people(60, 1), progress=stop)


def test_without_a_holdout_it_says_what_the_references_are() -> None:
    report = compare(people(60, 0), people(60, 1))
    assert any("estimated from parts of the real table" in note for note in report.notes)
    assert report.score("dcr_share").status == "not measured"
    assert report.score("shape").reference is not None


@pytest.mark.parametrize(
    ("real", "synthetic", "holdout"),
    [
        pytest.param(people(10, 0), people(10, 1), people(10, 2), id="ten rows"),
        pytest.param(people(2, 0), people(2, 1), None, id="two rows"),
        pytest.param(
            table(number={"a": [None] * 20, "b": range(20)}), table(number={"a": range(20), "b": [None] * 20}), None,
            id="all missing on one side",
        ),
        pytest.param(
            table(category={"a": ["x", "y"] * 10}, number={"b": [7] * 20}),
            table(category={"a": ["never", "seen"] * 10}, number={"b": [7] * 20}),
            table(category={"a": ["z"] * 8}, number={"b": [8] * 8}),
            id="unseen levels and constants",
        ),
        pytest.param(
            table(number={"a": [1.0, np.inf] * 10, "b": [1e308, -1e308] * 10}),
            table(number={"a": [np.inf] * 20, "b": [0.0] * 20}),
            None,
            id="infinite and huge numbers",
        ),
        pytest.param(table(number={"a": range(30)}), table(number={"a": range(30)}), None, id="one column"),
        pytest.param(
            table(category={"a": [str(place) for place in range(30)], "b": ["x"] * 30}),
            table(category={"a": [str(place) for place in range(30)], "b": ["x"] * 30}),
            None,
            id="each level once",
        ),
    ],
)  # fmt: skip
def test_odd_tables_are_judged_without_an_error(real: Table, synthetic: Table, holdout: Table | None) -> None:
    report = compare(real, synthetic, holdout=holdout)
    for score in report.scores:
        check(score)


def closed_form(real: Table, synthetic: Table, holdout: Table | None = None) -> dict[tuple[str, frozenset[str]], float]:
    comparison = Comparison.of(real, synthetic, holdout=holdout)
    found = [score for measure in CLOSED_FORM for score in measure(comparison)]
    return {(score.measure, frozenset(score.subject)): score.value for score in found if score.value is not None}


@given(seed=st.integers(0, 10_000), held=st.booleans())
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_and_columns_changes_no_score(seed: int, held: bool) -> None:
    rng = np.random.default_rng(seed)
    tables = [people(60, 0), people(80, 1), people(40, 2)]
    mixed = [each.take(rng.permutation(len(each))) for each in tables]
    order = rng.permutation(mixed[0].schema.names).tolist()
    turned = [
        Table(each.frame[order], Schema(columns=tuple(each.schema[name] for name in order), target="owner"))
        for each in mixed
    ]
    pick = slice(None) if held else slice(2)
    assert closed_form(*turned[pick]) == pytest.approx(closed_form(*tables[pick]), abs=1e-12)


@given(names=st.permutations(["clerk", "nurse", "smith", "retired"]))
@settings(max_examples=10, deadline=None)
def test_the_names_of_levels_change_no_score(names: list[str]) -> None:
    rename = dict(zip(["clerk", "nurse", "smith", "retired"], [name.upper() for name in names], strict=True))
    tables = [people(60, 0), people(80, 1)]
    renamed = []
    for each in tables:
        jobs = [None if job is None else rename[job] for job in each.frame["job"]]
        renamed.append(Table(each.frame.assign(job=np.array(jobs, dtype=object)), each.schema))
    assert closed_form(*renamed) == pytest.approx(closed_form(*tables), abs=1e-12)
