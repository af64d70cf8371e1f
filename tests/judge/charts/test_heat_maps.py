from __future__ import annotations

import json

import numpy as np
import pytest

from synth.judge.charts.heat_maps import alt_heat_map, heat_maps, strength_gap
from synth.judge.report import Associations

NASTY = '<img src=x onerror="alert(1)"> & <b>bold</b>'


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


def test_maps_fix_no_colour_of_paper_or_text() -> None:
    layout = json.loads(heat_maps(associations(3))["Real"].to_json())["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert "color" not in layout.get("font", {}) | layout["title"].get("font", {})
