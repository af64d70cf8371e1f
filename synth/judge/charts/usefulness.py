"""Plotly figures of usefulness: models by what they were trained on, what adding rows gains, columns that matter.

Titles state the finding; each figure has an `alt_` function that says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from synth.judge.charts.spelled import shortened
from synth.judge.exhibits import Importance, LearningCurve, Step
from synth.judge.score import Band, Score
from synth.judge.usefulness.cells import ARMS, CELLS, HEADLINES, LEARNERS, OF_CLASSES, OF_NUMBERS, Cell
from synth.prepare.charts import finish, plain
from synth.prepare.palette import REAL, SYNTHETIC

Spell = Callable[[str], str]

_COLOURS = {"real": REAL, "synthetic": SYNTHETIC, "both": "grey", "continued": "grey"}
_SYMBOLS = {"boosted": "circle", "linear": "diamond-open"}
_BAND = "rgba(213,94,0,0.18)"
_GREY = "rgba(128,128,128,0.35)"
_LINE = 34


def arms(scores: Iterable[Score]) -> go.Figure:
    """The headline figure (ROC AUC or R²) of every model with its interval, a line for each kind of rows that it was
    trained on; the band is where boosted trees trained on other real rows would lie.
    """
    found = _headlines(scores)
    figure = go.Figure()
    places = {arm: place for place, arm in enumerate(arm for arm in ARMS if any(cell.arm == arm for cell in found))}
    for learner, title in LEARNERS.items():
        cells = [cell for cell in found if cell.learner == learner]
        bands = [_band(found[cell]) for cell in cells]
        figure.add_scatter(
            x=[band.value for band in bands],
            y=[places[cell.arm] + (0.15 if learner == "linear" else -0.15) for cell in cells],
            name=title,
            mode="markers",
            marker={"color": [_COLOURS[cell.arm] for cell in cells], "size": 11, "symbol": _SYMBOLS[learner]},
            error_x=_reach(bands) | {"color": "grey"},
            customdata=[f"{ARMS[cell.arm]}: {_interval(band)}" for cell, band in zip(cells, bands, strict=True)],
            hovertemplate=f"{title}<br>%{{customdata}}<extra></extra>",
        )
    reference = next(
        (score.reference for cell, score in found.items() if cell.learner == "boosted" and score.reference), None
    )
    if reference is not None:
        figure.add_vrect(x0=reference.low, x1=reference.high, fillcolor=_GREY, line_width=0, layer="below")
    figure.update_xaxes(title=f"{_title(found)} on real rows never seen")
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(places.values()),
        ticktext=[ARMS[arm] for arm in places],
        range=[len(places) - 0.5, -0.5],
        automargin=True,
    )
    return finish(figure, _finding(found), height=60 + _LINE * len(places), legend=True)


def alt_arms(scores: Iterable[Score]) -> str:
    """The same in words."""
    found = _headlines(scores)
    lines = [f"{LEARNERS[cell.learner]}, {ARMS[cell.arm]}: {_interval(_band(score))}" for cell, score in found.items()]
    return ". ".join([f"Models on real rows never seen. {_finding(found)}", *lines]) + "."


def _headlines(scores: Iterable[Score]) -> dict[Cell, Score]:
    by_measure = {score.measure: score for score in scores if score.value is not None}
    return {cell: by_measure[cell.measure] for cell in _headline_cells(by_measure)}


def _headline_cells(by_measure: dict[str, Score]) -> list[Cell]:
    """The cells of the headline figure that these scores have: R² is told from ROC AUC by the lack of a lower bound."""
    real = by_measure.get("usefulness_real")
    name = (OF_CLASSES if real is not None and real.range[0] == 0 else OF_NUMBERS)[0].name
    return [cell for cell in CELLS if cell.figure == name and cell.figure in HEADLINES and cell.measure in by_measure]


def _title(found: dict[Cell, Score]) -> str:
    names = {figure.name: figure.title for figure in (*OF_CLASSES, *OF_NUMBERS)}
    return next((names[cell.figure] for cell in found), "Figure")


def _finding(found: dict[Cell, Score]) -> str:
    """What boosted trees reach by real and by synthetic rows."""
    values = {cell.arm: score.value for cell, score in found.items() if cell.learner == "boosted"}
    if "real" not in values or "synthetic" not in values:
        return "No model was tested"
    return f"{_title(found)} {values['real']:.3f} trained on real rows, {values['synthetic']:.3f} on synthetic ones"


def learning_curve(curve: LearningCurve) -> go.Figure:
    """What is gained by more and more synthetic rows beside the real ones, with the band of all gains together."""
    steps = (Step(added=0, figure=curve.alone, gain=Band(value=0, low=0, high=0)), *curve.steps)
    added = [step.added for step in steps]
    figure = go.Figure()
    figure.add_scatter(
        x=[*added, *reversed(added)],
        y=[*(step.gain.high for step in steps), *(step.gain.low for step in reversed(steps))],
        mode="lines",
        fill="toself",
        fillcolor=_BAND,
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=added,
        y=[step.gain.value for step in steps],
        mode="lines+markers",
        line={"color": SYNTHETIC, "dash": "dash"},
        marker={"color": SYNTHETIC, "size": 9},
        customdata=[f"{step.added:,} added: {step.figure.value:.3f}<br>gain {_interval(step.gain)}" for step in steps],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_hline(y=0, line={"color": REAL, "width": 2})
    figure.update_xaxes(title=f"synthetic rows added to {curve.real_rows:,} real ones", rangemode="tozero")
    figure.update_yaxes(title=f"gain in {curve.figure}", tickformat="+.3f")
    subtitle = f"{curve.learner}; the blue line is the real rows alone, {curve.figure} {curve.alone.value:.3f}"
    return finish(figure, _curve_finding(curve, plain), subtitle)


def alt_learning_curve(curve: LearningCurve) -> str:
    """The same in words."""
    steps = [f"{step.added:,} added: {_interval(step.gain)}" for step in curve.steps]
    return ". ".join([f"Gain in {curve.figure} by synthetic rows. {_curve_finding(curve, shortened)}", *steps]) + "."


def _curve_finding(curve: LearningCurve, spell: Spell) -> str:
    best = max(curve.steps, key=lambda step: step.gain.value)
    if best.gain.low > 0:
        return (
            f"{best.added:,} synthetic rows raise the {curve.figure} for {spell(curve.target)} by {best.gain.value:.3f}"
        )
    if all(step.gain.high < 0 for step in curve.steps):
        return f"Synthetic rows lower the {curve.figure} for {spell(curve.target)}, however many are added"
    return f"No number of synthetic rows clearly raises the {curve.figure} for {spell(curve.target)}"


def importance(shown: Importance) -> go.Figure:
    """How much each column is worth to a model trained on real and to one trained on synthetic rows."""
    figure, places = go.Figure(), list(range(len(shown.columns)))
    for name, worth, marker in (
        ("Real", shown.real, {"color": REAL}),
        ("Synthetic", shown.synthetic, {"color": SYNTHETIC, "pattern": {"shape": "/", "solidity": 0.3}}),
    ):
        figure.add_bar(
            x=worth,
            y=places,
            orientation="h",
            name=f"trained on {name.lower()} rows",
            marker=marker,
            hovertemplate=f"{name}<br>%{{y}}: <b>%{{x:.3f}}</b><extra></extra>",
        )
    figure.update_layout(barmode="group", bargap=0.25)
    figure.update_xaxes(title=f"{shown.figure} lost when the column is shuffled")
    figure.update_yaxes(
        tickmode="array",
        tickvals=places,
        ticktext=[plain(name) for name in shown.columns],
        autorange="reversed",
        automargin=True,
    )
    return finish(figure, _most_important(shown, plain), height=60 + 26 * len(places), legend=True)


def alt_importance(shown: Importance) -> str:
    """The same in words."""
    lines = [
        f"{shortened(name)}: {real:.3f} real, {synthetic:.3f} synthetic"
        for name, real, synthetic in zip(shown.columns, shown.real, shown.synthetic, strict=True)
    ]
    return ". ".join([_most_important(shown, shortened), *lines]) + "."


def _most_important(shown: Importance, spell: Spell) -> str:
    """Which column matters most to each model."""
    real, synthetic = (
        shown.columns[max(range(len(worth)), key=lambda place: worth[place])] for worth in (shown.real, shown.synthetic)
    )
    target = spell(shown.target)
    if real == synthetic:
        return f"{spell(real)} tells most about {target}, by real and by synthetic rows"
    return f"{spell(real)} tells most about {target} by real rows, {spell(synthetic)} by synthetic ones"


def _band(score: Score) -> Band:
    value = score.value or 0.0
    return Band(
        value=value,
        low=value if score.low is None else score.low,
        high=value if score.high is None else score.high,
    )


def _reach(bands: Sequence[Band]) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [band.high - band.value for band in bands],
        "arrayminus": [band.value - band.low for band in bands],
        "thickness": 1.5,
    }


def _interval(band: Band) -> str:
    return f"{band.value:.3f} ({band.low:.3f} to {band.high:.3f})"
