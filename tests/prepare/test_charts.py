"""Charts: the finding in the title, no colour of paper or text, no markup from data, every kind."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.prepare.charts import distribution, finish, heat_map, plain, strongest, without_title
from synth.prepare.palette import REAL
from synth.prepare.table import Table
from tests.prepare.tables import table

EVIL = '<b>bold</b><a href="javascript:alert(1)">x</a>'
OURS = re.compile(r"</?(?:br|b|extra|span)(?: style=\"font-size:12px\")?>")


def title(figure: go.Figure) -> str:
    return re.sub(r"<span[^>]*>|</span>", "", figure.layout.title.text).replace("<br>", " ")


def draw(name: str = "x", **columns: Any) -> go.Figure:
    return distribution(table(**columns), name)


def test_numbers_say_where_half_of_them_lie() -> None:
    figure = draw(number={"x": [*range(101), None]})
    assert title(figure).startswith("Half of x lies between 25 and 75 1% missing".replace("1%", "under 1%"))
    assert sum(figure.data[0].y) == 101
    assert figure.layout.xaxis.title.text == "x"
    assert figure.layout.yaxis.title.text == "rows"
    assert figure.data[0].marker.color == REAL


def test_a_spike_is_said_and_left_out() -> None:
    figure = draw(number={"x": [0] * 300 + list(range(1, 101))})
    assert title(figure).startswith("75% of x are 0; the bars show the rest")
    assert sum(figure.data[0].y) == 100
    nearly_all = [0] * 9_970 + list(range(1, 31))
    assert title(draw(number={"x": nearly_all})).startswith("Over 99% of x are 0")
    assert title(draw(category={"x": ["a"] * 999 + ["b"]})).startswith("Over 99% of x are a")


def test_ends_that_too_few_hold_are_drawn_further_in() -> None:
    said = title(draw(number={"x": range(100)}))
    assert "the 4 lowest and the 4 highest are drawn at the next value inwards" in said


def test_a_long_tail_is_folded_into_the_last_bar() -> None:
    figure = draw(number={"x": [*range(1000)] * 5 + [10**6] * 6})
    assert "all count in the outermost bars" in title(figure)
    assert sum(figure.data[0].y) == 5006
    assert max(figure.data[0].x) < 1100


def test_a_logarithmic_axis_draws_what_is_above_zero() -> None:
    whole = table(number={"x": [-1] * 10 + [0] * 10 + [10.0**power for power in range(6)] * 20})
    figure = distribution(whole, "x", log=True)
    assert "14% of them are 0 or less and not drawn" in title(figure)
    assert sum(figure.data[0].y) == 120
    assert figure.layout.xaxis.ticktext[:3] == ("1", "10", "100")


def test_levels_below_five_are_drawn_as_other() -> None:
    figure = draw(category={"x": ["a"] * 6 + ["b"] * 5 + ["c"] * 4 + ["d", None]})
    assert figure.layout.yaxis.ticktext == ("a", "b", "other (2 levels)")
    assert figure.data[0].x == (6, 5, 5)
    assert title(figure) == "38% of x are a 6% missing (1 of 17 rows)"
    assert figure.data[0].marker.opacity == (1.0, 1.0, 0.4)


def test_only_twenty_levels_are_drawn() -> None:
    figure = draw(category={"x": [f"l{level}" for level in range(30) for _ in range(6)]})
    assert len(figure.data[0].x) == 21
    assert figure.layout.yaxis.ticktext[-1] == "other (10 levels)"


def test_dates_keys_and_texts() -> None:
    days = draw(datetime={"x": [f"2024-{month:02}-11" for month in range(1, 13)] * 5 + ["2024-07-01"] * 5})
    assert title(days).startswith("x falls most often in July 2024")
    assert days.layout.xaxis.title.text == "x, by month"
    keys = draw(key={"x": list("aabbcd")})
    assert title(keys).startswith("A value of x stands in up to 2 rows")
    assert keys.data[0].y.tolist() == [2, 2]
    assert title(draw(key={"x": list("abc")})).startswith("Each value of x stands in one row")
    texts = draw(text={"x": ["four", "five5", "five5"]})
    assert title(texts).startswith("x holds texts of about 5 characters")
    assert texts.data[0].y.tolist() == [1, 2]


@pytest.mark.parametrize("kind", ["number", "category", "boolean", "datetime", "text", "key"])
@pytest.mark.parametrize("rows", [0, 3])
def test_a_column_without_values_has_a_chart_that_says_so(kind: str, rows: int) -> None:
    columns: dict[str, Any] = {kind: {"x": [None] * rows}}
    assert title(draw("x", **columns)).startswith("x holds no value")


def test_too_few_to_show() -> None:
    assert title(draw(number={"x": [1, 2, 3]})).startswith("x: fewer than 5 hold a value")
    assert title(draw(datetime={"x": ["2024-01-01"]})).startswith("x: fewer than 5 hold a value")
    assert title(draw(category={"x": ["a"]})).startswith("No level of x is held by 5 or more")


@settings(max_examples=30, deadline=None)
@given(
    numbers=st.lists(st.floats(allow_nan=False), min_size=1, max_size=20),
    times=st.integers(1, 6),
    log=st.booleans(),
)
def test_any_numbers_can_be_drawn(numbers: list[float], times: int, log: bool) -> None:
    figure = distribution(table(number={"x": numbers * times}), "x", log=log)
    assert json.loads(figure.to_json())["data"]


def figures() -> list[go.Figure]:
    cells = [EVIL] * 6 + [f"{EVIL}{row}" for row in range(30)]
    whole: Table = table(
        number={f"{EVIL}1": range(36)},
        category={f"{EVIL}2": cells},
        text={f"{EVIL}3": cells},
        key={f"{EVIL}4": cells},
        datetime={f"{EVIL}5": ["2024-01-01"] * 36},
    )
    names = whole.schema.names
    square = np.eye(len(names))
    return [*(distribution(whole, name) for name in names), heat_map(names, square, strongest(names, square))]


def test_no_markup_from_names_or_values_reaches_plotly() -> None:
    for figure in figures():
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"', figure.to_json()):
            spelled = json.loads(f'"{text}"')
            assert "<" not in OURS.sub("", spelled), spelled


def test_no_colour_of_paper_or_text_is_fixed() -> None:
    for figure in figures():
        layout = figure.layout.to_plotly_json()
        layout.pop("template", None)
        assert layout.pop("paper_bgcolor") == layout.pop("plot_bgcolor") == "rgba(0,0,0,0)"
        assert "color" not in json.dumps(layout)


def test_the_heat_map_is_fixed_to_its_range() -> None:
    figure = heat_map(["a", "b"], np.array([[1, np.nan], [np.nan, 1]]), "None go together")
    (cells,) = figure.data
    assert (cells.zmin, cells.zmax) == (-1, 1)
    assert figure.layout.title.text == "None go together"
    assert figure.layout.xaxis.showticklabels
    assert cells.texttemplate


def test_a_wide_heat_map_hides_its_labels_but_not_on_hovering() -> None:
    names = [f"a rather long name of column {place}" for place in range(119)]
    figure = heat_map(names, np.eye(119), "Wide")
    assert not figure.layout.xaxis.showticklabels
    assert len(figure.layout.xaxis.ticktext) == 119
    assert figure.layout.height < 900
    assert len(figure.to_json()) < 400_000
    assert heat_map([], np.empty((0, 0)), "Nothing").data


def test_the_strongest_pair_is_named() -> None:
    matrix = np.array([[1, 0.2, -0.9], [0.2, 1, np.nan], [-0.9, np.nan, 1]])
    assert strongest(["a", "b", "c"], matrix) == "a and c go together most (-0.90)"
    assert strongest(["a"], np.eye(1)) == "No two columns can be compared"


def test_plain_text_is_one_short_line_without_markup() -> None:
    assert plain("a\n<b>  b") == "a &lt;b&gt; b"
    assert plain("x" * 50) == "x" * 31 + "…"
    assert plain("&lt;") == "&amp;lt;"


def test_a_page_sets_the_title_itself_and_the_plot_keeps_its_height() -> None:
    figure = finish(go.Figure(), "a < b " * 20, "none missing", height=200, legend=True)
    bare, said, subtitle = without_title(figure)
    assert (said, subtitle) == ("a < b " * 20, "none missing")
    assert bare.layout.title.text is None
    assert bare.layout.height - bare.layout.margin.t == figure.layout.height - figure.layout.margin.t == 200
    assert figure.layout.title.text
