"""Plotly figures of whole rows: both tables on a map, kinds of rows, and what gives synthetic rows away.

Real is filled or solid, synthetic open or hatched, so that they differ without their colours too. Titles state the
finding; each figure has an `alt_` function that says the same in words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from synth.judge.charts.spelled import shortened
from synth.judge.exhibits import Cluster, Clusters, Giveaways, Projection
from synth.prepare.charts import finish, plain
from synth.prepare.palette import REAL, SYNTHETIC

Spell = Callable[[str], str]
Floats = NDArray[np.float64]

LARGEST = 18
_SHADES = [[0.0, "rgba(0,114,178,0.08)"], [1.0, REAL]]
_LABEL, _LINE = 60, 34


def projection(shown: Projection) -> go.Figure:
    """Both tables on the map: real rows as shades, synthetic rows as rings, the more of them the darker and larger."""
    real, synthetic = _sides(shown)
    x, y = ([(low + high) / 2 for low, high in pairwise(edges)] for edges in (shown.x_edges, shown.y_edges))
    figure = go.Figure()
    figure.add_heatmap(
        x=x,
        y=y,
        z=real,
        name="Real",
        colorscale=_SHADES,
        zmin=0,
        colorbar={"thickness": 12, "tickformat": ".1%", "outlinewidth": 0, "title": {"text": "real rows"}},
        hovertemplate="Real: <b>%{z:.2%}</b> of rows<extra></extra>",
    )
    down, across = np.nonzero(synthetic)
    shares = synthetic[down, across]
    figure.add_scatter(
        x=[x[place] for place in across],
        y=[y[place] for place in down],
        mode="markers",
        name="Synthetic",
        marker={
            "symbol": "circle-open",
            "color": SYNTHETIC,
            "size": np.maximum(2, LARGEST * np.sqrt(shares / shares.max())),
            "line": {"width": 1.5},
        },
        customdata=shares,
        hovertemplate="Synthetic: <b>%{customdata:.2%}</b> of rows<extra></extra>",
    )
    figure.update_xaxes(title=_axis(shown.x_columns, shown.explained[0]), showgrid=False, zeroline=False)
    figure.update_yaxes(title=_axis(shown.y_columns, shown.explained[1]), showgrid=False, zeroline=False)
    return finish(figure, _overlap(shown), "Blue: real rows. Orange rings: synthetic rows.", height=420)


def alt_projection(shown: Projection) -> str:
    """The same in words."""
    columns = [", ".join(map(shortened, names)) for names in (shown.x_columns, shown.y_columns)]
    return f"Map of all rows; across: {columns[0]}; up: {columns[1]}. {_overlap(shown)}."


def clusters(shown: Clusters) -> go.Figure:
    """The share of rows of each kind as a pair of bars, with 95 % intervals."""
    kinds, figure = shown.clusters, go.Figure()
    places = list(range(len(kinds)))
    for name, bands, marker in (
        ("Real", [kind.real for kind in kinds], {"color": REAL}),
        (
            "Synthetic",
            [kind.synthetic for kind in kinds],
            {"color": SYNTHETIC, "pattern": {"shape": "/", "solidity": 0.3}},
        ),
    ):
        figure.add_bar(
            x=[band.value for band in bands],
            y=places,
            orientation="h",
            name=name,
            marker=marker,
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [band.high - band.value for band in bands],
                "arrayminus": [band.value - band.low for band in bands],
                "thickness": 1,
                "color": "grey",
            },
            customdata=[plain(kind.typical, 3 * _LABEL) for kind in kinds],
            hovertemplate=f"{name}: <b>%{{x:.1%}}</b> of rows<br>%{{customdata}}<extra></extra>",
        )
    figure.update_layout(barmode="group", bargap=0.25)
    figure.update_xaxes(title="share of rows", tickformat=".0%", rangemode="tozero")
    _name(figure, ["<br>".join(textwrap.wrap(plain(kind.typical, _LABEL), _LINE)) for kind in kinds])
    return finish(figure, _kinds(kinds, plain), height=60 + 44 * len(kinds), legend=True)


def alt_clusters(shown: Clusters) -> str:
    """The same in words."""
    return f"Shares of {len(shown.clusters)} kinds of rows, real beside synthetic. {_kinds(shown.clusters, shortened)}."


def giveaways(shown: Giveaways) -> go.Figure:
    """How much of the learner's success each column carries, as bars."""
    figure = go.Figure()
    figure.add_bar(
        x=[each.importance for each in shown.found],
        y=list(range(len(shown.found))),
        orientation="h",
        marker={"color": SYNTHETIC},
        customdata=[plain(each.sentence, 4 * _LABEL) for each in shown.found],
        hovertemplate="<b>%{x:.3f}</b> of the area is lost without it<br>%{customdata}<extra></extra>",
    )
    figure.update_xaxes(title="area under the ROC curve lost without the column", rangemode="tozero")
    _name(figure, [plain(" with ".join(each.columns)) for each in shown.found])
    return finish(figure, _loudest(shown, plain), height=70 + 30 * len(shown.found))


def alt_giveaways(shown: Giveaways) -> str:
    """The same in words."""
    return f"What gives synthetic rows away. {_loudest(shown, shortened)}."


def _sides(shown: Projection) -> tuple[Floats, Floats]:
    return np.array(shown.real, dtype=float), np.array(shown.synthetic, dtype=float)


def _axis(columns: Sequence[str], explained: float) -> str:
    return f"mostly {', '.join(plain(name, 20) for name in columns)} ({explained:.0%} of all differences)"


def _overlap(shown: Projection) -> str:
    """How many synthetic rows lie where hardly any real ones do, beside the real ones that do."""
    real, synthetic = _sides(shown)
    stray, usual = float(synthetic[np.isnan(real)].sum()), max(1 - float(np.nansum(real)), 0.0)
    return f"{stray:.1%} of synthetic and {usual:.1%} of real rows lie where real ones are few"


def _kinds(kinds: Sequence[Cluster], spell: Spell) -> str:
    """The kind that differs most, beyond both intervals if any does."""
    apart = [kind for kind in kinds if kind.real.low > kind.synthetic.high or kind.synthetic.low > kind.real.high]
    if not apart:
        return "No kind of rows is more or less common than by chance"
    worst = max(apart, key=lambda kind: abs(kind.synthetic.value - kind.real.value))
    sense = "Too many" if worst.synthetic.value > worst.real.value else "Too few"
    shares = f"{worst.synthetic.value:.1%} instead of {worst.real.value:.1%}"
    return f"{sense} rows in which {spell(worst.typical)}: {shares}"


def _loudest(shown: Giveaways, spell: Spell) -> str:
    if not shown.found:
        return "No column gives synthetic rows away"
    first = shown.found[0]
    return f"{' with '.join(map(spell, first.columns))} gives synthetic rows away most"


def _name(figure: go.Figure, labels: list[str]) -> None:
    """Names at the lines of a bar chart, the first on top."""
    places = list(range(len(labels)))
    figure.update_yaxes(tickmode="array", tickvals=places, ticktext=labels, autorange="reversed", automargin=True)
