from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from synth.judge.html import heat_maps, to_html, worst_first
from synth.judge.report import Associations
from synth.judge.score import Score
from tests.release.reports import report


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)


def test_the_file_holds_no_script_no_address_and_no_markup_from_data(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    report().to_html(path, title="<script>alert(1)</script>")
    text = path.read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(text)
    assert not tags.seen & {"script", "link", "img", "iframe"}
    assert "http://" not in text and "https://" not in text
    assert "age &lt;b&gt;" in text


def test_verdict_and_headline_stand_in_the_page() -> None:
    checks = [{"title": "A check", "outcome": "not measured", "reason": "why"}]
    verdict = {"outcome": "not measured", "policy": "default", "checks": checks}
    text = to_html(report(), title="t", verdict=verdict)
    assert "? not measured" in text
    assert "a fresh real sample: 0.980" in text


def test_not_measured_then_worst_come_first() -> None:
    scores = [
        Score(group="shapes", measure="shape", subject=(name,), value=value) for name, value in (("a", 0.9), ("b", 0.1))
    ]
    unknown = Score(group="shapes", measure="shape", subject=("c",), status="not measured", note="why")
    assert [score.subject[0] for score in worst_first([*scores, unknown])] == ["c", "b", "a"]


def test_the_difference_map_is_white_where_both_agree() -> None:
    maps = heat_maps(
        Associations(names=("a", "b"), real=((1.0, None), (None, 1.0)), synthetic=((1.0, 0.2), (0.2, 1.0)))
    )
    name, difference = maps[2]
    assert name == "Difference"
    assert difference.count("<path") == 1 and "#f7f7f7" in difference
