"""The registry: every measure of a report, in its order, and the rows that each is taken on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from synth.errors import Cancelled, ReportError
from synth.judge import rules
from synth.judge.comparison import Comparison
from synth.judge.diversity import cluster_share, levels_missed, repeated_rows, support, tail_share
from synth.judge.exhibits import Exhibit
from synth.judge.fairness import equalised_odds, group_rate, parity, representation
from synth.judge.joint import detection, pmse, projection
from synth.judge.pairs import joint_table, pair, strengths
from synth.judge.privacy import (
    copies,
    dcr_group,
    dcr_share,
    extremes,
    membership,
    membership_density,
    near_copies,
    nndr,
    rare_numbers,
    rare_values,
)
from synth.judge.privacy.attacks import attacks
from synth.judge.score import Group, Score
from synth.judge.shapes import (
    chi_squared,
    coverage,
    jensen_shannon,
    ks,
    mean_shift,
    missing_rate,
    quantile_gap,
    shape,
    spread_ratio,
    total_variation,
    wasserstein,
)
from synth.judge.usefulness import augmenting, importance, models, usefulness

Finding = Score | Exhibit


class Measure(NamedTuple):
    """One line of the registry: what is measured, and which rows it is measured on.

    `rows`: `as asked`, the real rows as they would be had they been asked for the same as the synthetic ones;
    `invented`, the synthetic rows that are not real; `all`, the tables as they are.
    """

    group: Group
    take: Callable[[Comparison], Sequence[Finding]]
    rows: Literal["as asked", "invented", "all"]

    @property
    def name(self) -> str:
        """The file's name."""
        return self.take.__module__.rpartition(".")[2]

    def __call__(self, comparison: Comparison) -> list[Finding]:
        """Its scores and exhibits. What cannot be taken at all is one score that was not measured, and why."""
        try:
            chosen = self._chosen(comparison)
            return [self._unmeasured(NO_ROW)] if chosen is None else list(self.take(chosen))
        except Cancelled:
            raise
        except ReportError as error:
            return [self._unmeasured(f"Not measured: {error}")]
        except Exception as error:  # whatever one measure raises on a strange table, the others stand
            return [self._unmeasured(f"Not measured: the sum failed ({type(error).__name__}).")]

    def _chosen(self, comparison: Comparison) -> Comparison | None:
        match self.rows:
            case "as asked":
                return comparison.asked
            case "invented":
                return comparison.invented
            case _:
                return comparison

    def _unmeasured(self, reason: str) -> Score:
        return Score(group=self.group, measure=self.name, status="not measured", note=reason)


NO_ROW = "Not measured: hardly a row of this table is wholly synthetic, so there is none to judge."

MEASURES: tuple[Measure, ...] = (
    Measure("shapes", shape.measure, "as asked"),
    Measure("shapes", ks.measure, "as asked"),
    Measure("shapes", total_variation.measure, "as asked"),
    Measure("shapes", chi_squared.measure, "as asked"),
    Measure("shapes", wasserstein.measure, "as asked"),
    Measure("shapes", jensen_shannon.measure, "as asked"),
    Measure("shapes", coverage.measure, "as asked"),
    Measure("shapes", mean_shift.measure, "as asked"),
    Measure("shapes", spread_ratio.measure, "as asked"),
    Measure("shapes", quantile_gap.measure, "as asked"),
    Measure("shapes", missing_rate.measure, "as asked"),
    Measure("pairs", pair.measure, "as asked"),
    Measure("pairs", strengths.measure, "as asked"),
    Measure("pairs", joint_table.measure, "as asked"),
    Measure("joint", detection.measure, "as asked"),
    Measure("joint", pmse.measure, "as asked"),
    Measure("joint", projection.measure, "as asked"),
    Measure("usefulness", usefulness.measure, "as asked"),
    Measure("usefulness", models.measure, "as asked"),
    Measure("usefulness", augmenting.measure, "as asked"),
    Measure("usefulness", importance.measure, "as asked"),
    Measure("privacy", copies.measure, "invented"),
    Measure("privacy", near_copies.measure, "invented"),
    Measure("privacy", dcr_share.measure, "invented"),
    Measure("privacy", dcr_group.measure, "invented"),
    Measure("privacy", nndr.measure, "invented"),
    Measure("privacy", membership.measure, "invented"),
    Measure("privacy", membership_density.measure, "invented"),
    Measure("privacy", rare_values.measure, "invented"),
    Measure("privacy", rare_numbers.measure, "invented"),
    Measure("privacy", extremes.measure, "invented"),
    Measure("privacy", attacks.measure, "invented"),
    Measure("fairness", representation.measure, "as asked"),
    Measure("fairness", parity.measure, "all"),
    Measure("fairness", group_rate.measure, "all"),
    Measure("fairness", equalised_odds.measure, "all"),
    Measure("diversity", cluster_share.measure, "as asked"),
    Measure("diversity", levels_missed.measure, "as asked"),
    Measure("diversity", tail_share.measure, "as asked"),
    Measure("diversity", support.measure, "as asked"),
    Measure("diversity", repeated_rows.measure, "as asked"),
    Measure("rules", rules.measure, "all"),
)
"""Every measure, in the order of the report. Each gives its scores of one comparison, whatever its tables hold."""

AS_IS: tuple[Measure, ...] = tuple(
    measure._replace(rows="all") for measure in MEASURES if measure.name in ("shape", "pair")
)
"""What is also taken against the real rows as they are, where something was asked of the table."""
