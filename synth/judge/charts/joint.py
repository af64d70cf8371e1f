"""Plotly figures of two columns at once, real beside synthetic on one scale. Titles state the finding."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from synth.judge.charts.spelled import shortened
from synth.judge.exhibits import JointTable
from synth.prepare.charts import finish, plain

Spell = Callable[[str], str]
Floats = NDArray[np.float64]

SCALE = "Cividis"
"""Plotly's name for a scale that rises in lightness evenly, the same to colour-blind eyes."""
SIDES = ("Real", "Synthetic")
_LABEL = 18


def joint(table: JointTable) -> go.Figure:
    """The share of rows in each cell of two columns, by colour; cells of too few real units stay empty."""
    sides = _sides(table)
    most = max((float(np.nanmax(side, initial=0)) for side in sides), default=0) or 1.0
    figure = make_subplots(cols=2, shared_yaxes=True, horizontal_spacing=0.04, subplot_titles=SIDES)
    for place, (name, side) in enumerate(zip(SIDES, sides, strict=True), start=1):
        figure.add_trace(_cells(table, name, side, most, bar=place == len(SIDES)), row=1, col=place)
    x, y = (_ticks(labels) for labels in (table.columns, table.rows))
    figure.update_xaxes(x, tickangle=-45, title=plain(table.subject[1]))
    figure.update_yaxes(y, autorange="reversed")
    figure.update_yaxes(title=plain(table.subject[0]), col=1)
    return finish(figure, _finding(table, plain), height=min(560, 160 + 24 * len(table.rows)))


def alt_joint(table: JointTable) -> str:
    """The same in words."""
    first, second = map(shortened, table.subject)
    size = f"{len(table.rows)} by {len(table.columns)} cells"
    return f"{first} with {second}, real beside synthetic, {size}. {_finding(table, shortened)}."


def _sides(table: JointTable) -> tuple[Floats, Floats]:
    return np.array(table.real, dtype=float), np.array(table.synthetic, dtype=float)


def _cells(table: JointTable, name: str, shares: Floats, most: float, *, bar: bool) -> go.Heatmap:
    words = [
        [
            f"{name}<br>{plain(row)}, {plain(column)}<br><b>{_share(share)}</b>"
            for column, share in zip(table.columns, values, strict=True)
        ]
        for row, values in zip(table.rows, shares.tolist(), strict=True)
    ]
    return go.Heatmap(
        z=shares,
        zmin=0,
        zmax=most,
        colorscale=SCALE,
        xgap=1,
        ygap=1,
        customdata=words,
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=True,
        showscale=bar,
        colorbar={"thickness": 12, "tickformat": ".1%", "outlinewidth": 0, "title": {"text": "share of rows"}},
    )


def _ticks(labels: Sequence[str]) -> dict[str, object]:
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [plain(label, _LABEL) for label in labels],
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
    }


def _finding(table: JointTable, spell: Spell) -> str:
    """The cell in which the two differ most, and by how much; of those that may be told."""
    real, synthetic = _sides(table)
    gaps = np.nan_to_num(synthetic - real)
    row, column = np.unravel_index(int(np.abs(gaps).argmax()), gaps.shape)
    names = " and ".join(map(spell, table.subject))
    if abs(gaps[row, column]) < 0.0005:
        return f"{names}: no cell differs by 0.1% of rows or more"
    sense = "too many" if gaps[row, column] > 0 else "too few"
    cell = f"{spell(table.rows[row])} with {spell(table.columns[column])}"
    return f"{names}: {abs(gaps[row, column]):.1%} of rows {sense} at {cell}, the widest single gap"


def _share(share: float) -> str:
    return "too few real rows to tell" if np.isnan(share) else f"{share:.2%} of rows"
