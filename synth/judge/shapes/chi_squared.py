"""Cramér's V and the chi-squared test of categories and booleans, on the counts of all rows.

The size of the effect comes first: with many rows the test calls any difference certain. Levels whose expected count is
under 5 on either side are pooled. The reference is what two samples of these sizes from one source give. Where rows of
one unit hang together, the statistic is divided by how much larger it is between draws of whole units than between
draws of rows (Rao and Scott 1981).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import chi2, chi2_contingency

from synth.judge.coding import Coded, Counts
from synth.judge.comparison import Comparison
from synth.judge.definition import Definition
from synth.judge.drawn import NORMAL
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import each_column, empty_side

LEAST_EXPECTED = 5
RESAMPLES = 200
SMALL = 0.1
CRAMERS_V = Definition("shapes", "cramers_v", "lower", 0.0, "Cramér's V of table by level, on counts (Cramér 1946).")
CHI_SQUARED = Definition(
    "shapes", "chi_squared", "higher", None, "p of Pearson's chi-squared test on counts (Pearson 1900; Holm 1979)."
)


def measure(comparison: Comparison) -> list[Score]:
    """Two scores for each column of categories or booleans: Cramér's V, then p, with Holm's correction in its note."""

    def score(coded: Coded) -> list[Score]:
        subject = (coded.column.name,)
        if reason := empty_side(coded):
            return [CRAMERS_V.not_measured(subject, reason), CHI_SQUARED.not_measured(subject, reason)]
        counts = pool(np.array([coded.count(coded.real)[:-1], coded.count(coded.synthetic)[:-1]]))
        if counts.shape[1] < 2:
            reason = "Not measured: there are no two levels with an expected count of 5 or more to compare."
            return [CRAMERS_V.not_measured(subject, reason), CHI_SQUARED.not_measured(subject, reason)]
        effect = design_effect(comparison, coded)
        return _both(subject, counts, effect, comparison.rng(f"chi_squared {coded.column.name}"))

    columns = [coded for coded in comparison.coded.values() if not coded.ordered]
    return _with_holm(each_column(columns, score, CRAMERS_V), comparison.by_unit)


def pool(counts: Counts) -> Counts:
    """The two rows of counts with all levels that are expected under 5 times on either side made one.

    Where that one is still expected under 5 times, the rarest other level joins it.
    """
    counts = counts[:, counts.sum(axis=0) > 0]
    least = counts.sum(axis=0) * counts.sum(axis=1).min() / counts.sum()
    order = np.argsort(least, kind="stable")
    few = int((least < LEAST_EXPECTED).sum())
    if 0 < few < len(order) and least[order[:few]].sum() < LEAST_EXPECTED:
        few += 1
    merged = counts[:, order[:few]].sum(axis=1, keepdims=True)
    return np.hstack([counts[:, np.sort(order[few:])], merged]) if few else counts


def design_effect(comparison: Comparison, coded: Coded) -> float:
    """How many times larger the statistic is on average between fresh draws than between independent rows; at least 1.

    It is 1 where each row is its own unit.
    """
    if not comparison.by_unit:
        return 1.0
    whole, found = coded.count(coded.pool)[:-1], []
    for rows in comparison.fresh:
        drawn = coded.count(coded.pool[rows])[:-1]
        if drawn.any() and (counts := pool(np.array([whole - drawn, drawn]))).shape[1] > 1:
            found.append(chi2_contingency(counts, correction=False).statistic / (counts.shape[1] - 1))
    return max(float(np.mean(found)), 1.0) if found else 1.0


def _both(subject: tuple[str, ...], counts: Counts, effect: float, rng: np.random.Generator) -> list[Score]:
    rows, freedom = int(counts.sum()), counts.shape[1] - 1
    statistic = float(chi2_contingency(counts, correction=False).statistic)
    reach = NORMAL * float(np.std(_resampled(counts, rng), ddof=1) * np.sqrt(effect))
    low, high = max(statistic - reach, 0.0), min(statistic + reach, float(rows))
    size = Band(value=_v(statistic, rows), low=_v(low, rows), high=_v(high, rows))
    chance = Band(
        value=_mean_v(freedom, rows) * float(np.sqrt(effect)),
        low=_v(effect * chi2.ppf(0.025, freedom), rows),
        high=_v(effect * chi2.ppf(0.975, freedom), rows),
    )
    value, lower, upper = (float(chi2.sf(end / effect, freedom)) for end in (statistic, high, low))
    test = Band(value=value, low=lower, high=upper)
    made = int(counts[1].sum())
    return [
        CRAMERS_V.score(subject, size, reference=chance, rows=made, note=_size_note(size.value, chance)),
        CHI_SQUARED.score(subject, test, reference=Band(value=0.5, low=0.05, high=1), rows=made, note=""),
    ]


def _resampled(counts: Counts, rng: np.random.Generator) -> NDArray[np.float64]:
    """The chi-squared statistic with the synthetic rows resampled and the real ones as they are."""
    real, made = counts.sum(axis=1)
    again = rng.multinomial(made, counts[1] / made, size=RESAMPLES)
    apart = (counts[0] / real - again / made) ** 2
    return np.asarray(real * made * (apart / np.maximum(counts[0] + again, 1)).sum(axis=1))


def _v(statistic: float, rows: int) -> float:
    """Cramér's V of a table of two rows."""
    return float(np.sqrt(statistic / rows))


def _mean_v(freedom: int, rows: int) -> float:
    """The mean of V where chance alone is at work: that of the chi distribution."""
    return float(np.sqrt(2 / rows) * np.exp(gammaln((freedom + 1) / 2) - gammaln(freedom / 2)))


def _size_note(value: float, chance: Band) -> str:
    said = f"From 0, the same, to 1, no level in common, the difference is {value:.3f}"
    if value <= chance.high:
        return f"{said}: no more than chance. Nothing to do."
    if value < SMALL:
        return f"{said}: more than chance, but small. Nothing to do unless this column matters much."
    return f"{said}; by chance it is {chance.high:.3f} at most. See which levels are off, and try another generator."


def _with_holm(scores: list[Score], by_unit: bool) -> list[Score]:
    """The scores with each p's note, which gives p after Holm's correction for the number of columns tested."""
    tested = [place for place, score in enumerate(scores) if score.measure == "chi_squared" and score.value is not None]
    corrected = holm([scores[place].value or 0.0 for place in tested])
    noted = list(scores)
    for place, p in zip(tested, corrected, strict=True):
        noted[place] = scores[place].model_copy(update={"note": _test_note(p, len(tested), by_unit)})
    return noted


def holm(p: list[float]) -> list[float]:
    """Holm's step-down correction of p for as many tests, in the same order; never above 1."""
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(np.array(p)[order] * (len(p) - np.arange(len(p))))
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(stepped, 1)
    return [float(each) for each in corrected]


def _test_note(p: float, tests: int, by_unit: bool) -> str:
    said = f"p is {p:.2g} after Holm's correction for {tests} {'column' if tests == 1 else 'columns'}: "
    said += (
        "the difference may be chance. Nothing to do."
        if p >= 0.05
        else "more than chance. With many rows the smallest difference is; go by its size, Cramér's V."
    )
    return said + (" That rows of one unit hang together is allowed for." if by_unit else "")
