"""Whether whole numbers are codes of categories (sex, education, a survey's answers) rather than amounts.

Where they are, a generator keeps each as it is and makes nothing between them, and the judge compares shares.
"""

from __future__ import annotations

import re
from itertools import pairwise

from synth.prepare.facts import Facts

FEW_CODES = 12
"""Whole numbers with more different values than this are amounts; twelve are the months of a year."""
MORE_CODES = 50
"""The same where the name says that they are codes (type, region, status, …)."""
ROWS_PER_CODE = 5
"""Codes stand in at least so many rows on average, so that small tables keep their numbers."""

_CODED = re.compile(
    r"(?:.*_)?(?:code|codes|type|class|category|cat|group|region|status|zone|district|segment|cluster|level|grade)"
)
_AMOUNT = re.compile(
    r"(?:num|number|n|no|count|total)_.*|(?:.*_)?(?:count|qty|quantity|years|months|days|hours|minutes|age|price|amount)"
)


def codes(facts: Facts) -> str | None:
    """Why the whole numbers are codes: few, in many rows each, and neither named nor spread like counts."""
    coded = _CODED.fullmatch(facts.words) is not None
    few = 2 <= len(facts.values) <= (MORE_CODES if coded else FEW_CODES)
    if not few or facts.filled < ROWS_PER_CODE * len(facts.values):
        return None
    if not coded and len(facts.values) > 2 and (_AMOUNT.fullmatch(facts.words) or spread_like_counts(facts)):
        return None
    because = "and its name speaks of codes" if coded else "so more likely codes than amounts"
    return f"Whole numbers, but only {facts.different}, {because}."


def spread_like_counts(facts: Facts) -> bool:
    """Whether six or more whole numbers from 0 or 1 on grow much rarer the higher they are, but for chance."""
    held = sorted(zip(map(float, facts.values), facts.counts.tolist(), strict=True))
    rows = [count for _, count in held]
    top = rows.index(max(rows))
    falling = all(later <= earlier + 2 * (earlier + 1) ** 0.5 for earlier, later in pairwise(rows[top:]))
    return len(held) >= 6 and held[0][0] in (0, 1) and top <= len(held) / 3 and falling and 4 * rows[-1] < rows[top]
