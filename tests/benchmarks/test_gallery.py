"""What was measured of the generators, as Markdown and as kept results; nothing is timed here."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from benchmarks import deep, gallery, gallery_summary
from benchmarks.measure import Measured
from synth.make import generator

DONE = Measured(
    {"fit and sample": 1.25, "forecast": 2.0},
    300.0,
    counts={"rows": 80, "columns": 3, "forecast MB": 250},
    scores={"shape": 0.99, "pair": 0.9, "pair fresh": 0.95},
    cpu={"fit and sample": 2.25},
)


def test_a_row_says_what_was_measured_and_what_was_not() -> None:
    text = gallery.section("heart303", {"trees": DONE, "smote": Measured(why="It cannot.", counts=DONE.counts)})
    assert "heart303: 80 training rows, 3 modelled columns" in text
    assert "| `trees` | 1.2 (2.0) | 2.2 | 300 (250) | 0.990 | 0.900 (0.950) | not measured |" in text
    assert "| `smote` | It cannot. | – |" in text
    assert gallery.section("heart303", {}) == ""


def test_what_was_measured_is_not_measured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, target = gallery.TABLES["heart303"]
    monkeypatch.setattr(gallery, "DATA", tmp_path)
    monkeypatch.setattr(gallery, "KEPT", tmp_path / "kept")
    (tmp_path / file).write_text("x\n1\n")
    asked: list[Any] = []

    def run(task: str, *given: str, **_: Any) -> Measured:
        asked.append((task, *given))
        return DONE

    monkeypatch.setattr(gallery, "run", run)
    assert gallery.result("heart303", generator("trees")) == DONE
    assert gallery.result("heart303", generator("trees")) == DONE
    assert asked == [("made", str(tmp_path / file), target, "trees")]
    assert gallery.known("heart303") == {"trees": DONE}
    assert json.loads(gallery.place("heart303", generator("trees")).read_text()) == asdict(DONE)


def test_the_summary_has_medians_over_tables_and_how_near_forecasts_came() -> None:
    worse = Measured(
        {"fit and sample": 9.0, "forecast": 2.0},
        500.0,
        counts=DONE.counts,
        scores={"shape": 0.95, "pair": 0.8, "real": 0.9, "synthetic": 0.7},
        cpu={"fit and sample": 9.0},
    )
    text = gallery_summary.summary(
        {"heart303": {"trees": DONE, "smote": Measured(why="It cannot.")}, "taxis": {"trees": worse}}
    )
    row = "| `trees` | 2 of 2 | 5.1 (most 9) | 500 | 0.970 | 0.850 | not measured | not measured | 0.200 |"
    assert row in text
    assert "| `smote` | 0 of 1 | – |" in text
    assert "within a factor of two in 1 of 2 runs" in text
    assert gallery_summary.summary({"heart303": {}}) == ""


def test_the_summary_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{gallery_summary.BEGIN}\nold\n{gallery_summary.END}\nafter\n")
    gallery_summary.put(page, "new\n")
    assert page.read_text() == f"before\n{gallery_summary.BEGIN}\nnew\n{gallery_summary.END}\nafter\n"


def test_within_two_standard_errors_is_said_by_measure() -> None:
    theirs = [(0.80, 0.7, 1.0), (0.82, 0.72, 1.0), (0.81, 0.71, 1.0)]
    ours = [(0.80, 0.5, 1.0), (0.81, 0.51, 1.0), (0.82, 0.52, 1.0)]
    assert deep._verdict(ours, theirs) == "shape yes, pair **no**"
