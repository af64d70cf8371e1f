"""The relations between all columns: real, synthetic and their difference, as three maps on one scale."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import plotly.graph_objects as go

from synth.judge.charts.spelled import shortened
from synth.judge.report import Associations
from synth.prepare.charts import heat_map

Matrix = tuple[tuple[float | None, ...], ...]
Spell = Callable[[str], str]

MOST_NAMES = 24
_UNSEEN = "rgba(128,128,128,0.004)"


def heat_maps(associations: Associations) -> dict[str, go.Figure]:
    """Three maps of the relations between columns on one scale from −1 to 1: real, synthetic, synthetic less real.

    Up to 24 names stand at the axes; beyond that they show on hovering only.
    """
    names, few = associations.names, len(associations.names) <= MOST_NAMES
    difference = _less(associations.synthetic, associations.real)
    maps = {"Real": associations.real, "Synthetic": associations.synthetic, "Difference": difference}
    figures = {title: heat_map(names, np.array(matrix, dtype=float), title) for title, matrix in maps.items()}
    for title, figure in figures.items():
        figure.update_traces(showscale=False, texttemplate=None)
        figure.update_xaxes(showticklabels=few, tickfont={"size": 10})
        figure.update_yaxes(showticklabels=few, tickfont={"size": 10})
        figure.update_layout(height=min(440, max(320, 180 + 14 * len(names))))
        _make_clickable(figure, maps[title])
    return figures


def _make_clickable(figure: go.Figure, matrix: Matrix) -> None:
    """Lay an unseen mark on each cell: a page hears of clicks on marks, but not of those on a heat map."""
    rows, places = np.indices((len(matrix), len(matrix)), dtype=np.int16)
    marks = go.Scatter if len(matrix) <= MOST_NAMES else go.Scattergl
    figure.add_trace(
        marks(
            x=places.ravel(),
            y=rows.ravel(),
            customdata=np.array(matrix, dtype=np.float32).ravel(),
            mode="markers",
            marker={"symbol": "square", "size": 200 / max(len(matrix), 1), "color": _UNSEEN},
            selected={"marker": {"color": _UNSEEN}},
            unselected={"marker": {"color": _UNSEEN, "opacity": 1}},
            hovertemplate="%{y}<br>%{x}<br><b>%{customdata:.2f}</b><extra></extra>",
            showlegend=False,
        )
    )


def alt_heat_map(associations: Associations, title: str) -> str:
    """One of the maps in words."""
    return f"{title}: relations between {len(associations.names)} columns. {strength_gap(associations, shortened)}."


def _less(first: Matrix, second: Matrix) -> Matrix:
    """Cell by cell, null where either is."""
    return tuple(
        tuple(None if a is None or b is None else a - b for a, b in zip(*rows, strict=True))
        for rows in zip(first, second, strict=True)
    )


def strength_gap(associations: Associations, spell: Spell = str) -> str:
    """Which relation differs most in strength, and by how much."""
    names, difference = associations.names, _less(associations.synthetic, associations.real)
    gaps = {(a, b): gap for a, b in combinations(range(len(names)), 2) if (gap := difference[a][b]) is not None}
    if not gaps:
        return "No two columns can be compared"
    a, b = max(gaps, key=lambda pair: abs(gaps[pair]))
    return (
        f"The strength of {spell(names[a])} with {spell(names[b])} differs most: {associations.real[a][b]:.2f} real, "
        f"{associations.synthetic[a][b]:.2f} synthetic"
    )
