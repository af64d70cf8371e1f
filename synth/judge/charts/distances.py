"""Plotly figure of distances: how near synthetic rows lie to training rows, beside fresh real rows.

The title states the finding; an `alt_` function says the same in words.
"""

from __future__ import annotations

import plotly.graph_objects as go

from synth.judge.exhibits import Distances
from synth.prepare.charts import finish
from synth.prepare.palette import REAL, SYNTHETIC


def distance_chart(shown: Distances) -> go.Figure:
    """The share of rows within each distance: two rising lines, and where only the nearest fresh rows lie."""
    figure = go.Figure()
    for name, shares, line in (
        ("Fresh real rows", shown.fresh, {"color": REAL, "width": 2}),
        ("Synthetic rows", shown.synthetic, {"color": SYNTHETIC, "width": 2, "dash": "dash"}),
    ):
        figure.add_scatter(
            x=shown.distances,
            y=shares,
            name=name,
            mode="lines+markers",
            line=line,
            marker={"size": 5},
            hovertemplate=f"{name}<br><b>%{{y:.1%}}</b> within %{{x:.2f}}<extra></extra>",
        )
    figure.add_vline(x=shown.limit, line={"color": "grey", "width": 2, "dash": "dot"})
    figure.update_xaxes(title="distance to the nearest training row; 1 is one category apart", rangemode="tozero")
    figure.update_yaxes(title="share of rows within it", tickformat=".0%", range=[0, 1.02])
    return finish(figure, _finding(shown), height=320, legend=True)


def alt_distance_chart(shown: Distances) -> str:
    """The same in words."""
    half = {
        name: next((at for at, share in zip(shown.distances, shares, strict=True) if share >= 0.5), shown.distances[-1])
        for name, shares in (("synthetic", shown.synthetic), ("fresh real", shown.fresh))
    }
    middles = ", ".join(f"half of the {name} rows lie within {at:.2f}" for name, at in half.items())
    return f"Distances to the nearest training row. {_finding(shown)}; {middles}."


def _finding(shown: Distances) -> str:
    return (
        f"{shown.synthetic_near:.1%} of synthetic rows lie as near to a training row as the nearest "
        f"{shown.fresh_near:.1%} of fresh real rows do"
    )
