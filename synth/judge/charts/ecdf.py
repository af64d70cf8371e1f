"""Plotly figures of a column's cumulative distribution, real beside synthetic: where the lines part, values are off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from synth.judge.charts.spelled import shortened
from synth.judge.report import ColumnSummary
from synth.judge.summaries import PERCENTILES
from synth.prepare.charts import finish, plain
from synth.prepare.palette import REAL, SYNTHETIC
from synth.prepare.spelling import spell_number

Spell = Callable[[str], str]

LEAST_GAP = 0.01
"""Part of the range between the 5th and the 95th percentile under which lines are called alike."""


def ecdf(summary: ColumnSummary, *, log: bool = False) -> go.Figure | None:
    """The share of values up to each point, at every percentile; None for a column that has none (levels, few values).

    `log` draws numbers above 0 on an axis of powers of ten.
    """
    sides = summary.real_percentiles, summary.synthetic_percentiles
    if not all(sides):
        return None
    figure = go.Figure()
    for name, values, line in (
        ("Real", sides[0], {"color": REAL, "width": 2}),
        ("Synthetic", sides[1], {"color": SYNTHETIC, "width": 2, "dash": "dash"}),
    ):
        figure.add_scatter(
            x=_moments(values) if summary.kind == "datetime" else list(values),
            y=PERCENTILES,
            customdata=[_spelled(summary, value) for value in values],
            name=name,
            mode="lines",
            line=line,
            hovertemplate=f"{name}<br>%{{y:.0%}} of values up to <b>%{{customdata}}</b><extra></extra>",
        )
    figure.update_xaxes(title=plain(summary.name), type="log" if log and sides[0][0] > 0 else None)
    figure.update_yaxes(title="share of values up to there", tickformat=".0%", range=[0, 1])
    return finish(figure, _finding(summary, plain), height=280, legend=True)


def alt_ecdf(summary: ColumnSummary) -> str:
    """The same in words."""
    return f"Cumulative distribution, real beside synthetic. {_finding(summary, shortened)}."


def _finding(summary: ColumnSummary, spell: Spell) -> str:
    """The percentile at which the two stand furthest apart."""
    name = spell(summary.name)
    if not summary.real_percentiles or not summary.synthetic_percentiles:
        return f"{name}: no cumulative distribution can be told"
    real, synthetic = np.array(summary.real_percentiles), np.array(summary.synthetic_percentiles)
    gaps = np.abs(synthetic / 2 - real / 2)  # halved: the range may pass the greatest float
    worst = int(gaps.argmax())
    if gaps[worst] <= LEAST_GAP * (real[94] / 2 - real[4] / 2):
        return f"{name}: real and synthetic values rise alike"
    told = [_spelled(summary, float(side[worst])) for side in (real, synthetic)]
    return f"{name}: furthest apart at {worst + 1}% of the values, which lie up to {told[0]} real, {told[1]} synthetic"


def _moments(values: Sequence[float]) -> list[Any]:
    return [str(np.datetime64(int(value), "s")) for value in values]


def _spelled(summary: ColumnSummary, value: float) -> str:
    return _moments([value])[0][:10] if summary.kind == "datetime" else spell_number(value)
