from __future__ import annotations

from synth.judge.charts.distances import alt_distance_chart, distance_chart
from synth.judge.exhibits import Distances

SHOWN = Distances(
    distances=(0.1, 0.4, 1.0),
    synthetic=(0.3, 0.9, 1.0),
    fresh=(0.02, 0.4, 1.0),
    limit=0.08,
    synthetic_near=0.25,
    fresh_near=0.01,
)


def test_two_lines_rise_beside_the_limit() -> None:
    figure = distance_chart(SHOWN)
    assert [trace.name for trace in figure.data] == ["Fresh real rows", "Synthetic rows"]
    assert [tuple(trace.y) for trace in figure.data] == [SHOWN.fresh, SHOWN.synthetic]
    assert len({trace.line.dash for trace in figure.data}) == 2
    assert figure.layout.shapes[0].x0 == 0.08
    assert figure.layout.xaxis.title.text.startswith("distance to the nearest training row")


def test_the_title_states_the_finding_and_the_alt_text_says_it_too() -> None:
    said = "25.0% of synthetic rows lie as near to a training row as the nearest 1.0% of fresh real rows do"
    assert distance_chart(SHOWN).layout.title.text.replace("<br>", " ") == said
    alt = alt_distance_chart(SHOWN)
    assert said in alt
    assert alt.endswith("half of the synthetic rows lie within 0.40, half of the fresh real rows lie within 1.00.")
