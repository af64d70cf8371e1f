"""One score on a line: its value and interval, what fresh real samples score, and the floor."""

from __future__ import annotations

import plotly.graph_objects as go

from synth.judge.score import Score
from synth.judge.words import floor
from synth.prepare.charts import finish
from synth.prepare.palette import REAL, SYNTHETIC

_GREY = "rgba(128,128,128,0.35)"


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
