"""Plotly figures drawn from a report alone: real beside synthetic. Titles state the finding.

No colour of paper or of text is fixed, so that they fit light and dark pages. Real is solid and filled, synthetic is
dashed or hatched, so that they differ without their colours too. Each figure has an `alt_` function that says the same
in words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go

from synth.judge.report import Associations, ColumnSummary
from synth.judge.score import Score
from synth.judge.words import floor
from synth.prepare.charts import LONGEST, finish, heat_map, plain
from synth.prepare.palette import REAL, SYNTHETIC
from synth.prepare.spelling import spell_number

Matrix = tuple[tuple[float | None, ...], ...]
Spell = Callable[[str], str]

MISSING = "missing"
MOST_NAMES = 24
_GREY = "rgba(128,128,128,0.35)"
_FILL = "rgba(0,114,178,0.15)"
_UNSEEN = "rgba(128,128,128,0.004)"


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
    return f"Distribution, real beside synthetic. {_gap(summary, _short)}."


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
        words = [f"{bin}: {_percent(share)}" for bin, share in zip(_bins(summary), shares, strict=False)]
        figure.add_scatter(
            x=[x[0], *x],
            y=[0, *heights, 0],
            customdata=["", *words, ""],
            name=f"{name}, {_percent(missing)} missing" if missing else name,
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
    return f"{name}: {_percent(abs(gaps[worst]))} of rows {sense} at {spell(bins[worst])}, the widest single gap"


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
    return f"{title}: relations between {len(associations.names)} columns. {strength_gap(associations, _short)}."


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


def score_strip(score: Score) -> go.Figure:
    """A score on a line: its value and interval, the band of a fresh real sample, and no relation at all.

    The line spans what is drawn, not the whole range of the measure, so that small differences can be seen.
    """
    figure = go.Figure()
    if score.reference is not None:
        figure.add_vrect(x0=score.reference.low, x1=score.reference.high, fillcolor=_GREY, line_width=0)
        figure.add_vline(x=score.reference.value, line={"color": REAL, "width": 3})
    if (least := floor(score)) is not None:
        figure.add_vline(x=least[1].value, line={"color": "grey", "width": 2, "dash": "dot"})
    if score.value is not None:
        low, high = (score.value if end is None else end for end in (score.low, score.high))
        reach = {"type": "data", "symmetric": False, "array": [high - score.value], "arrayminus": [score.value - low]}
        figure.add_scatter(
            x=[score.value],
            y=[0],
            mode="markers",
            marker={"color": SYNTHETIC, "size": 14, "symbol": "diamond"},
            error_x=reach | {"color": SYNTHETIC, "thickness": 3, "width": 6},
            hovertemplate="%{x:.3g}<extra></extra>",
        )
    figure.update_xaxes(range=_reach(score), showgrid=False, zeroline=False, nticks=5)
    figure.update_yaxes(visible=False, range=[-1, 1])
    return finish(figure, "", height=40)


def alt_score_strip(score: Score) -> str:
    """The same in words."""
    if score.value is None:
        return "Not measured."
    words = [f"Value {score.value:.3g}"]
    if score.low is not None and score.high is not None:
        words[0] += f", between {score.low:.3g} and {score.high:.3g}"
    if score.reference is not None:
        low, high = score.reference.low, score.reference.high
        words.append(f"a fresh real sample has {score.reference.value:.3g}, between {low:.3g} and {high:.3g}")
    if (least := floor(score)) is not None:
        words.append(f"{least[0]} would have {least[1].value:.3g}")
    return "; ".join(words) + "."


def _reach(score: Score) -> list[float]:
    """The stretch of the measure that holds all that is drawn, with a little room."""
    ends = [score.value, score.low, score.high, score.floor.value if score.floor else None]
    ends += [score.reference.low, score.reference.high] if score.reference else []
    drawn = [end for end in ends if end is not None] or [0.0, 1.0]
    room = 0.06 * (max(drawn) - min(drawn)) or 0.01
    return [min(drawn) - room, max(drawn) + room]


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _short(text: str) -> str:
    """Text on one line, shortened; for `alt`, which knows no markup."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
