from __future__ import annotations

import json

from synth.judge.charts import fairness as charts
from synth.judge.exhibits import Group, Groups
from synth.judge.score import Band
from synth.prepare.palette import REAL, SYNTHETIC

NASTY = '<img src=x onerror="alert(1)">'


def at(value: float, reach: float = 0.01) -> Band:
    return Band(value=value, low=value - reach, high=value + reach)


def shown(label: str = "f", women: float = 0.3) -> Groups:
    return Groups(
        subject=("sex",),
        outcome="hired yes",
        groups=(
            Group(
                label=label, real_share=at(0.4), synthetic_share=at(0.4), real_rate=at(0.3), synthetic_rate=at(women)
            ),
            Group(label="m", real_share=at(0.5), synthetic_share=at(0.58), real_rate=None, synthetic_rate=at(0.5)),
        ),
    )


def test_each_group_has_a_dot_of_each_table_with_its_interval() -> None:
    figure = charts.rates(shown(women=0.2))
    line, real, synthetic = figure.data
    assert list(line.x) == [0.3, 0.2]
    assert (list(real.x), list(synthetic.x)) == ([0.3], [0.2, 0.5])
    assert (real.marker.color, synthetic.marker.color) == (REAL, SYNTHETIC)
    assert real.marker.symbol != synthetic.marker.symbol
    assert [round(reach, 3) for reach in synthetic.error_x.array] == [0.01, 0.01]


def test_titles_say_what_was_found() -> None:
    title = charts.rates(shown(women=0.2)).layout.title.text.replace("<br>", " ")
    assert title == "hired yes: too low for f, 20.0% instead of 30.0%"
    assert "no group differs by more than chance" in charts.rates(shown()).layout.title.text.replace("<br>", " ")
    assert "too high for m, 58.0% instead of 50.0%" in charts.alt_shares(shown())
    nothing = Groups(subject=("sex",), outcome=None, groups=())
    assert "nothing can be told" in charts.alt_rates(nothing)
    assert charts.rates(nothing).layout.title.text


def test_labels_are_never_markup() -> None:
    assert "<img" not in charts.rates(shown(NASTY)).to_json()
    assert json.loads(charts.shares(shown(NASTY)).to_json())
