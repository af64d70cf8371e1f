from __future__ import annotations

from synth.judge.charts.rows import alt_clusters, alt_giveaways, alt_projection, clusters, giveaways, projection
from synth.judge.exhibits import Cluster, Clusters, Giveaway, Giveaways, Projection
from synth.judge.score import Band
from synth.prepare.palette import SYNTHETIC

NASTY = "<b>bold</b> is x"
MAP = Projection(
    explained=(0.5, 0.25),
    x_columns=("age", "<i>income</i>"),
    y_columns=("job",),
    x_edges=(0.0, 1.0, 2.0),
    y_edges=(10.0, 20.0, 30.0),
    real=((0.6, None), (0.35, None)),
    synthetic=((0.5, 0.0), (0.3, 0.2)),
)


def band(value: float, reach: float = 0.02) -> Band:
    return Band(value=value, low=value - reach, high=value + reach)


def kinds(*shares: tuple[float, float]) -> Clusters:
    return Clusters(clusters=tuple(Cluster(typical=NASTY, real=band(a), synthetic=band(b)) for a, b in shares))


def test_the_map_says_how_many_synthetic_rows_lie_where_real_ones_are_few() -> None:
    figure = projection(MAP)
    said = "20.0% of synthetic and 5.0% of real rows lie where real ones are few"
    assert said in figure.layout.title.text.replace("<br>", " ")
    assert said in alt_projection(MAP)
    real, synthetic = figure.data
    assert (list(real.x), list(real.y)) == ([0.5, 1.5], [15, 25])
    assert list(zip(synthetic.x, synthetic.y, synthetic.customdata, strict=True)) == [
        (0.5, 15, 0.5),
        (0.5, 25, 0.3),
        (1.5, 25, 0.2),
    ]
    assert synthetic.marker.color == SYNTHETIC
    assert "50%" in figure.layout.xaxis.title.text
    assert "<i>" not in figure.layout.xaxis.title.text


def test_kinds_are_paired_and_the_widest_gap_is_the_title() -> None:
    shown = kinds((0.6, 0.61), (0.4, 0.2))
    figure = clusters(shown)
    assert [list(bars.x) for bars in figure.data] == [[0.6, 0.4], [0.61, 0.2]]
    assert "Too few rows in which" in figure.layout.title.text.replace("<br>", " ")
    assert "20.0% instead of 40.0%" in alt_clusters(shown)
    assert "<b>" not in figure.layout.title.text
    assert "No kind of rows" in alt_clusters(kinds((0.6, 0.61), (0.4, 0.39)))


def test_giveaways_are_bars_the_strongest_first() -> None:
    shown = Giveaways(
        found=(
            Giveaway(columns=("age", "job"), importance=0.2, sentence=NASTY),
            Giveaway(columns=("gain",), importance=0.1, sentence="gain is 0."),
        )
    )
    figure = giveaways(shown)
    assert list(figure.data[0].x) == [0.2, 0.1]
    assert list(figure.layout.yaxis.ticktext) == ["age with job", "gain"]
    assert "age with job gives synthetic rows away most" in alt_giveaways(shown)
    assert "<b>" not in figure.data[0].customdata[0]
    assert "No column" in alt_giveaways(Giveaways(found=()))
    assert "No column" in giveaways(Giveaways(found=())).layout.title.text
