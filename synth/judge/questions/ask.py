"""Answer a steward's question on both tables: group by group, with what two samples would differ by anyway."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.stats import binom

from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.draws import generator
from synth.judge.exhibits import Answer, Exhibit, Question
from synth.judge.questions.conditions import check, conditions, meets
from synth.judge.questions.figures import Estimate, Floats, mean, median, share
from synth.judge.questions.groups import HUGE, Rows, Side, grouped, sides
from synth.judge.questions.query import Query
from synth.judge.score import Band, Score
from synth.prepare.spelling import spell_number

LIKELY = 0.95
ALPHA = 0.025
ROUNDING = 1e-9
DOMINANT = 0.5
"""Share of a sum that one unit may make up (a dominance rule; Hundepool et al. 2012)."""
RESAMPLES = 1_000
AGREEING = Definition(
    "usefulness",
    "question",
    "higher",
    1.0,
    "Share of groups whose figure differs by no more than two real samples would, 95% of the time",
)


def ask(comparison: Comparison, question: Query | str) -> list[Score | Exhibit]:
    """The share of groups in which both tables give the same answer, and the answers.

    1 is all, 0 none; a fresh real sample agrees in 95 % of them. A group agrees where the figures differ by no more
    than two samples of real rows of these sizes would, 95 % of the time, rows of a unit being of one piece. Figures of
    fewer than k real units are not told: their groups are merged, and no rate is told that fewer have, or lack, though
    some do, nor a mean or sum of which one unit makes up most. `ReportError` says what in the question does not fit
    the table. The question itself may narrow rows down: who may ask may see the real table.
    """
    query = Query.read(question) if isinstance(question, str) else question
    comparison = comparison.asked
    check(comparison, query)
    found = list(_answered(comparison, query))
    answers, text = tuple(answer for answer, _ in found), str(query)
    sentence = _sentence(query, answers)
    exhibit = Question(
        text=text, figure=query.figure, column=query.column, by=query.by, answers=answers, sentence=sentence
    )
    judged = [(answer, error) for answer, error in found if answer.agrees is not None]
    if not judged:
        return [AGREEING.not_measured((text,), sentence), exhibit]
    value = _agreement(judged, text, comparison.seed)
    least, most = binom.ppf([0.025, 0.975], len(judged), LIKELY) / len(judged)
    reference = Band(value=LIKELY, low=min(least, LIKELY), high=max(most, LIKELY))
    rows = len(comparison.synthetic)
    return [AGREEING.score((text,), value, reference=reference, rows=rows, note=sentence), exhibit]


def _agreement(judged: list[tuple[Answer, float]], text: str, seed: int) -> Band:
    """The share of groups that agree, and its interval when the synthetic figures vary by their standard errors."""
    gaps = np.array([(answer.synthetic or 0.0) - (answer.real or 0.0) for answer, _ in judged])
    errors = np.array([error for _, error in judged])
    tolerances = np.array([answer.tolerance for answer, _ in judged], dtype=float)
    agree = np.array([answer.agrees for answer, _ in judged])
    noise = generator(seed, text).normal(size=(RESAMPLES, len(judged)))
    again = np.where(np.isnan(tolerances), agree, np.abs(gaps + noise * errors) <= tolerances).mean(axis=1)
    low, high = np.quantile(again, [0.025, 0.975])
    value = float(agree.mean())
    return Band(value=value, low=min(low, value), high=max(high, value))


def _answered(comparison: Comparison, query: Query) -> Iterator[tuple[Answer, float]]:
    """Each group's answer, and the standard error of the synthetic figure."""
    tables = sides(comparison)
    asked = [_asked(comparison, query, side) for side in tables]
    parts = grouped(comparison, query.by, asked[0])
    for place, name in enumerate(parts.names):
        real, synthetic = (
            _estimate(comparison, query, side, rows, rows & (where == place))
            for side, rows, where in zip(tables, asked, (parts.real, parts.synthetic), strict=True)
        )
        inside = asked[0] & (parts.real == place)
        told = _may_be_told(comparison, query, tables[0], inside)
        expected = inside.mean() * len(tables[1].units)
        yield (
            _compared(name, real if told else None, synthetic, expected),
            synthetic.error if synthetic is not None and np.isfinite(synthetic.error) else 0.0,
        )


def _may_be_told(comparison: Comparison, query: Query, side: Side, inside: Rows) -> bool:
    """Whether the figure of some real rows tells of no fewer than k units: of a rate, as many have the value or none,
    and as many lack it or none; of a mean or a sum, no unit makes up more than half.
    """
    parts = [inside]
    if query.figure == "rate":
        hits = meets(comparison, conditions(query)[0], side)
        parts += [part for part in (inside & hits, inside & ~hits) if part.any()]
    if query.figure in ("mean", "sum") and inside.any():
        sizes = np.bincount(side.units[inside], np.abs(_numbers(comparison, query, side)[inside]))
        if sizes.max() > DOMINANT * sizes.sum():
            return False
    return min(len(np.unique(side.units[part])) for part in parts) >= comparison.k


def _asked(comparison: Comparison, query: Query, side: Side) -> Rows:
    """The rows of a table that meet all conditions and, where a column's figure is asked for, have a value there."""
    rows = np.ones(len(side.units), dtype=bool)
    for condition in query.where:
        rows &= meets(comparison, condition, side)
    return rows & _known(comparison, query.column, side) if query.column is not None else rows


def _estimate(comparison: Comparison, query: Query, side: Side, asked: Rows, inside: Rows) -> Estimate | None:
    """The figure of one group of one table; None of no row."""
    units, whole = side.units, len(comparison.real)
    match query.figure:
        case "count":
            return share(inside, units).times(whole)
        case "share":
            base = asked if query.by else np.ones(len(units), dtype=bool)
            return share(inside[base], units[base]) if base.any() else None
        case "sum":
            return mean(np.where(inside, _numbers(comparison, query, side), 0.0), units).times(whole)
    if not inside.any():
        return None
    if query.figure == "rate":
        hits = meets(comparison, conditions(query)[0], side)
        return share(hits[inside], units[inside])
    numbers = _numbers(comparison, query, side)[inside]
    return mean(numbers, units[inside]) if query.figure == "mean" else median(numbers, units[inside], comparison.k)


def _numbers(comparison: Comparison, query: Query, side: Side) -> Floats:
    """The column's cells, 0 where they are missing."""
    coded = comparison.coded[query.column or ""]
    return np.asarray(np.append(coded.values, 0.0)[side.codes[query.column or ""]])


def _compared(name: tuple[str, ...], real: Estimate | None, synthetic: Estimate | None, expected: float) -> Answer:
    """One group's answer. Without a synthetic row, it disagrees where chance would leave at least one, 97.5 % of the
    time, given how many are `expected` (Poisson).
    """
    tolerance = agrees = None
    if real is not None and synthetic is None:
        agrees = None if np.exp(-expected) > ALPHA else False
    elif real is not None and synthetic is not None and np.isfinite(real.error):
        tolerance = real.differs(synthetic.units)
        agrees = bool(abs(synthetic.value - real.value) <= tolerance + ROUNDING * abs(real.value))
    return Answer(
        group=name,
        real=None if real is None else real.value,
        synthetic=None if synthetic is None else synthetic.value,
        tolerance=tolerance,
        agrees=agrees,
    )


def _known(comparison: Comparison, name: str, side: Side) -> Rows:
    coded = comparison.coded[name]
    known = side.codes[name] < len(coded.values)
    if coded.ordered:
        known &= np.isin(side.codes[name], np.flatnonzero(np.abs(coded.values) < HUGE))
    return known


def _sentence(query: Query, answers: tuple[Answer, ...]) -> str:
    """The answer in words."""
    judged = [answer for answer in answers if answer.agrees is not None]
    if not judged:
        return f"{query}: it cannot be told, as too few rows are asked about. Ask about more of them."
    off = sorted((answer for answer in judged if not answer.agrees), key=_distance, reverse=True)
    if not query.by:
        return f"{query}: {_figures(query, judged[0])}: {'they differ' if off else 'they agree'}."
    if not off:
        return f"{query}: in each of {len(judged)} groups, both tables agree."
    far = " and ".join(f"{name} {level}" for name, level in zip(query.by, off[0].group, strict=True))
    agreeing = len(judged) - len(off)
    return f"{query}: {agreeing} of {len(judged)} groups agree; farthest off, {far}: {_figures(query, off[0])}."


def _distance(answer: Answer) -> float:
    """How often the tolerance goes into the difference."""
    if answer.real is None or answer.synthetic is None or answer.tolerance is None:
        return np.inf
    return abs(answer.synthetic - answer.real) / max(answer.tolerance, ROUNDING)


def _figures(query: Query, answer: Answer) -> str:
    real, synthetic, tolerance = (
        "no rows" if value is None else spelled(query.figure, value)
        for value in (answer.real, answer.synthetic, answer.tolerance)
    )
    within = "" if answer.tolerance is None else f", when two real samples would differ by up to {tolerance}"
    return f"{real} real, {synthetic} synthetic{within}"


def spelled(figure: str, value: float) -> str:
    """A figure as people read it: rates and shares in per cent, counts whole."""
    if figure in ("rate", "share"):
        return f"{value:.2%}" if abs(value) < 0.01 else f"{value:.1%}"
    return spell_number(value, 0) if figure == "count" else spell_number(value)
