from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from synth.judge import compare
from synth.judge.exhibits import Attack, Attacks, Cluster, Clusters, Exhibit, Giveaway, Giveaways, Importance, Review
from synth.judge.html import asked_for, cards, grid, sections, to_html, worst_first
from synth.judge.report import Provenance, Report
from synth.judge.score import Band, Score
from synth.prepare.control import Control
from tests.prepare.tables import table
from tests.release.reports import pair, report

NASTY = '<script>alert(1)</script><img src="http://x.y" onerror=alert(1)>'
ABOUT = Band(value=0.1, low=0.05, high=0.2)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def safe(text: str) -> None:
    """No script, no address, no handler, whatever the names were."""
    tags = Tags()
    tags.feed(text)
    assert not tags.seen & {"script", "link", "img", "iframe", "object", "form"}
    assert not {name for name in tags.attributes if name.startswith("on") or name in ("src", "href")}
    assert 'src="http' not in text and "url(" not in text


def test_the_file_holds_no_script_no_address_and_no_markup_from_data(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    report().to_html(path, title=NASTY)
    text = path.read_text(encoding="utf-8")
    safe(text)
    assert "age &lt;b&gt;" in text


def test_hostile_names_and_levels_stay_text_in_every_section() -> None:
    rng = np.random.default_rng(0)
    real, made = (
        table(
            number={f"{NASTY} {place}": rng.normal(size=60) for place in range(2)},
            category={f"{NASTY} c": rng.choice([NASTY, "b"], 60), f"{NASTY} d": rng.choice([NASTY, "e"], 60)},
        )
        for _ in range(2)
    )
    text = to_html(compare(real, made, target=f"{NASTY} c"), title=NASTY)
    safe(text)
    assert "&lt;script&gt;" in text


def test_verdict_and_answers_stand_in_the_page() -> None:
    checks = [{"title": "A check", "outcome": "not measured", "reason": "why"}]
    verdict = {"outcome": "not measured", "policy": "default", "checks": checks}
    text = to_html(report(), title="t", verdict=verdict)
    assert "? not measured" in text
    assert "a fresh real sample: 0.980" in text
    assert "Fidelity: " in text
    assert "Privacy: " in text


def test_not_measured_comes_first_then_what_falls_short_then_the_least_alike() -> None:
    scores = [
        Score(group="shapes", measure="shape", subject=(name,), value=value) for name, value in (("a", 0.9), ("b", 0.1))
    ]
    short = Score(
        group="shapes", measure="shape", subject=("s",), value=0.95, reference=Band(value=1, low=0.99, high=1)
    )
    unknown = Score(group="shapes", measure="shape", subject=("c",), status="not measured", note="why")
    assert [score.subject[0] for score in worst_first([*scores, short, unknown])] == ["c", "s", "b", "a"]
    low = Score(group="rules", measure="x", subject=("l",), value=0.2, better="lower")
    high = low.model_copy(update={"value": 0.7})
    assert worst_first([low, high]) == [high, low]


def test_long_lists_are_cut_and_it_is_said() -> None:
    pairs = [pair(0.9).model_copy(update={"subject": ("a", str(place))}) for place in range(100)]
    found = report().model_copy(update={"scores": tuple(pairs)})
    section = next(section for section in sections(found) if section.group == "pairs")
    assert (len(section.worst), section.left_out) == (40, 60)
    assert "The 40 that need most attention, of 100; the JSON file holds all." in to_html(found, title="t")


@pytest.mark.parametrize(
    ("exhibit", "expected"),
    [
        (Clusters(clusters=(Cluster(typical="old and rich", real=ABOUT, synthetic=ABOUT),)), "old and rich"),
        (Giveaways(found=(Giveaway(columns=("a", "b"), importance=0.2, sentence="Too round."),)), "Too round."),
        (Importance(target="y", figure="ROC AUC", columns=("age",), real=(0.25,), synthetic=(0.5,)), "0.250"),
        (Review(expert="A. Reader", rows=20, correct=11, comments=("Nothing odd.",)), "Nothing odd."),
        (
            Attacks(
                tried=(
                    Attack(
                        attack="linkability",
                        persona="neighbour",
                        known=("age", "ward"),
                        secret=None,
                        targets=60,
                        main=ABOUT,
                        control=ABOUT,
                        baseline=ABOUT,
                        result="no result",
                        sentence="No better than guessing.",
                    ),
                ),
                not_tried=("Too few targets.",),
            ),
            "Too few targets.",
        ),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_every_exhibit_is_shown_with_what_it_holds(exhibit: Exhibit, expected: str) -> None:
    text = to_html(report().model_copy(update={"exhibits": (exhibit,)}), title="t")
    assert exhibit.kind.capitalize() in text
    assert expected in text
    assert "0.100 (0.050 to 0.200)" in text or exhibit.kind not in ("clusters", "attacks")


def test_a_real_report_shows_every_group_that_it_has(whole: Report) -> None:
    text = to_html(whole, title="t")
    safe(text)
    assert {section.group for section in sections(whole)} >= {score.group for score in whole.scores}
    for exhibit in whole.exhibits:
        assert exhibit.kind.capitalize() in text
    assert len(grid(whole).rows) == len(cards(whole)) == len(whole.columns)


@pytest.fixture(scope="module")
def whole() -> Report:
    rng = np.random.default_rng(0)

    def rows(count: int) -> dict[str, object]:
        age = rng.integers(20, 80, count).astype(float)
        return {"number": {"age": age, "pay": rng.lognormal(8, 1, count)}, "category": {"old": (age > 50).astype(str)}}

    real, made, held = (table(**rows(80)) for _ in range(3))  # type: ignore[arg-type]
    return compare(real, made, holdout=held, target="old")


def test_what_was_asked_for_and_what_is_real_is_said() -> None:
    control = Control(given={"ward": "north"}, balance={"sex": {"F": 0.5}})
    found = report().model_copy(
        update={
            "control": control,
            "as_is": (pair(0.5),),
            "provenance": Provenance(column="source", synthetic=80, real=15, filled=5),
            "pending": ("rules",),
        }
    )
    assert asked_for(found) == ["every ward is north", "50% of sex is F"]
    text = to_html(found, title="t")
    assert "50% of sex is F" in text
    assert "Against the real rows as they are" in text
    assert "80 rows are synthetic, 15 are real and 5 are real with gaps filled" in text
    assert "Still to come: rules." in text


def test_a_hundred_columns_stay_small() -> None:
    rng = np.random.default_rng(0)
    names = [f"question {place}" for place in range(100)]
    real, made = (table(category={name: rng.choice(list("abcd"), 40) for name in names}) for _ in range(2))
    assert len(to_html(compare(real, made), title="t")) < 2_000_000
