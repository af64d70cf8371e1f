"""Plotly figures of groups of people: how the outcome falls on them, and how common they are, real beside synthetic.

Real is a filled circle, synthetic an open diamond, so that they differ without their colours too. Titles state the
finding; each figure has an `alt_` function that says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from synth.judge.charts.spelled import shortened
from synth.judge.exhibits import Groups
from synth.judge.fairness.changed import clearest
from synth.judge.score import Band
from synth.prepare.charts import finish, plain
from synth.prepare.palette import REAL, SYNTHETIC

Spell = Callable[[str], str]

_GREY = "rgba(128,128,128,0.35)"


class Dots(NamedTuple):
    """One group's two figures; None is drawn as nothing."""

    label: str
    real: Band | None
    synthetic: Band | None


def rates(shown: Groups) -> go.Figure:
    """The rate of the outcome in each group, with 95 % intervals."""
    return _dots(
        _rates(shown),
        _finding(_rates(shown), shown.tests, _outcome(shown, plain), plain),
        f"share with {_outcome(shown, plain)}",
    )


def alt_rates(shown: Groups) -> str:
    """The same in words."""
    found = _finding(_rates(shown), shown.tests, _outcome(shown, shortened), shortened)
    return f"Rates by group, real beside synthetic. {found}."


def shares(shown: Groups) -> go.Figure:
    """The share of the rows that each group has, with 95 % intervals."""
    return _dots(_shares(shown), _finding(_shares(shown), shown.tests, "Share of rows", plain), "share of rows")


def alt_shares(shown: Groups) -> str:
    """The same in words."""
    return (
        f"Shares of groups, real beside synthetic. {_finding(_shares(shown), shown.tests, 'share of rows', shortened)}."
    )


def _rates(shown: Groups) -> list[Dots]:
    return [Dots(group.label, group.real_rate, group.synthetic_rate) for group in shown.groups]


def _shares(shown: Groups) -> list[Dots]:
    return [Dots(group.label, group.real_share, group.synthetic_share) for group in shown.groups]


def _outcome(shown: Groups, spell: Spell) -> str:
    return spell(shown.outcome or "the outcome")


def _dots(groups: Sequence[Dots], title: str, across: str) -> go.Figure:
    """Two dots a line, one line a group, joined by a grey one."""
    figure, labels = go.Figure(), [plain(group.label) for group in groups]
    for place, group in enumerate(groups):
        if group.real and group.synthetic:
            ends = [group.real.value, group.synthetic.value]
            figure.add_scatter(
                x=ends,
                y=[place, place],
                mode="lines",
                line={"color": _GREY, "width": 6},
                hoverinfo="skip",
                showlegend=False,
            )
    for name, side, colour, symbol, lift in (
        ("Real", [group.real for group in groups], REAL, "circle", -0.12),
        ("Synthetic", [group.synthetic for group in groups], SYNTHETIC, "diamond-open", 0.12),
    ):
        there = [(place, band) for place, band in enumerate(side) if band]
        figure.add_scatter(
            x=[band.value for _, band in there],
            y=[place + lift for place, _ in there],
            name=name,
            mode="markers",
            marker={"color": colour, "size": 10, "symbol": symbol},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [band.high - band.value for _, band in there],
                "arrayminus": [band.value - band.low for _, band in there],
                "color": colour,
                "thickness": 1.5,
            },
            customdata=[
                f"{labels[place]}: {band.value:.1%} ({band.low:.1%} to {band.high:.1%})" for place, band in there
            ],
            hovertemplate=f"{name}<br>%{{customdata}}<extra></extra>",
        )
    figure.update_xaxes(title=across, tickformat=".0%", rangemode="tozero")
    figure.update_yaxes(
        tickmode="array", tickvals=list(range(len(labels))), ticktext=labels, autorange="reversed", automargin=True
    )
    return finish(figure, title, height=70 + 30 * len(labels), legend=True)


def _finding(groups: Sequence[Dots], tests: int, what: str, spell: Spell) -> str:
    """Where real and synthetic differ most clearly, if by more than chance: as the scores tell it."""
    change = clearest([(group.real, group.synthetic) for group in groups], tests)
    if change is None:
        return f"{what}: nothing can be told of these groups"
    label, real, synthetic = groups[change.place]
    if not change.perhaps or real is None or synthetic is None:
        return f"{what}: no group differs by more than chance"
    sense = "too high" if synthetic.value > real.value else "too low"
    doubt = "" if change.clear else "perhaps "
    return f"{what}: {doubt}{sense} for {spell(label)}, {synthetic.value:.1%} instead of {real.value:.1%}"
