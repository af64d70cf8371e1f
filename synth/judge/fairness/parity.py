"""Parity: whether an outcome falls as unequally on groups as in the real table.

The gap is the demographic parity difference: the largest less the smallest rate of the outcome over the groups. The
synthetic rows' gap less the real ones' is the score. A gap that is only repeated is named all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2_contingency

from synth.errors import ReportError
from synth.judge.comparison import Comparison
from synth.judge.cores import side_by_side
from synth.judge.definition import UNIT, Definition
from synth.judge.drawn import NORMAL, Drawn, Floats, within
from synth.judge.fairness.changed import clearest
from synth.judge.fairness.groups import group
from synth.judge.fairness.outcome import UNKNOWN, Outcome, column_of, outcome, untold
from synth.judge.fairness.sensitive import NONE, subjects
from synth.judge.fairness.shown import rate
from synth.judge.fairness.tallies import Tallies, Tally, gap, rates, safe, unit_tally
from synth.judge.score import Band, Score

LEAST = 10
FIFTHS = 0.8
CHANGES = (-1.0, 1.0)
_SOURCE = "Demographic parity difference (Calders et al. 2009), largest less smallest rate over the groups"
PARITY = Definition("fairness", "parity", "nearer", 0.0, f"{_SOURCE}: synthetic less real.", CHANGES)
REAL = Definition("fairness", "parity_real", "lower", 0.0, f"{_SOURCE}: of real samples as large as the scored ones.")
SYNTHETIC = Definition("fairness", "parity_synthetic", "nearer", None, f"{_SOURCE}.")


@dataclass(frozen=True, eq=False)
class Case:
    """One subject: its groups, how often the outcome falls on them, and which of them have rows enough for a rate."""

    subject: tuple[str, ...]
    labels: tuple[str, ...]
    tallies: Tallies
    real_units: Tally
    synthetic_units: Tally
    enough: NDArray[np.bool_]

    @classmethod
    def of(cls, comparison: Comparison, subject: tuple[str, ...], falling: Outcome) -> Case:
        """Rates are told of groups with ten units in a draw; none or k of them have, none or k lack the outcome."""
        grouping = group(comparison, subject)
        size, units = len(grouping.labels), comparison.units[: len(comparison.real)]
        real = unit_tally(grouping.real, falling.real, units, size)
        synthetic = unit_tally(grouping.synthetic, falling.synthetic, comparison.synthetic.units(), size)
        drawn = min(comparison.size, *(len(rows) for rows in comparison.fresh)) / len(comparison.real)
        enough = (real[:, :UNKNOWN].sum(axis=1) * drawn >= LEAST) & safe(real, comparison.k)
        return cls(subject, grouping.labels, Tallies.of(comparison, grouping, falling), real, synthetic, enough)

    @property
    def gaps(self) -> Drawn:
        """The gap in each draw that has rows of two groups at least."""
        found = self.tallies.drawn.map(lambda tallies: gap(rates(tallies[:, self.enough])))
        return found.map(lambda gaps: gaps[np.isfinite(gaps)])

    @property
    def real_gap(self) -> float:
        """The gap over all real rows."""
        return float(gap(rates(self.tallies.real[self.enough])))

    @property
    def same_gap(self) -> float:
        """The gap over all synthetic rows between the two groups that are furthest apart in the real ones."""
        real, synthetic = (rates(tally[self.enough]) for tally in (self.tallies.real, self.tallies.synthetic))
        return float(synthetic[np.argmax(real)] - synthetic[np.argmin(real)])

    def moved(self, tests: int) -> bool:
        """Whether the rate of one of the two groups that are furthest apart in the real rows changed by more than
        chance makes of as many groups: by which were chosen alone, they stand nearer in any other sample.
        """
        found = np.flatnonzero(self.enough)
        real = rates(self.tallies.real[found])
        sides = ((self.tallies.real, self.real_units), (self.tallies.synthetic, self.synthetic_units))
        ends = [(rate(sides[0], place), rate(sides[1], place)) for place in found[[real.argmax(), real.argmin()]]]
        change = clearest(ends, tests * len(found))
        return change is not None and change.perhaps

    def certain(self, tally: Tally, tests: int) -> bool:
        """Whether groups differ by more than chance in one of so many tests (chi-squared, Bonferroni)."""
        counts = tally[self.enough][:, :UNKNOWN]
        known = counts[counts.sum(axis=1) > 0]
        return bool(counts.sum(axis=0).all() and chi2_contingency(known).pvalue < 0.05 / tests)


def measure(comparison: Comparison) -> list[Score]:
    """For each sensitive column and each pair: the change of the gap, and both gaps.

    Judged by intent, against the real rows that are as was asked for; their gap as they are is told beside it.
    """
    found, name = subjects(comparison), column_of(comparison)
    if not found:
        return [PARITY.not_measured((), NONE)]
    asked = comparison.asked
    falling, reason = _outcome(asked, name)

    def one(subject: tuple[str, ...]) -> list[Score]:
        if reason:
            return [PARITY.not_measured(subject, reason)]
        return _scores(comparison, Case.of(asked, subject, falling), falling, len(found))

    return [each for subject in side_by_side(one, found) for each in subject]


def _outcome(comparison: Comparison, name: str | None) -> tuple[Outcome, str]:
    """The outcome, or why there is none."""
    try:
        return outcome(comparison, name), ""
    except ReportError as error:
        return untold(comparison), f"Not measured: {error}"


def _scores(comparison: Comparison, case: Case, falling: Outcome, tests: int) -> list[Score]:
    asked, gaps = comparison.asked, case.gaps
    if not len(gaps.takes) or min(len(gaps.halves), len(gaps.fresh)) < 2:
        return [PARITY.not_measured(case.subject, _too_few(asked))]
    usual = float(gaps.fresh.mean())
    change = gaps.map(lambda gaps: gaps - usual)
    found, chance = change.value(asked, CHANGES), change.reference(CHANGES)
    real, synthetic = _real(asked, gaps.fresh), gaps.value(asked, UNIT)
    note = f"{_said(case, falling, worse=found.low > chance.high)} {_meaning(comparison, case, found, chance, tests)}"
    return [
        PARITY.score(case.subject, found, reference=chance, rows=asked.size, note=note),
        REAL.score(case.subject, real, rows=len(asked.units), note=f"The gap between real groups: {falling.said}."),
        SYNTHETIC.score(
            case.subject,
            synthetic,
            reference=gaps.reference(UNIT),
            rows=asked.size,
            note=f"The gap between synthetic groups: {falling.said}.",
        ),
    ]


def _real(comparison: Comparison, fresh: Floats) -> Band:
    """The gap of real samples, with its interval over resampled real rows (the delete-d jackknife, as of synthetic)."""
    drawn = np.mean([len(rows) for rows in comparison.fresh])
    error = np.std(fresh, ddof=1) * np.sqrt(drawn / (len(comparison.units) - drawn))
    return within(float(fresh.mean()), float(NORMAL * error), UNIT)[0]


def _too_few(comparison: Comparison) -> str:
    return (
        f"Not measured: fewer than two groups have rows enough for a rate, {LEAST} of {comparison.size:,} rows and, of "
        f"the real ones, none or {comparison.k} with and without the outcome."
    )


def _said(case: Case, falling: Outcome, *, worse: bool) -> str:
    """The rates of the two groups that are furthest apart: among the real ones, or where it is worse the synthetic."""
    real, synthetic = (rates(tally[case.enough]) for tally in (case.tallies.real, case.tallies.synthetic))
    labels = [label for label, enough in zip(case.labels, case.enough, strict=True) if enough]
    most, least = (int(place(synthetic if worse else real)) for place in (np.nanargmax, np.nanargmin))
    return (
        f"{falling.said}: {_share(synthetic[most])} of “{labels[most]}” and {_share(synthetic[least])} of "
        f"“{labels[least]}” in the synthetic rows, {_share(real[most])} and {_share(real[least])} in the real ones."
    )


def _share(rate: float) -> str:
    return f"{rate:.1%}" if np.isfinite(rate) else "none"


def _meaning(comparison: Comparison, case: Case, found: Band, chance: Band, tests: int) -> str:
    as_is = _as_is(comparison, case.subject)
    if comparison.control.fair and case.subject == comparison.control.fair[1:]:
        if found.low <= chance.high:
            return f"Equal rates were asked for and are reached; {as_is}."
        return f"Equal rates were asked for and are not reached; {as_is}. Make the table again, or say so to its users."
    more = f" In short, {as_is}." if as_is else ""
    if found.low > chance.high:
        return (
            "Synthesis made it worse: do not decide about these groups by this table; make it again, or ask for equal "
            f"rates.{more}"
        )
    if found.high < chance.low:
        return f"Synthesis made the gap smaller than it is: judged by this table, reality looks too fair.{more}"
    if not case.certain(case.real_units, tests):
        return (
            "No real group clearly fares otherwise than another, and the synthetic ones do as in the real table. "
            f"Nothing to do.{more}"
        )
    if not case.certain(case.synthetic_units, tests):
        return (
            "The real groups fare unequally, the synthetic ones not clearly so: some of it may be lost, but so few "
            f"rows cannot tell.{more}"
        )
    if case.real_gap - case.same_gap > chance.high + (found.high - found.low) / 2 and case.moved(tests):
        return (
            "The gap is about as wide, but not between the same groups: do not judge single groups by this table; make "
            f"it again.{more}"
        )
    return (
        f"The table faithfully repeats how unequal the real one is{_fifths(case)}: tell its users, or ask for equal "
        f"rates.{more}"
    )


def _as_is(comparison: Comparison, subject: tuple[str, ...]) -> str:
    """The gap in the real rows as they are, where something else was asked for."""
    if not comparison.control:
        return ""
    whole = Case.of(comparison, subject, _outcome(comparison, column_of(comparison))[0]).real_gap
    return f"in the real table as it is the gap is {whole:.3f}" if np.isfinite(whole) else "the real gap is not known"


def _fifths(case: Case) -> str:
    """A word where the lowest real rate is under four fifths of the highest (the rule of the US EEOC, 1978)."""
    found = rates(case.tallies.real[case.enough])
    ratio = float(np.nanmin(found) / np.nanmax(found)) if np.nanmax(found) > 0 else 1.0
    return f" (the lowest rate is {ratio:.2f} of the highest, under four fifths)" if ratio < FIFTHS else ""
