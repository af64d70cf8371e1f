"""A column's distribution, real beside synthetic: steps for numbers and dates, bars for levels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from synth.judge.charts.spelled import percent, shortened
from synth.judge.report import ColumnSummary
from synth.prepare.charts import finish, plain
from synth.prepare.palette import REAL, SYNTHETIC
from synth.prepare.spelling import spell_number

Spell = Callable[[str], str]

MISSING = "missing"
_FILL = "rgba(0,114,178,0.15)"


def distribution(summary: ColumnSummary, *, log: bool = False) -> go.Figure:
    """One column, real beside synthetic: steps over the bins of numbers and dates, bars for levels.

    `log` draws skewed numbers above 0, those that have `log_edges`, on an axis of powers of ten; others as they are.
    """
    if log and summary.log_edges:
        return _on_powers(summary)
    figure = _steps(summary) if summary.edges else _bars(summary)
    height = 280 if summary.edges else 60 + 26 * len(_bins(summary))
    return finish(figure, _gap(summary, plain), height=height, legend=True)


def _on_powers(summary: ColumnSummary) -> go.Figure:
    """Steps over bins of one width on the axis of powers of ten: their heights are shares of rows there."""
    shares = {"edges": summary.log_edges, "real": summary.log_real, "synthetic": summary.log_synthetic}
    figure = _steps(summary.model_copy(update=shares), [math.log10(edge) for edge in summary.log_edges])
    figure.update_xaxes(type="log")
    return finish(figure, _gap(summary, plain), height=280, legend=True)


def alt_distribution(summary: ColumnSummary) -> str:
    """The same in words."""
    return f"Distribution, real beside synthetic. {_gap(summary, shortened)}."


def _steps(summary: ColumnSummary, places: Sequence[float] = ()) -> go.Figure:
    """Shares as steps; where bins differ in width, as shares per width of the narrowest, so that areas are shares.

    `places` says where the edges stand, and so how wide bins are, on an axis that is not that of their values.
    """
    edges = summary.edges
    widths = [right - left for left, right in pairwise(places or edges)]
    narrowest = min(widths)
    even = max(widths) < 1.001 * narrowest
    x: list[Any] = list(summary.labels if summary.kind == "datetime" else edges)
    figure = go.Figure()
    for name, shares, missing, line in (
        ("Real", summary.real, summary.real_missing, {"color": REAL, "width": 2}),
        ("Synthetic", summary.synthetic, summary.synthetic_missing, {"color": SYNTHETIC, "width": 2, "dash": "dash"}),
    ):
        heights = [share * narrowest / width for share, width in zip(shares, widths, strict=True)]
        words = [f"{bin}: {percent(share)}" for bin, share in zip(_bins(summary), shares, strict=False)]
        figure.add_scatter(
            x=[x[0], *x],
            y=[0, *heights, 0],
            customdata=["", *words, ""],
            name=f"{name}, {percent(missing)} missing" if missing else name,
            mode="lines",
            line=line | {"shape": "hv"},
            fill="tozeroy" if name == "Real" else None,
            fillcolor=_FILL,
            hovertemplate=f"{name}<br>%{{customdata}}<extra></extra>",
        )
    figure.update_xaxes(title=plain(summary.name))
    figure.update_yaxes(title="share of rows" if even else "share of rows, wide bins averaged", tickformat=".0%")
    return figure


def _bars(summary: ColumnSummary) -> go.Figure:
    """A pair of bars for each level, and for what is missing."""
    figure, labels = go.Figure(), [plain(label) for label in _bins(summary)]
    places = list(range(len(labels)))
    real, synthetic = _shares(summary)
    for name, shares, marker in (
        ("Real", real, {"color": REAL}),
        ("Synthetic", synthetic, {"color": SYNTHETIC, "pattern": {"shape": "/", "solidity": 0.3}}),
    ):
        figure.add_bar(
            x=shares[: len(labels)],
            y=places,
            orientation="h",
            name=name,
            marker=marker,
            hovertemplate=f"{name}<br>%{{y}}: <b>%{{x:.1%}}</b><extra></extra>",
        )
    figure.update_layout(barmode="group", bargap=0.25)
    figure.update_xaxes(title="share of rows", tickformat=".0%", rangemode="tozero")
    figure.update_yaxes(tickmode="array", tickvals=places, ticktext=labels, autorange="reversed", automargin=True)
    return figure


def _bins(summary: ColumnSummary) -> list[str]:
    """What each share is of, as a person writes it; what is missing comes last, where anything is."""
    if not summary.edges:
        bins = list(summary.labels)
    elif summary.kind == "datetime":
        bins = [f"{left[:10]} to {right[:10]}" for left, right in pairwise(summary.labels)]
    else:
        bins = [_span(left, right) for left, right in pairwise(summary.edges)]
    return [*bins, MISSING] if summary.real_missing or summary.synthetic_missing else bins


def _span(left: float, right: float) -> str:
    """A bin in words; whole numbers stand in the middle of theirs, so that 17.5 to 19.5 is 18 to 19."""
    if left % 1 == right % 1 == 0.5:
        left, right = left + 0.5, right - 0.5
    return spell_number(left) if left == right else f"{spell_number(left)} to {spell_number(right)}"


def _shares(summary: ColumnSummary) -> tuple[list[float], list[float]]:
    """Real and synthetic shares, with those missing."""
    return [*summary.real, summary.real_missing], [*summary.synthetic, summary.synthetic_missing]


def _gap(summary: ColumnSummary, spell: Spell) -> str:
    """Where the two differ most, and by how much."""
    name, bins = spell(summary.name), _bins(summary)
    gaps = [made - real for real, made in zip(*_shares(summary), strict=True)][: len(bins)]
    worst = max(range(len(gaps)), key=lambda place: abs(gaps[place]))
    if abs(gaps[worst]) < 0.0005:
        return f"{name}: no difference of 0.1% or more"
    sense = "too many" if gaps[worst] > 0 else "too few"
    return f"{name}: {percent(abs(gaps[worst]))} of rows {sense} at {spell(bins[worst])}, the widest single gap"
