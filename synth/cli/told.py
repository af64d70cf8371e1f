"""What is told on a terminal: one line at a time, nothing in it moving the cursor."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from synth.judge.report import Report
    from synth.prepare import Table
    from synth.release import Verdict


def plain(text: str) -> str:
    """Text on one line, fit for a terminal: nothing in it moves the cursor or changes colours."""
    return "".join(mark if mark.isprintable() else " " for mark in text).strip()


class Line:
    """A `Progress` that is one line on a terminal, and nothing where nobody looks on."""

    def __call__(self, stage: str, done: int, total: int, *_: Any, **__: Any) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[2K{plain(stage)} {done:,} of {total:,}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if sys.stderr.isatty():
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def warn(sentences: Iterable[str]) -> None:
    """What should be known before a table is made, a sentence a line."""
    for sentence in sentences:
        print(plain(sentence), file=sys.stderr)


def tell_reading(table: Table) -> None:
    """How the file was read; what was left out goes to stderr."""
    reading = table.reading
    print(
        f"{reading.rows_in_file:,} rows in the file = {reading.loaded:,} loaded + {len(reading.rejected):,} rejected "
        f"+ {reading.blank:,} blank; {len(table.schema.columns)} columns.",
        file=sys.stderr,
    )
    for reject in reading.rejected[:5]:
        print(plain(f"line {reject.line:,} was rejected: {reject.why}"), file=sys.stderr)
    for name, cells in reading.unparsed.items():
        said = "1 cell" if cells == 1 else f"{cells:,} cells"
        print(plain(f"{said} of {name!r} did not fit the column's kind: nothing is known there"), file=sys.stderr)


def tell_report(report: Report, verdict: Verdict) -> None:
    """The scores of the whole table, as the report's pages spell them, and the policy's checks."""
    from synth.judge.words import figure, title  # noqa: PLC0415

    for note in report.notes:
        typer.echo(plain(note))
    for score in report.scores:
        if (not score.subject or score.group == "usefulness") and score.value is not None:
            fresh = f" (a fresh real sample: {figure(score.reference.value, score.measure)})" if score.reference else ""
            typer.echo(plain(f"{title(score)}: {figure(score.value, score.measure)}{fresh}. {score.note}"))
    for check in verdict.checks:
        typer.echo(plain(f"[{check.outcome}] {check.title}: {check.reason}"))
    typer.echo(f"Verdict by the policy {plain(verdict.policy)}: {verdict.outcome}.")
