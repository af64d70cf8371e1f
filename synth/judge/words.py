"""A report in words: the answer before the figures."""

from __future__ import annotations

from collections.abc import Sequence

from synth.judge.report import Report
from synth.judge.score import Band, Score
from synth.judge.usefulness import cells

TITLES = {
    "shape": "Columns alike",
    "pair": "Relations alike",
    "pair_raw": "Relations alike, chance not allowed for",
    "detection": "Told from real",
    "detection_unseen": "Told from rows never seen",
    "pearson_gap": "Gap of Pearson's correlation",
    "spearman_gap": "Gap of Spearman's correlation",
    "cramers_v_gap": "Gap of Cramér's V",
    "correlation_ratio_gap": "Gap of the correlation ratio",
    "pmse": "How sure a model is (pMSE)",
    "pmse_ratio": "How sure, times chance",
    "map_overlap": "Overlap on the map",
    "usefulness": "Lost usefulness",
    "usefulness_real": "Trained on real rows",
    "usefulness_synthetic": "Trained on synthetic rows",
    **cells.TITLES,
    "models": "Table of models",
    "gain_both": "Gained by adding synthetic rows",
    "gain_continued": "Gained by synthetic rows first",
    "importance": "Same columns matter",
    "question": "Question answered alike",
    "imputed": "Hidden cells filled right",
    "learning_curve": "Gained by the best number of synthetic rows",
    "copies": "Exact copies",
    "holdout_copies": "Copies of held-out rows",
    "near_copies": "Near copies",
    "near_copies_lean": "Side that near copies lean to",
    "dcr_share": "Near training",
    "dcr_group": "Near training, worst columns",
    "nndr": "Nearest to second nearest",
    "membership": "Membership guessed",
    "membership_density": "Membership guessed by density",
    "rare_values": "Rare levels replayed",
    "rare_numbers": "Rare numbers replayed",
    "extremes": "Extremes replayed",
    "singling_out": "People singled out",
    "linkability": "Records linked",
    "attribute_inference": "Secrets guessed",
    "ks": "Kolmogorov–Smirnov distance",
    "total_variation": "Total variation",
    "cramers_v": "Cramér's V of the difference",
    "chi_squared": "Chi-squared p-value",
    "wasserstein": "Wasserstein distance",
    "jensen_shannon": "Jensen–Shannon distance",
    "coverage": "Range or levels covered",
    "mean_shift": "Shift of the mean",
    "spread_ratio": "Ratio of spreads",
    "quantile_gap": "Widest quantile gap",
    "missing_rate": "Difference in missing share",
    "representation": "Rows that would change group",
    "parity": "Gap between groups",
    "parity_real": "Gap between groups, real",
    "parity_synthetic": "Gap between groups, synthetic",
    "group_rate": "Rate changed in a group",
    "equalised_odds": "Models' fairness",
    "equalised_odds_real": "Models' fairness, trained on real rows",
    "equalised_odds_synthetic": "Models' fairness, trained on synthetic rows",
    "cluster_share": "Kinds of rows",
    "levels_missed": "Levels missed",
    "far_out": "Rows far out",
    "tail_share": "Rows in the tails",
    "alpha_precision": "Rows that are typical",
    "beta_recall": "Real rows covered",
    "repeated_rows": "Repeated rows",
    "rule": "Rule kept",
    "expert_review": "Told right by an expert",
}
"""Every measure's name as a steward reads it, short enough for a tile; one that is not listed goes by its own name."""


SHARES = frozenset(
    {
        "imputed",
        "copies",
        "holdout_copies",
        "near_copies",
        "near_copies_lean",
        "dcr_group",
        "rare_values",
        "rare_numbers",
        "extremes",
        "missing_rate",
        "rule",
        "dcr_share",
        "representation",
        "group_rate",
        "coverage",
        "singling_out",
        "linkability",
        "attribute_inference",
        "cluster_share",
        "levels_missed",
        "far_out",
        "tail_share",
        "repeated_rows",
        "expert_review",
    }
)
"""Measures that are shares of rows, and read best in per cent."""


TINY = frozenset({"chi_squared", "question"})
"""Measures whose figures say something even below a thousandth."""
NOTHING = 1e-9
"""Less than this is what is left of 0 after rounding."""


def figure(value: float | None, measure: str = "") -> str:
    """A number as people read it: shares in per cent, the rest to three places, a dash where there is none."""
    if value is None:
        return "–"
    value = shown(value, measure)
    if measure in SHARES:
        return f"{value:.2%}" if abs(value) < 0.1 else f"{value:.1%}"
    if measure in TINY and NOTHING <= abs(value) < 0.001:
        return f"{value:.1e}"
    return f"{round(value, 3) + 0.0:.3f}"  # no −0.000


def shown(value: float, measure: str) -> float:
    """A value as people see it: that of a pair, which chance may put a little above 1, is cut there."""
    return min(value, 1.0) if measure == "pair" else value


def floor(score: Score) -> tuple[str, Band] | None:
    """What the worst case of a score is called, and its band; None where a fresh real sample does no better."""
    if score.floor is None:
        return None
    if score.reference is not None:
        gap = score.reference.value - score.floor.value
        if (gap if score.better == "higher" else -gap) <= 0:
            return None
    return "even spread" if score.group == "shapes" else "no relation", score.floor


def title(score: Score) -> str:
    """The measure's name for people."""
    return TITLES.get(score.measure, score.measure.replace("_", " ").capitalize())


def below_reference(score: Score) -> bool:
    """Whether a score that should be high lies wholly under what fresh real samples score."""
    if score.value is None or score.reference is None:
        return False
    return (score.high if score.high is not None else score.value) < score.reference.low


def in_words(report: Report) -> list[str]:
    """Up to four sentences: likeness, relations, usefulness, privacy."""
    sentences = [_likeness(report), _table_note(report, "pair"), _usefulness(report), _privacy(report)]
    return [sentence for sentence in sentences if sentence]


def _likeness(report: Report) -> str:
    columns = [score for score in report.group("shapes") if score.measure == "shape" and score.subject]
    off = sorted((score for score in columns if below_reference(score)), key=lambda score: score.value or 0.0)
    if not columns:
        return ""
    if not off:
        all_of_them = "The one column is" if len(columns) == 1 else f"All {len(columns)} columns are"
        return f"{all_of_them} as like the real table's as those of a fresh real sample would be."
    fine, noun = len(columns) - len(off), "column" if len(columns) == 1 else "columns"
    verb = "is" if 1 in (fine, len(columns)) else "are"
    return f"{fine} of {len(columns)} {noun} {verb} as like as in a fresh real sample; least alike: {_listed(off)}."


def _listed(scores: Sequence[Score], most: int = 3) -> str:
    names = [score.subject[0] for score in scores[:most]]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _table_note(report: Report, measure: str) -> str:
    return next((score.note for score in report.scores if score.measure == measure and not score.subject), "")


def _usefulness(report: Report) -> str:
    return next((score.note for score in report.group("usefulness") if score.measure == "usefulness"), "")


def _privacy(report: Report) -> str:
    copies, share = _table_note(report, "copies"), _table_note(report, "dcr_share")
    return f"{copies} {share}".strip()
