"""Compare a synthetic table with the real one: every measure, in order, into one report."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from itertools import groupby
from typing import Any

import pandas as pd
from threadpoolctl import threadpool_limits

from synth import __version__
from synth.errors import ReportError
from synth.judge import rules
from synth.judge.align import MARKS
from synth.judge.comparison import Comparison
from synth.judge.measures import AS_IS, MEASURES, Finding
from synth.judge.pairs.associations import associate
from synth.judge.report import Associations, Provenance, Report, Source
from synth.judge.score import Group, Score
from synth.judge.summaries import summarise
from synth.prepare.control import Control
from synth.prepare.table import Table

NO_SOURCE = "No source: this table was made from rules alone, so there are no real rows to hold it against."


def compare(
    real: Table | None,
    synthetic: Table,
    *,
    holdout: Table | None = None,
    target: str | None = None,
    control: Control | None = None,
    provenance: str | None = None,
    quasi_identifiers: Sequence[str] | None = None,
    secrets: Sequence[str] | None = None,
    k: int = 5,
    protected: bool | None = None,
    seed: int = 0,
    progress: Callable[[str, int, int], object] | None = None,
) -> Report:
    """Take all measures of `synthetic` against `real`, its training rows, and `holdout`, real rows it never saw.

    The real table's schema is applied to the others. `target` (by default the schema's) is the column whose prediction
    tells usefulness. `control` is what was asked of the table, which is then judged by it. `provenance` names the
    synthetic table's column that says which rows are real. Attackers know the `quasi_identifiers` and want the
    `secrets`; by default the schema says which. No value held by fewer than `k` units enters the report.
    `protected` says whether the table was made with value protection, where that is known.
    `progress(group, done, total)` hears of each finished measure by its group, and may raise to stop. The same tables
    and seed give the same report. SDMetrics' figures are apart, in `synth.judge.standard`. Without a real table only
    the synthetic one's own rules are judged. Raises `ReportError` for tables that cannot be compared.
    """
    if real is None:
        return conform(synthetic, seed=seed)
    *_, report = in_groups(
        real,
        synthetic,
        holdout=holdout,
        target=target,
        control=control,
        provenance=provenance,
        quasi_identifiers=quasi_identifiers,
        secrets=secrets,
        k=k,
        protected=protected,
        seed=seed,
        progress=progress,
    )
    return report


def in_groups(
    real: Table,
    synthetic: Table,
    *,
    progress: Callable[[str, int, int], object] | None = None,
    **options: Any,
) -> Iterator[Report]:
    """`compare`, yielding a report as soon as each group is ready; `pending` names the groups that it lacks."""
    comparison = Comparison.of(real, synthetic, **options)
    yield from _in_groups(comparison, _empty(comparison, real, synthetic, options.get("holdout")), progress)


def _in_groups(
    comparison: Comparison, report: Report, progress: Callable[[str, int, int], object] | None
) -> Iterator[Report]:
    done, steps = 0, len(MEASURES) + 1
    for group, measures in groupby(MEASURES, key=lambda measure: measure.group):
        found: list[Finding] = []
        for measure in measures:
            with threadpool_limits(1, user_api="blas"):  # figures must not depend on how many cores there are
                found += measure(comparison)
            done += 1
            if progress is not None:
                progress(group, done, steps)
        report = report.supplemented(found)
        if group in ("shapes", "pairs"):
            report = report.model_copy(update=_pictures(comparison, group))
            if progress is not None:
                progress("charts", done, steps)
        if group == "pairs" and comparison.control:
            as_is = [score for measure in AS_IS for score in measure(comparison) if isinstance(score, Score)]
            report = report.model_copy(update={"as_is": tuple(as_is)})
        report = report.model_copy(update={"pending": tuple(each for each in report.pending if each != group)})
        if report.pending:
            yield report
    if progress is not None:
        progress("charts", steps, steps)
    yield report


def _empty(comparison: Comparison, real: Table, synthetic: Table, holdout: Table | None) -> Report:
    """A report of this comparison that has no score yet."""
    return Report(
        real=source(real).model_copy(update={"rows": len(comparison.real)}),
        synthetic=source(synthetic),
        holdout=_held(comparison, holdout),
        target=comparison.target,
        seed=comparison.seed,
        versions=versions(),
        notes=(*comparison.notes, *_how(comparison)),
        scores=(),
        columns=(),
        associations=Associations(names=(), real=(), synthetic=()),
        control=comparison.control or None,
        provenance=_provenance(comparison),
        protected=comparison.protected,
        pending=tuple(dict.fromkeys(measure.group for measure in MEASURES)),
    )


def _held(comparison: Comparison, holdout: Table | None) -> Source | None:
    """The holdout as it was given, and how many of its rows are one."""
    if holdout is None or comparison.holdout is None:
        return None
    return source(holdout).model_copy(update={"rows": len(comparison.holdout)})


def _pictures(comparison: Comparison, group: Group) -> dict[str, Any]:
    """What the report's charts of shapes or of pairs are drawn from."""
    asked = comparison.asked if _can_be_asked(comparison) else comparison
    return {"columns": summarise(asked)} if group == "shapes" else {"associations": associate(asked)}


def _can_be_asked(comparison: Comparison) -> bool:
    try:
        return bool(comparison.asked)
    except ReportError:
        return False


def _provenance(comparison: Comparison) -> Provenance | None:
    if comparison.provenance is None:
        return None
    counts = {mark: int((comparison.provenance == mark).sum()) for mark in MARKS}
    return Provenance(column=comparison.provenance_column, **counts)


def conform(synthetic: Table, *, seed: int = 0) -> Report:
    """A report on a table that was made from rules, without a source: whether it keeps them."""
    found = [rules.keeping(rule, None, synthetic.frame) for rule in synthetic.schema.rules]
    privacy = Score(group="privacy", measure="copies", status="not measured", note=NO_SOURCE)
    return Report(
        real=None,
        synthetic=source(synthetic),
        holdout=None,
        target=None,
        seed=seed,
        versions=versions(),
        notes=(NO_SOURCE, *synthetic.reading.notes),
        scores=(privacy, *found),
        columns=(),
        associations=Associations(names=(), real=(), synthetic=()),
    )


def versions() -> dict[str, str]:
    """Versions of what a score can depend on."""
    libraries = ("numpy", "pandas", "scipy", "scikit-learn")
    return {
        "synth": __version__,
        "python": platform.python_version(),
        **{library: version(library) for library in libraries},
    }


def _how(comparison: Comparison) -> list[str]:
    """Sentences on what the scores stand on."""
    rows = comparison.size
    notes = []
    if comparison.holdout is None:
        notes.append(
            "There is no holdout: what a fresh real sample would score is estimated from parts of the real table, and "
            "usefulness and privacy cannot be told. Hold some rows out before the generator is fitted."
        )
    elif rows < len(comparison.synthetic):
        notes.append(
            f"Shapes and pairs are means over {len(comparison.takes)} draws of about {rows:,} synthetic rows, as many "
            "as the holdout has, so that scores and references are of equal size."
        )
    if comparison.protected is False:
        notes.append("Value protection was off: this table may repeat values that a single person has.")
    if comparison.by_unit:
        notes.append("Several rows may be of one unit: rows are drawn, and holders of a value counted, unit by unit.")
    if comparison.control:
        notes.append(
            "This table was asked for something that the real one does not have: shapes, pairs and usefulness hold it "
            "against the real rows as they would be had they been asked for the same: the others are left out."
        )
    if comparison.provenance is not None:
        notes.append(
            "This table holds real rows or cells, so it is no synthetic table and for internal use only. Privacy is "
            "judged on its wholly synthetic rows."
        )
    return notes


def source(table: Table) -> Source:
    """How many rows there are, and a hash of the names and cells in their order."""
    content = hashlib.sha256("\x1f".join(table.frame.columns).encode())
    for name in table.frame.columns:
        content.update(pd.util.hash_pandas_object(table.frame[name], index=False).to_numpy().tobytes())
    return Source(rows=len(table), sha256=content.hexdigest())
