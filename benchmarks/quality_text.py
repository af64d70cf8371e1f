"""The figures behind the goals, as tables in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.quality_goals import ADULT, OFF, Figures

INTRODUCTION = """# Quality: every goal, and what was reached

Written by `python -m benchmarks quality`. Real rows are dealt to equal halves, duplicates kept: a generator sees the
one half alone, and its table is judged beside both. Value protection is on; all settings are the defaults. Ratios are
of errors: 1 is as good as a fresh real sample. TSTR is what a model trained on synthetic rows scores on the holdout
(ROC AUC, or R² of numbers). Figures of several seeds are means; copies are those of the worst. Seconds are of the wall
clock and, where they say so, of all cores together; only a run that starts at a load near 0 says what this machine can
do. *Fresh real rows* are the holdout playing the synthetic table.
"""
COLUMNS = ("detection", "dcr_share", "shape", "shape ratio", "pair", "pair ratio", "synthetic", "lost")
NAMES = ("Detection AUC", "DCR share", "Shape", "ratio", "Pairs", "ratio", "TSTR", "Gap to real")
BOLD = {bound.figure: bound for bound in ADULT}


def beside_published(found: Mapping[str, Figures]) -> str:
    """Ours and others' tables of the equal halves of Adult; what misses goal 1 is bold."""
    lines = ["## Adult, equal halves of 24,421 rows\n\n", _row("", *NAMES, "Copies", "Twins"), _row(*["---"] * 11)]
    for who, figures in found.items():
        copies = _amount(figures, "copies", ".3%")
        if BOLD["copies beyond twins"].met(figures) is False:
            copies = f"**{copies}**"
        cells = [_judged(figures, figure) for figure in COLUMNS]
        lines.append(_row(who, *cells, copies, _amount(figures, "twins", ".3%")))
    return "".join(lines)


def by_table(found: Mapping[str, Mapping[str, Figures]]) -> str:
    """Every table by generator, with what it took."""
    lines = ["## Table by table\n\n"]
    lines += [_row("Table", "Generator", "Rows", *NAMES, "Rates kept", "Seconds", "of cores", "MB")]
    lines += [_row(*["---"] * 15)]
    for table in dict.fromkeys(table for tables in found.values() for table in tables):
        for who, tables in found.items():
            if table in tables:
                lines.append(_of_table(table, who, tables[table]))
    return "".join(lines)


def rates_missed(found: Mapping[str, Mapping[str, Figures]]) -> str:
    """The missing rates and zero spikes that were not kept, and how far off they were; empty without any."""
    lines = []
    for who, tables in found.items():
        for table, figures in tables.items():
            off = {figure.removeprefix(OFF): value for figure, value in figures.items() if figure.startswith(OFF)}
            if off:
                said = ", ".join(f"{rate} {value:+.1%}" for rate, value in off.items())
                lines.append(f"- {table}, `{who}`: {said}.\n")
    return "## Rates that were not kept\n\n" + "".join(lines) if lines else ""


def _of_table(table: str, who: str, figures: Figures) -> str:
    kept = f"{figures['rates kept']:g} of {figures['rates']:g}"
    took = [_amount(figures, name, form) for name, form in (("seconds", ".1f"), ("cores", ".1f"), ("megabytes", ".0f"))]
    cells = [_amount(figures, figure, ".4f") for figure in COLUMNS]
    return _row(table, f"`{who}`", f"{figures['rows']:,.0f}", *cells, kept, *took)


def _judged(figures: Figures, figure: str) -> str:
    """One figure, bold where it misses goal 1."""
    text = _amount(figures, figure, ".4f")
    return f"**{text}**" if figure in BOLD and BOLD[figure].met(figures) is False else text


def _amount(figures: Figures, figure: str, form: str) -> str:
    return format(figures[figure], form) if figure in figures else "–"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"
