"""Secrets planted in the tables, each held by fewer than k units, are nowhere in the report of all measures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest

from synth.judge import MEASURES, Comparison, Report, Score, compare
from synth.judge.exhibits import Question
from synth.judge.html import to_html
from synth.judge.questions import ask
from synth.prepare.control import Control
from synth.prepare.schema import Schema
from synth.prepare.table import Table
from synth.release import assess
from tests.prepare.tables import table

WORDS = ("Zebulon", "Quetzalina", "Xanthoville", "Yggdrasil")
NUMBERS = (987_654_321.0, -876_543.21, 7_654.3217)
DATES = ("1901-02-03", "2089-11-17")
MOMENTS = tuple(np.datetime64(date, "s").astype(np.int64).astype(float) for date in DATES)
TELLING = re.compile("|".join([*WORDS, *DATES]))
HASH = re.compile(r"\b[0-9a-f]{64}\b")
NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def people(rows: int, seed: int, *, planted: bool, each: int = 1) -> Table:
    """Patients with relations between all columns; `planted`: each secret is held by one of them, in `each` rows."""
    rng = np.random.default_rng(seed)
    age = rng.integers(20, 80, rows).astype(float)
    columns: dict[str, Any] = {
        "sex": rng.choice(["f", "m"], rows).astype(object),
        "town": rng.choice(["east", "west", "north"], rows, p=[0.5, 0.3, 0.2]).astype(object),
        "ill": np.where(rng.random(rows) < age / 120, "yes", "no").astype(object),
        "age": age,
        "income": (age * 50 + rng.normal(0, 200, rows)).round(2),
        "seen": np.datetime64("2024-01-01") + rng.integers(0, 300, rows).astype("timedelta64[D]"),
        "who": np.arange(rows).astype(str).astype(object),
    }
    if planted:
        hidden: list[tuple[str, Any]] = [("town", word) for word in WORDS[:2]] + [("ill", WORDS[2]), ("sex", WORDS[3])]
        hidden += [("income", NUMBERS[0]), ("income", NUMBERS[2]), ("age", NUMBERS[1])]
        hidden += [("seen", np.datetime64(date)) for date in DATES]
        for place, (name, secret) in enumerate(hidden):
            here = slice(place * each, (place + 1) * each)
            columns[name][here] = secret
            columns["who"][here] = f"holder {place}"
    made = table(
        category={name: columns[name] for name in ("sex", "town", "ill")},
        number={name: columns[name] for name in ("age", "income")},
        datetime={"seen": columns["seen"]},
        key={"who": columns["who"]},
        target="ill",
    )
    rules = [{"kind": "range", "columns": ["age"], "value": [18, 99]}]
    return made.with_schema(Schema.build(columns=made.schema.columns, target="ill", rules=rules))


def by_unit(made: Table) -> Table:
    return made.with_schema(made.schema.model_copy(update={"unit": "who"}))


def leaves(content: Any) -> Iterator[Any]:
    """Every key and value of a report, hashes and versions left out."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key not in ("sha256", "versions", "policy_sha256"):
                yield from (key, *leaves(value))
    elif isinstance(content, list):
        for value in content:
            yield from leaves(value)
    else:
        yield content


def is_secret(number: float) -> bool:
    """Whether a number is a secret one, up to how it is rounded for people."""
    return any(abs(number - secret) <= 1e-3 * abs(secret) for secret in (*NUMBERS, *MOMENTS))


def secrets_in(texts: Iterable[str]) -> list[str]:
    """The secrets that these texts tell, as they are spelled there."""
    texts = list(texts)
    words = [word for text in texts for word in TELLING.findall(text)]
    spelled = {token for text in texts for token in NUMBER.findall(text)}
    return words + [token for token in spelled if is_secret(float(token.replace(",", "")))]


def told(report: Report) -> list[str]:
    """The secrets that a report tells, in its JSON or its HTML."""
    verdict = assess(report).model_dump(mode="json")
    found = [str(each) for each in leaves(json.loads(report.model_dump_json()) | verdict)]
    page = re.sub(r"<svg.*?</svg>|<style.*?</style>", "", to_html(report, title="x", verdict=verdict), flags=re.DOTALL)
    return secrets_in([*found, re.sub(HASH, "", page)])


def test_the_search_finds_a_secret_however_it_is_spelled() -> None:
    assert is_secret(987_700_000)
    assert is_secret(float("-2.1747744e9"))
    assert not is_secret(9_876.5)
    assert secrets_in(["up to 987,654,321."]) == ["987,654,321"]
    plain = compare(people(60, 0, planted=False), people(60, 1, planted=False))
    assert told(plain) == []
    assert told(plain.model_copy(update={"notes": ("Zebulon has 7654.32 in 1901-02-03",)}))


@pytest.mark.parametrize(
    ("real", "synthetic", "holdout"),
    [
        pytest.param(
            people(240, 0, planted=True),
            people(240, 1, planted=False),
            people(120, 2, planted=False),
            id="in real rows",
        ),
        pytest.param(
            people(240, 0, planted=False), people(240, 1, planted=False), people(120, 2, planted=True), id="held out"
        ),
        pytest.param(
            people(240, 0, planted=True), people(240, 0, planted=True), people(120, 2, planted=False), id="copied"
        ),
        pytest.param(people(240, 0, planted=True), people(240, 0, planted=True), None, id="copied, no holdout"),
        pytest.param(
            by_unit(people(360, 0, planted=True, each=9)),
            people(240, 1, planted=True, each=9),
            by_unit(people(120, 2, planted=False)),
            id="many rows of one unit",
        ),
    ],
)
def test_no_report_tells_a_secret(real: Table, synthetic: Table, holdout: Table | None) -> None:
    report = compare(real, synthetic, holdout=holdout)
    assert {score.group for score in report.scores} == {measure.group for measure in MEASURES}
    assert told(report) == []


@pytest.mark.parametrize(
    "control", [Control(given={"sex": "f"}), Control(balance={"ill": {"yes": 0.5}}), Control(fair=("ill", "sex"))]
)
def test_nor_does_one_of_a_table_that_something_was_asked_of(control: Control) -> None:
    real, holdout = people(240, 0, planted=True), people(120, 2, planted=True)
    assert told(compare(real, people(200, 1, planted=True), holdout=holdout, control=control)) == []


@pytest.mark.parametrize(
    "question",
    [
        "count by town, ill",
        "share by sex",
        "sum of income",
        "mean of income by sex",
        "median of income by town",
        "median of age",
        "count by income",
        "count by seen",
        "rate of income > 900000000",
        "rate of town = west by ill",
    ],
)
def test_nor_does_an_answer_to_a_question(question: str) -> None:
    real, made = people(240, 0, planted=True), people(240, 0, planted=True)
    found = ask(Comparison.of(real, made, holdout=people(120, 2, planted=True)), question)
    answers = next(each for each in found if isinstance(each, Question)).answers
    assert answers
    told = [*(score.note for score in found if isinstance(score, Score)), *(str(each.real) for each in answers)]
    assert secrets_in([*told, *(name for each in answers for name in each.group)]) == []
