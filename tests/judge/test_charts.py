from __future__ import annotations

import json

import numpy as np
import pytest

from synth.judge.charts import (
    alt_distribution,
    alt_heat_map,
    alt_score_strip,
    distribution,
    heat_maps,
    score_strip,
    strength_gap,
)
from synth.judge.report import Associations, ColumnSummary
from synth.judge.score import Band, Score
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


def associations(size: int, name: str = "c") -> Associations:
    def matrix(strength: float | None) -> tuple[tuple[float | None, ...], ...]:
        return tuple(tuple(1.0 if a == b else strength for b in range(size)) for a in range(size))

    return Associations(names=tuple(f"{name}{place}" for place in range(size)), real=matrix(0.5), synthetic=matrix(0.1))


@pytest.mark.parametrize("size", [3, 119])
def test_three_maps_share_one_scale_and_name_few_columns(size: int) -> None:
    figures = heat_maps(associations(size))
    assert list(figures) == ["Real", "Synthetic", "Difference"]
    assert [figure.data[0].z[0][1] for figure in figures.values()] == [0.5, 0.1, -0.4]
    for figure in figures.values():
        assert (figure.data[0].zmin, figure.data[0].zmax) == (-1, 1)
        assert figure.layout.yaxis.showticklabels == figure.layout.xaxis.showticklabels == (size == 3)
        assert len(figure.to_json()) < 400_000


def test_maps_name_the_relation_that_differs_most_and_leave_holes_open() -> None:
    some = associations(3)
    worst = some.model_copy(update={"synthetic": ((1.0, 0.4, None), (0.4, 1.0, -0.2), (None, -0.2, 1.0))})
    assert strength_gap(worst) == "The strength of c1 with c2 differs most: 0.50 real, -0.20 synthetic"
    assert np.isnan(heat_maps(worst)["Difference"].data[0].z[0][2])
    assert "c1 with c2" in alt_heat_map(worst, "Real")
    assert strength_gap(associations(1)) == "No two columns can be compared"
    assert "<img" not in heat_maps(associations(3, NASTY))["Real"].to_json()


def test_a_strip_holds_value_interval_band_and_floor() -> None:
    score = Score(
        group="pairs",
        measure="pair",
        value=0.9,
        low=0.88,
        high=0.91,
        reference=Band(value=0.98, low=0.97, high=0.99),
        floor=Band(value=0.7, low=0.6, high=0.8),
    )
    figure = score_strip(score)
    assert figure.data[0].x[0] == 0.9
    assert figure.data[0].error_x.array[0] == pytest.approx(0.01)
    assert {shape.x0 for shape in figure.layout.shapes} == {0.97, 0.98, 0.7}
    low, high = figure.layout.xaxis.range
    assert low < 0.7
    assert high > 0.99
    assert alt_score_strip(score) == (
        "Value 0.9, between 0.88 and 0.91; a fresh real sample has 0.98, between 0.97 and 0.99; "
        "no relation would have 0.7."
    )


def test_a_score_that_was_not_measured_has_an_empty_strip() -> None:
    score = Score(group="privacy", measure="dcr_share", status="not measured", note="No holdout.")
    assert not score_strip(score).data
    assert alt_score_strip(score) == "Not measured."


def test_charts_fix_no_colour_of_paper_or_text() -> None:
    for figure in (distribution(levels()), heat_maps(associations(3))["Real"], distribution(ages((0.0, 1.0, 2.0)))):
        layout = json.loads(figure.to_json())["layout"]
        assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
        assert "color" not in layout.get("font", {}) | layout["title"].get("font", {})
