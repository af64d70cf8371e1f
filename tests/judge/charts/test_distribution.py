from __future__ import annotations

import json

import pytest

from synth.judge.charts.distribution import alt_distribution, distribution
from synth.judge.report import ColumnSummary
from synth.prepare.palette import REAL, SYNTHETIC

NASTY = '<img src=x onerror="alert(1)"> & <b>bold</b>'


def levels(name: str = "ward", labels: tuple[str, ...] = ("a", "b")) -> ColumnSummary:
    return ColumnSummary(
        name=name,
        kind="category",
        labels=labels,
        real=(0.6, 0.3),
        synthetic=(0.45, 0.4),
        real_missing=0.1,
        synthetic_missing=0.15,
        real_distinct=2,
        synthetic_distinct=2,
    )


def ages(edges: tuple[float, ...], kind: str = "number", labels: tuple[str, ...] = ()) -> ColumnSummary:
    return ColumnSummary.model_validate(
        {
            "name": "age",
            "kind": kind,
            "labels": labels,
            "edges": edges,
            "real": (0.5, 0.5),
            "synthetic": (0.49, 0.49),
            "real_missing": 0.0,
            "synthetic_missing": 0.02,
            "real_distinct": 9,
            "synthetic_distinct": 9,
        }
    )


def test_bars_show_both_tables_in_their_colours_and_hatched_and_what_is_missing() -> None:
    figure = distribution(levels())
    real, synthetic = figure.data
    assert list(real.x) == [0.6, 0.3, 0.1]
    assert list(synthetic.x) == [0.45, 0.4, 0.15]
    assert (real.marker.color, synthetic.marker.color) == (REAL, SYNTHETIC)
    assert synthetic.marker.pattern.shape
    assert list(figure.layout.yaxis.ticktext) == ["a", "b", "missing"]


def test_titles_say_where_the_tables_differ_most() -> None:
    assert distribution(levels()).layout.title.text.replace("<br>", " ") == (
        "ward: 15.0% of rows too few at a, the widest single gap"
    )
    assert "too many at missing" in alt_distribution(ages((17.5, 29.5, 39.5)))
    alike = levels().model_copy(update={"synthetic": (0.6, 0.3), "synthetic_missing": 0.1})
    assert "no difference" in distribution(alike).layout.title.text


def test_steps_run_from_edge_to_edge_and_are_dashed_for_synthetic() -> None:
    figure = distribution(ages((17.5, 29.5, 41.5)))
    real, synthetic = figure.data
    assert list(real.x) == [17.5, 17.5, 29.5, 41.5]
    assert list(real.y) == [0, 0.5, 0.5, 0]
    assert (real.line.color, synthetic.line.color, synthetic.line.dash) == (REAL, SYNTHETIC, "dash")
    assert real.customdata[1] == "18 to 29: 50.0%"
    assert synthetic.name == "Synthetic, 2.0% missing"


def test_wider_bins_are_drawn_lower_so_that_areas_are_shares() -> None:
    figure = distribution(ages((0.0, 1.0, 5.0)))
    assert list(figure.data[0].y) == [0, 0.5, 0.125, 0]
    assert "wide bins averaged" in figure.layout.yaxis.title.text


def test_dates_stand_on_an_axis_of_dates() -> None:
    moments = ("2024-01-01T00:00:00", "2024-02-01T00:00:00", "2024-03-03T00:00:00")
    figure = distribution(ages((0.0, 2678400.0, 5356800.0), "datetime", moments))
    assert list(figure.data[0].x) == [moments[0], *moments]
    assert figure.data[0].customdata[2] == "2024-02-01 to 2024-03-03: 50.0%"


def test_a_column_without_bins_still_has_a_chart() -> None:
    empty = levels().model_copy(update={"kind": "number", "labels": ("other",), "real": (0.9,), "synthetic": (0.9,)})
    assert list(distribution(empty).data[0].x) == [0.9, 0.1]


@pytest.mark.parametrize("summary", [levels(NASTY, (NASTY, "b")), levels("x" * 300, ("y" * 300, "$x$"))])
def test_names_and_levels_are_never_markup_and_are_shortened(summary: ColumnSummary) -> None:
    written = distribution(summary).to_json()
    assert "<img" not in written
    assert "<b>bold" not in written
    assert "x" * 40 not in written
    assert len(alt_distribution(summary)) < 200


def test_charts_fix_no_colour_of_paper_or_text() -> None:
    for figure in (distribution(levels()), distribution(ages((0.0, 1.0, 2.0)))):
        layout = json.loads(figure.to_json())["layout"]
        assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
        assert "color" not in layout.get("font", {}) | layout["title"].get("font", {})
