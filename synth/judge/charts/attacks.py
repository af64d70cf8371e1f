"""Plotly figures of attacks: what was reached on people in the table, on others, and without the table.

The three differ in symbol as well as in colour, and none has the colours of real and synthetic, as all are shares of
real people. Titles state the finding; each figure has an `alt_` function that says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import plotly.graph_objects as go

from synth.judge.charts.spelled import shortened
from synth.judge.exhibits import Attack, Attacks
from synth.judge.score import Band
from synth.prepare.charts import finish, plain

Spell = Callable[[str], str]

_SIDES: tuple[tuple[str, Callable[[Attack], Band], str, str], ...] = (
    ("people in the table", lambda each: each.main, "#009E73", "circle"),
    ("people not in it", lambda each: each.control, "#CC79A7", "diamond-open"),
    ("", lambda each: each.baseline, "grey", "x"),
)
_BASELINE = {
    "singling out": "random statements",
    "linkability": "records of two people",
    "attribute inference": "guesses without the table",
}
_ACROSS = {
    "singling out": "share of statements that fit exactly one person",
    "linkability": "share whose two records are linked",
    "attribute inference": "share whose secret is guessed right",
}


def attack_chart(shown: Attacks, attack: str) -> go.Figure:
    """Every try of one attack, a line each, the most dangerous on top, with 95 % intervals."""
    tries = _tries(shown, attack)
    figure, labels = go.Figure(), [_label(each, plain) for each in tries]
    for place, (name, side, colour, symbol) in enumerate(_SIDES):
        bands = [side(each) for each in tries]
        figure.add_scatter(
            x=[band.value for band in bands],
            y=[line + 0.2 * (place - 1) for line in range(len(tries))],
            name=name or _BASELINE[attack],
            mode="markers",
            marker={"color": colour, "size": 10, "symbol": symbol},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [band.high - band.value for band in bands],
                "arrayminus": [band.value - band.low for band in bands],
                "color": colour,
                "thickness": 1.5,
            },
            customdata=[
                f"{label}: {band.value:.1%} ({band.low:.1%} to {band.high:.1%})"
                for label, band in zip(labels, bands, strict=True)
            ],
            hovertemplate=f"{name or _BASELINE[attack]}<br>%{{customdata}}<extra></extra>",
        )
    figure.update_xaxes(title=_ACROSS[attack], tickformat=".0%", rangemode="tozero")
    figure.update_yaxes(
        tickmode="array", tickvals=list(range(len(labels))), ticktext=labels, autorange="reversed", automargin=True
    )
    return finish(figure, _finding(tries, attack, plain), height=90 + 42 * len(labels), legend=True)


def alt_attack_chart(shown: Attacks, attack: str) -> str:
    """The same in words."""
    tries = _tries(shown, attack)
    lines = [
        f"{_label(each, shortened)}: "
        + ", ".join(f"{side(each).value:.0%} of {name}" for name, side, *_ in _SIDES[:2])
        + f", {each.baseline.value:.0%} of {_BASELINE[attack]}"
        for each in tries
    ]
    return ". ".join([_finding(tries, attack, shortened), *lines]) + "."


def _tries(shown: Attacks, attack: str) -> list[Attack]:
    return [each for each in shown.tried if each.attack == attack]


def _label(each: Attack, spell: Spell) -> str:
    """Who tries, for what, and how it ended."""
    wanted = f", {spell(each.secret)}" if each.secret else ""
    return f"{each.persona.capitalize()}{wanted}: {each.result}"


def _finding(tries: Sequence[Attack], attack: str, spell: Spell) -> str:
    """The most dangerous try, or how many found nothing."""
    name = attack.capitalize()
    if not tries:
        return f"{name}: not tried"
    risks = [each for each in tries if each.result == "risk"]
    if risks:
        worst = max(risks, key=lambda each: each.main.value - each.control.value)
        wanted = f" at {spell(worst.secret)}" if worst.secret else ""
        gained = f"{worst.main.value:.0%} in the table, {worst.control.value:.0%} of others"
        return f"{name}: a {worst.persona} succeeds{wanted} with {gained}"
    found = sum(each.result == "no risk found" for each in tries)
    if not found:
        return f"{name}: no result, which does not mean safe"
    return f"{name}: no risk found in {found} of {len(tries)} tries" + (
        ", no result in the others" if found < len(tries) else ""
    )
