"""The goals that quality is held against: what is asked, what was reached, and whether that is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, median
from typing import NamedTuple

Figures = Mapping[str, float]
"""Figures of one table by name, as `benchmarks.quality_scores.figures` gives them."""

OFF = "off "
"""What the figures of rates that were not kept begin with."""
LEAST_ROWS = 2_000
SCALE, LINEAR = 10, 11.0
FASTER = 20.0
LIKENESS = ("shape", "pair", "detection", "lost")
"""What is compared with a peer: fidelity and usefulness."""


class Goal(NamedTuple):
    """One line: `met` is None where it was not measured, which is never a pass."""

    number: int
    who: str
    what: str
    asked: str
    reached: str
    met: bool | None


class Bound(NamedTuple):
    """What one figure must be, at least and at most; `name` as people call it."""

    figure: str
    name: str
    low: float
    high: float

    @property
    def asked(self) -> str:
        """The bound in signs."""
        return f"≤ {self.high:g}" if self.low == float("-inf") else f"{self.low:g} to {self.high:g}"

    def met(self, found: Figures) -> bool | None:
        """Whether a figure lies within, None where there is none."""
        value = found.get(self.figure)
        return None if value is None else self.low <= value <= self.high


def at_most(figure: str, name: str, high: float) -> Bound:
    """A bound on one side."""
    return Bound(figure, name, float("-inf"), high)


ADULT: tuple[Bound, ...] = (
    Bound("detection", "detection AUC", 0.485, 0.515),
    at_most("dcr_share", "DCR share", 0.515),
    at_most("lost", "TSTR gap to real", 0.005),
    at_most("shape ratio", "Shape error ratio", 1.05),
    at_most("pair ratio", "pair error ratio", 1.05),
    at_most("copies beyond twins", "copies, lower bound less twins' upper", 0.0),
)
"""Goal 1: all at once, on the equal halves of Adult."""
MEDIANS: tuple[Bound, ...] = (
    at_most("detection", "median detection AUC", 0.55),
    at_most("lost", "median TSTR gap", 0.01),
    Bound("dcr_share", "median DCR share", 0.485, 0.515),
)
"""Goal 2: over tables of 2,000 rows a side."""
WORST = at_most("detection", "greatest detection AUC", 0.62)
DCR = MEDIANS[-1]
SMALL = at_most("dcr_share", "mean DCR share over 20 splits", 0.53)
RATES = 0.95


def averaged(seeds: Sequence[Figures]) -> dict[str, float]:
    """The mean of each figure that all seeds have, with how far the copies are beyond natural twins at worst.

    Of a rate that was not kept it is the mean of the seeds in which it was not.
    """
    if not seeds:
        return {}
    known = [figure for figure in seeds[0] if all(figure in one for one in seeds)]
    found = {figure: mean(one[figure] for one in seeds) for figure in known}
    for figure in dict.fromkeys(figure for one in seeds for figure in one if figure.startswith(OFF)):
        found[figure] = mean(one[figure] for one in seeds if figure in one)
    beyond = max(one["copies low"] - one["twins high"] for one in seeds)
    return found | {"copies beyond twins": beyond}


def of_adult(who: str, found: Figures) -> list[Goal]:
    """Goal 1 for one system: each figure, then all at once."""
    each = [_bounded(1, who, bound, found) for bound in ADULT]
    met = [goal.met for goal in each]
    said = f"{sum(one is True for one in met)} of {len(met)}"
    return [*each, Goal(1, who, "all of these at once", f"{len(met)} of {len(met)}", said, _all(met))]


def of_tables(who: str, tables: Mapping[str, Figures]) -> list[Goal]:
    """Goal 2 for one generator: medians over tables, and the worst."""
    goals = []
    for bound in MEDIANS:
        values = [found[bound.figure] for found in tables.values() if bound.figure in found]
        goals.append(_bounded(2, who, bound, {bound.figure: median(values)} if values else {}, len(values)))
    worst = max(tables, key=lambda name: tables[name].get("detection", 0.0), default="")
    goal = _bounded(2, who, WORST, tables.get(worst, {}))
    return [*goals, goal._replace(reached=f"{goal.reached} ({worst})") if worst else goal]


def of_small(who: str, name: str, found: Figures) -> list[Goal]:
    """Goal 3 for one generator on one small table: means over its splits."""
    copied = found.get("within twins")
    said = "not measured" if copied is None else f"{copied:.0%}"
    met = None if copied is None else copied == 1
    return [
        _bounded(3, f"{who}, {name}", SMALL, found),
        Goal(3, f"{who}, {name}", "splits with copies within natural twins", "100%", said, met),
    ]


def of_rates(who: str, results: Sequence[Figures]) -> Goal:
    """Goal 4: all rates of all tables pooled."""
    rates, kept = (int(sum(one.get(figure, 0) for one in results)) for figure in ("rates", "rates kept"))
    asked = f"≥ {RATES:.0%}"
    if not rates:
        return Goal(4, who, "missing rates and zero spikes within chance", asked, "not measured", None)
    said = f"{kept / rates:.1%} of {rates:,}"
    return Goal(4, who, "missing rates and zero spikes within chance", asked, said, kept / rates >= RATES)


def of_time(who: str, what: str, seconds: float | None, cpu: float | None, limit: float) -> Goal:
    """Goal 5: seconds of the wall clock, with those of all cores beside them."""
    if seconds is None or cpu is None:
        return Goal(5, who, what, f"≤ {limit:g} s", "not measured", None)
    return Goal(5, who, what, f"≤ {limit:g} s", f"{seconds:.1f} s ({cpu:.1f} s of cores)", seconds <= limit)


def of_memory(who: str, megabytes: Sequence[float]) -> Goal:
    """Goal 5: the most memory of any process of goal 5."""
    known = [one for one in megabytes if one]
    if not known:
        return Goal(5, who, "peak memory", "≤ 3 GB", "not measured", None)
    return Goal(5, who, "peak memory", "≤ 3 GB", f"{max(known) / 1e3:.2f} GB", max(known) <= 3e3)


def of_growth(who: str, cpu: Mapping[int, float], megabytes: Mapping[int, float]) -> list[Goal]:
    """Goal 5: how many times the time of all cores, and the memory, of a tenth of the rows."""
    goals = []
    for rows in sorted(cpu):
        if rows // SCALE in cpu:
            ratio, more = (found[rows] / found[rows // SCALE] for found in (cpu, megabytes))
            said = f"{ratio:.1f} × time, {more:.1f} × memory"
            what = f"{rows:,} rows beside {rows // SCALE:,}"
            goals.append(Goal(5, who, what, f"≤ {LINEAR:g} ×", said, max(ratio, more) <= LINEAR))
    return goals or [Goal(5, who, "growth with rows", f"≤ {LINEAR:g} ×", "not measured", None)]


def beside(who: str, name: str, ours: Figures, theirs: Figures, faster: float, cores: float) -> list[Goal]:
    """Goal 6 on one table: so many times faster than the peer, better on each figure, DCR share in band.

    `faster` by the wall clock, `cores` by the seconds of all cores.
    """
    known = [figure for figure in LIKENESS if figure in ours and figure in theirs]
    worse = [figure for figure in known if _distance(figure, ours) >= _distance(figure, theirs)]
    said = f"{len(known) - len(worse)} of {len(known)}" + (f", not {', '.join(worse)}" if worse else "")
    place = f"{who}, {name}"
    return [
        Goal(
            6,
            place,
            "faster than ctgan",
            f"≥ {FASTER:g} ×",
            f"{faster:.0f} × ({cores:.0f} × of cores)",
            faster >= FASTER,
        ),
        Goal(6, place, "figures better than ctgan's", f"{len(known)} of {len(known)}", said, not worse),
        _bounded(6, place, DCR._replace(name="DCR share"), ours),
    ]


def table(goals: Sequence[Goal]) -> str:
    """The goals in Markdown, ending in a line break."""
    lines = ["| Goal | Who | What | Asked | Reached | Met |\n", "| --- | --- | --- | --- | --- | --- |\n"]
    for goal in goals:
        met = {True: "yes", False: "**no**", None: "–"}[goal.met]
        lines.append(f"| {goal.number} | {goal.who} | {goal.what} | {goal.asked} | {goal.reached} | {met} |\n")
    return "".join(lines)


def _distance(figure: str, found: Figures) -> float:
    """How far a figure is from the best it can be."""
    best = {"shape": 1.0, "pair": 1.0, "detection": 0.5}.get(figure)
    return found[figure] if best is None else abs(found[figure] - best)


def _bounded(number: int, who: str, bound: Bound, found: Figures, tables: int | None = None) -> Goal:
    value = found.get(bound.figure)
    said = "not measured" if value is None else f"{value:.4f}" + (f" over {tables} tables" if tables else "")
    return Goal(number, who, bound.name, bound.asked, said, bound.met(found))


def _all(met: Sequence[bool | None]) -> bool | None:
    """Whether all are met; one that is not decides, one that was not measured leaves it open."""
    return False if False in met else None if None in met else True
