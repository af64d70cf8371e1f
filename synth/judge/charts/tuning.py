"""Plotly figure of a search for settings: the score of each trial, and the best one so far.

Trials that may not be chosen, as their rows come too near to real ones, are hollow: shape says it, not colour.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from synth.prepare.charts import finish
from synth.prepare.palette import REAL, SYNTHETIC


def trials(scores: Sequence[float | None], allowed: Sequence[bool], title: str) -> go.Figure:
    """One mark a trial, in the order in which they were made; those that failed are left out."""
    figure = go.Figure()
    made = [(at, score, may) for at, (score, may) in enumerate(zip(scores, allowed, strict=True)) if score is not None]
    for may, symbol, name in ((True, "circle", "trial"), (False, "circle-open", "too near to learned rows")):
        figure.add_scatter(
            x=[at for at, _, each in made if each is may],
            y=[score for _, score, each in made if each is may],
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 9, "color": SYNTHETIC, "line": {"width": 2, "color": SYNTHETIC}},
            hovertemplate="trial %{x}: %{y:.4f}<extra></extra>",
        )
    steps = [(at, max(score for _, score, _ in best)) for at in range(len(scores)) if (best := _upto(made, at))]
    figure.add_scatter(
        x=[at for at, _ in steps],
        y=[score for _, score in steps],
        mode="lines",
        name="best so far",
        line={"shape": "hv", "color": REAL},
        hoverinfo="skip",
    )
    figure.update_xaxes(title="trial (0: the settings as they were)")
    figure.update_yaxes(title="likeness to validation rows (1 is best)")
    return finish(figure, title, legend=True)


def alt_trials(scores: Sequence[float | None], allowed: Sequence[bool]) -> str:
    """The same in words."""
    best = max((score for score, may in zip(scores, allowed, strict=True) if may and score is not None), default=None)
    failed = sum(score is None for score in scores)
    near = sum(score is not None and not may for score, may in zip(scores, allowed, strict=True))
    said = "none of them may be chosen" if best is None else f"the best that may be chosen scores {best:.4f}"
    return f"{len(scores)} trials: {said}; {near} came too near to learned rows, {failed} failed."


def _upto(made: Sequence[tuple[int, float, bool]], last: int) -> list[tuple[int, float, bool]]:
    """The trials up to one that may be chosen."""
    return [trial for trial in made if trial[0] <= last and trial[2]]
