"""The report as one HTML file: no script, no outside address, charts as SVG, fit to print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from synth.judge import words
from synth.judge.report import Associations, ColumnSummary, Report
from synth.judge.score import Score
from synth.prepare.palette import REAL, SYNTHETIC

_STEPS = 10  # colours on each side of zero in a heat map


def to_html(report: Report, *, title: str, verdict: Mapping[str, Any] | None = None) -> str:
    """Render a report; `verdict` is a `release.Verdict` as a mapping, shown at the top when given."""
    environment = Environment(
        loader=PackageLoader("synth.judge"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        figure=words.figure, percent=lambda share: f"{share:.1%}", named=words.title, floor=words.floor
    )
    columns = {column.name: column for column in report.columns}
    shapes = [score for score in report.group("shapes") if score.measure == "shape" and score.subject]
    return environment.get_template("report.html.j2").render(
        report=report,
        title=title,
        verdict=verdict,
        headline=headline(report),
        columns=[(columns[score.subject[0]], score) for score in worst_first(shapes) if score.subject[0] in columns],
        others=[score for score in report.scores if not score.subject and score not in headline(report)],
        bars=bars,
        maps=heat_maps(report.associations),
        real_colour=REAL,
        synthetic_colour=SYNTHETIC,
    )


HEADLINE = ("shape", "pair", "usefulness", "copies", "dcr_share")


def headline(report: Report) -> list[Score]:
    """The table's own scores that stand at the top, in reading order."""
    found = {
        score.measure: score for score in reversed(report.scores) if not score.subject or score.group == "usefulness"
    }
    return [found[measure] for measure in HEADLINE if measure in found]


def worst_first(scores: list[Score]) -> list[Score]:
    """Scores ranked for attention: not measured first, then the lowest."""
    return sorted(scores, key=lambda score: (score.value is not None, score.value or 0.0, score.subject))


def bars(column: ColumnSummary, width: int = 360, height: int = 90) -> Markup:
    """Paired bars of one column's distribution, real beside synthetic, as SVG."""
    most = max([*column.real, *column.synthetic, 1e-12])
    step, bar = width / max(len(column.real), 1), 0.42 * width / max(len(column.real), 1)
    shapes = []
    for side, shares, colour in ((0, column.real, REAL), (1, column.synthetic, SYNTHETIC)):
        path = "".join(
            f"M{step * (place + 0.08) + bar * side:.1f} {height}v-{height * share / most:.1f}h{bar:.1f}V{height}z"
            for place, share in enumerate(shares)
        )
        shapes.append(f'<path fill="{colour}" d="{path}"/>')
    label = Markup.escape(f"Distribution of {column.name}, real beside synthetic")  # names come from data
    return Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {}" class="bars">{}</svg>').format(
        label,
        width,
        height,
        Markup("".join(shapes)),  # noqa: S704  numbers and our own colours only
    )


def heat_maps(associations: Associations) -> list[tuple[str, Markup]]:
    """Three maps on one scale from −1 to 1: real, synthetic, and synthetic less real."""
    difference = tuple(
        tuple(None if a is None or b is None else b - a for a, b in zip(real, synthetic, strict=True))
        for real, synthetic in zip(associations.real, associations.synthetic, strict=True)
    )
    maps = (("Real", associations.real), ("Synthetic", associations.synthetic), ("Difference", difference))
    return [(name, _heat_map(name, matrix)) for name, matrix in maps]


def _heat_map(name: str, matrix: tuple[tuple[float | None, ...], ...]) -> Markup:
    """One path a colour rather than one rectangle a cell: 119 columns stay under 200 kB."""
    cells: dict[int, list[str]] = {}
    for row, values in enumerate(matrix):
        for place, value in enumerate(values):
            if value is not None:
                colour = round(max(-1.0, min(1.0, value)) * _STEPS)
                cells.setdefault(colour, []).append(f"M{place} {row}h1v1h-1z")
    size = max(len(matrix), 1)
    paths = "".join(f'<path fill="{_colour(step)}" d="{"".join(cells[step])}"/>' for step in sorted(cells))
    return Markup('<svg role="img" aria-label="{} relations" viewBox="0 0 {} {}" class="map">{}</svg>').format(
        name,
        size,
        size,
        Markup(paths),  # noqa: S704  numbers and our own colours only
    )


def _colour(step: int) -> str:
    """A step of the diverging scale: orange for negative, white for none, purple for positive, as on the page."""
    strength = abs(step) / _STEPS
    far = (127, 59, 8) if step < 0 else (45, 0, 75)
    return "#" + "".join(f"{round(247 + (end - 247) * strength):02x}" for end in far)
