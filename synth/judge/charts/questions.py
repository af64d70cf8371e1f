"""Plotly figure of a steward's question: the answers of both tables side by side, and the same in words."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go

from synth.judge.charts.spelled import shortened
from synth.judge.exhibits import Answer, Question
from synth.judge.questions.ask import spelled
from synth.prepare.charts import finish, plain
from synth.prepare.palette import REAL, SYNTHETIC

Spell = Callable[[str], str]

_LINE = 34


def answers(question: Question) -> go.Figure:
    """Real and synthetic figures of each group; the bar around a real one spans what two real samples differ by."""
    figure, groups = go.Figure(), [_group(each, plain) for each in question.answers]
    reach = [each.tolerance or 0.0 if each.real is not None else 0.0 for each in question.answers]
    for name, values, marker, bars in (
        ("Real", [each.real for each in question.answers], {"color": REAL, "symbol": "circle"}, reach),
        ("Synthetic", [each.synthetic for each in question.answers], {"color": SYNTHETIC, "symbol": "diamond"}, None),
    ):
        figure.add_scatter(
            x=values,
            y=list(range(len(groups))),
            name=name,
            mode="markers",
            marker=marker | {"size": 11},
            error_x=None if bars is None else {"type": "data", "array": bars, "color": REAL, "thickness": 1.5},
            customdata=[f"{group}: {_told(question, value)}" for group, value in zip(groups, values, strict=True)],
            hovertemplate=f"{name}<br>%{{customdata}}<extra></extra>",
        )
    of = f" of {plain(question.column)}" if question.column is not None else ""
    figure.update_xaxes(title=question.figure + of, tickformat=".0%" if question.figure in ("rate", "share") else None)
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(groups))),
        ticktext=groups,
        autorange="reversed",
        automargin=True,
        title=" and ".join(plain(name) for name in question.by) or None,
    )
    return finish(figure, _agreement(question, plain), height=60 + _LINE * len(groups), legend=True)


def alt_answers(question: Question) -> str:
    """The same in words."""
    lines = [
        f"{_group(each, shortened)}: {_told(question, each.real)} real, {_told(question, each.synthetic)} synthetic"
        for each in question.answers
    ]
    return ". ".join([f"{question.text}. {_agreement(question, shortened)}", *lines]) + "."


def _agreement(question: Question, spell: Spell) -> str:
    """How many groups agree, and which does not."""
    judged = [each for each in question.answers if each.agrees is not None]
    if not judged:
        return "Too few rows are asked about to compare"
    off = [each for each in judged if not each.agrees]
    if not question.by:
        return (
            "The synthetic figure differs from the real one" if off else "The synthetic figure agrees with the real one"
        )
    if not off:
        return f"In each of {len(judged)} groups, both tables agree"
    return f"{len(judged) - len(off)} of {len(judged)} groups agree; {_group(off[0], spell)} does not"


def _group(answer: Answer, spell: Spell) -> str:
    return ", ".join(spell(level) for level in answer.group) or "all rows"


def _told(question: Question, value: float | None) -> str:
    return "not told" if value is None else spelled(question.figure, value)
