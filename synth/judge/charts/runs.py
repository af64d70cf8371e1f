"""Plotly figure of runs side by side: likeness against privacy, the time each took as the size of its mark.

The run that is recommended is a star, those that no other dominates are filled, the others are hollow: shape and fill
say it, not colour. The title states the finding; `alt_pareto` says the same in words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from synth.judge.side_by_side import Point, SideBySide
from synth.prepare.charts import finish, plain
from synth.prepare.palette import SYNTHETIC

SMALLEST, LARGEST = 12, 34
FRESH = 0.5
_GREY = "rgba(128,128,128,0.7)"


def pareto(found: SideBySide) -> go.Figure:
    """One mark a run. To the right is more like the real table, up is safer."""
    figure = go.Figure()
    known = [point for point in found.points if drawn(point)]
    best = found.names[found.recommended] if found.recommended is not None else None
    for point, size in zip(known, _sizes(known), strict=True):
        symbol = "star" if point.name == best else "circle"
        figure.add_scatter(
            x=[point.fidelity],
            y=[point.privacy],
            mode="markers+text",
            text=[plain(point.name)],
            textposition="top center",
            cliponaxis=False,
            marker={
                "symbol": symbol if point.front else f"{symbol}-open",
                "size": size,
                "color": SYNTHETIC if point.front else _GREY,
                "line": {"width": 2},
            },
            hovertemplate=f"{plain(point.name)}<br>likeness %{{x:.3f}}<br>near training %{{y:.3f}}"
            f"<br>{_time(point)}<extra></extra>",
            showlegend=False,
        )
    figure.add_hline(
        FRESH,
        line={"color": _GREY, "dash": "dot"},
        annotation_text="a fresh real sample",
        annotation_position="bottom right",
    )
    figure.update_xaxes(title="likeness (columns and relations, 1 is best)", range=_range([p.fidelity for p in known]))
    figure.update_yaxes(
        title="near training (.5 is best)", range=_range([*(p.privacy for p in known), FRESH])[::-1], zeroline=False
    )
    return finish(figure, finding(found), height=380)


def finding(found: SideBySide) -> str:
    """What the chart shows, in a line."""
    front = [plain(point.name) for point in found.points if point.front]
    if not front:
        return "Likeness and privacy were not both measured of any run"
    left = [plain(point.name) for point in found.points if not drawn(point)]
    if len(front) + len(left) == len(found.points) and len(front) == 1:
        return f"Likeness and privacy were both measured of {front[0]} alone, so nothing is ahead of anything"
    without = f"; not drawn, as not both were measured: {', '.join(left)}" if left else ""
    if len(front) == 1:
        return f"{front[0]} is ahead of the others in likeness, privacy and time together{without}"
    return f"{', '.join(front[:-1])} and {front[-1]}: each is ahead in something{without}"


def drawn(point: Point) -> bool:
    """Whether there is a place for it: both likeness and privacy were measured."""
    return point.fidelity is not None and point.privacy is not None


def alt_pareto(found: SideBySide) -> str:
    """The same in words."""
    points = "; ".join(
        f"{point.name}: likeness {_figure(point.fidelity)}, near training {_figure(point.privacy)}, {_time(point)}"
        for point in found.points
    )
    return f"{points}. {finding(found)}."


def _figure(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.3f}"


def _time(point: Point) -> str:
    return "time not known" if point.seconds is None else f"{point.seconds:,.0f} s"


def _sizes(points: Sequence[Point]) -> list[float]:
    """Larger for longer, by the logarithm; the smallest where the time is not known."""
    logs = [math.log1p(point.seconds or 0.0) for point in points]
    most = max(logs, default=0.0) or 1.0
    return [SMALLEST + (LARGEST - SMALLEST) * log / most for log in logs]


def _range(values: Sequence[float | None]) -> list[float]:
    """A range with room for the marks and their names."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = max((high - low) * 0.25, 0.005)
    return [low - room, high + room]
