"""The report as one HTML file: no script, no outside address, charts as SVG, fit to print.

Every group is drawn from its scores and exhibits alone, so that a measure that is new to this file is shown as well.
What would make the file too long is cut, worst first, and it says so: the JSON file beside it holds all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from synth.judge import svg, words
from synth.judge.attention import STANDINGS, look_first, short, shortfall
from synth.judge.clustered import clustered
from synth.judge.glance import glance
from synth.judge.report import ColumnSummary, Report
from synth.judge.score import Group, Score
from synth.judge.sheets import GROUPS, Sheet, sheet
from synth.prepare.palette import REAL, SYNTHETIC

MOST_SCORES = 40
MOST_COLUMNS = 150

HEADLINE = ("shape", "pair", "usefulness", "copies", "dcr_share")
"""The measures that stand for a report where there is room for few."""

TITLES: dict[Group, str] = {
    "shapes": "Columns one by one",
    "pairs": "Relations between columns",
    "joint": "Whole rows",
    "usefulness": "Usefulness",
    "privacy": "Privacy",
    "fairness": "Fairness",
    "diversity": "Diversity",
    "rules": "Rules",
}


class Section(NamedTuple):
    """One group: the table's own scores, those of its columns or pairs that come worst, and how many more there are."""

    group: Group
    title: str
    own: list[Score]
    worst: list[Score]
    left_out: int
    sheets: list[Sheet]


class Grid(NamedTuple):
    """Scores of columns side by side: one row a column, one place a measure."""

    heads: list[str]
    rows: list[tuple[str, list[Score | None]]]
    left_out: int


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
        figure=words.figure,
        percent=lambda share: f"{share:.1%}",
        named=words.title,
        floor=words.floor,
        short=short,
        control=asked_for,
    )
    known = report.associations
    return environment.get_template("report.html.j2").render(
        report=report,
        title=title,
        verdict=verdict,
        answers=glance(report),
        standings=STANDINGS,
        first=look_first(report),
        cards=cards(report),
        grid=grid(report),
        sections=sections(report),
        others=[sheet(exhibit) for exhibit in report.exhibits if exhibit.kind not in GROUPS],
        as_is=[score for score in report.as_is if not score.subject],
        bars=svg.bars,
        maps=svg.heat_maps(known if len(known.names) <= svg.MOST_NAMES else clustered(known)) if known.names else [],
        named_maps=len(known.names) <= svg.MOST_NAMES,
        real_colour=REAL,
        synthetic_colour=SYNTHETIC,
    )


def sections(report: Report) -> list[Section]:
    """One for each group of which there is anything to show, in the report's order."""
    found = []
    for group, title in TITLES.items():
        scores = report.group(group)
        subjects = worst_first([score for score in scores if score.subject]) if group != "shapes" else []
        sheets = [sheet(exhibit) for exhibit in report.exhibits if GROUPS.get(exhibit.kind) == group]
        if scores or sheets or group in report.pending:
            own = [score for score in scores if not score.subject]
            left = len(subjects) - MOST_SCORES
            found.append(Section(group, title, own, subjects[:MOST_SCORES], max(left, 0), sheets))
    return found


def cards(report: Report) -> list[tuple[ColumnSummary, Score]]:
    """Each column's distribution and its shape, the least alike first."""
    columns = {column.name: column for column in report.columns}
    shapes = [score for score in report.group("shapes") if score.measure == "shape" and score.subject]
    ranked = [(columns[score.subject[0]], score) for score in worst_first(shapes) if score.subject[0] in columns]
    return ranked[:MOST_COLUMNS]


def grid(report: Report) -> Grid:
    """All scores of columns one by one, the columns in the order of their cards."""
    scores = [score for score in report.group("shapes") if score.subject]
    measures = list(dict.fromkeys(score.measure for score in scores))
    found = {(score.subject[0], score.measure): score for score in scores}
    ranked = worst_first([score for score in scores if score.measure == measures[0]]) if scores else []
    names = list(dict.fromkeys([*(score.subject[0] for score in ranked), *(score.subject[0] for score in scores)]))
    rows = [(name, [found.get((name, measure)) for measure in measures]) for name in names[:MOST_COLUMNS]]
    heads = [words.TITLES.get(measure, measure) for measure in measures]
    return Grid(heads, rows, max(len(names) - MOST_COLUMNS, 0))


def worst_first(scores: Sequence[Score]) -> list[Score]:
    """Scores ranked for attention: not measured first, then what falls short of fresh real rows, then the rest."""

    def rank(score: Score) -> tuple[bool, float, float, tuple[str, ...]]:
        return score.value is not None, -shortfall(score), _likeness(score), score.subject

    return sorted(scores, key=rank)


def _likeness(score: Score) -> float:
    """The lower the worse."""
    value = score.value or 0.0
    return {"higher": value, "lower": -value, "nearer": -abs(value - (score.ideal or 0.0))}[score.better]


def asked_for(report: Report) -> list[str]:
    """What was asked of the table, in words."""
    if report.control is None:
        return []
    control = report.control
    asked = [f"every {name} is {value}" for name, value in control.given.items()]
    for name, levels in control.balance.items():
        asked += [f"{share:.0%} of {name} is {level}" for level, share in levels.items()]
    if control.fair:
        asked.append(f"{control.fair[0]} is as common in every group of {control.fair[1]}")
    return asked
