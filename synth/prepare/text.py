"""A file as text: every cell as it is spelled, and an account of every row."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from synth.errors import ReadError
from synth.prepare.dialect import Spelling, detect_decimal, detect_spelling
from synth.prepare.encoding import detect_encoding
from synth.prepare.headers import name_columns
from synth.prepare.layout import Layout, detect_layout, has_row_names
from synth.prepare.rows import RowReader, whole_lines
from synth.prepare.source import open_source
from synth.prepare.table import Dialect, Reading

MAX_COLUMNS = 2_000
"""The most columns that a table may have."""

_DECLARED = re.compile(r'"?sep=([^\w\r\n])"?\r?\n', re.IGNORECASE)  # how Excel is told the delimiter


@dataclass(frozen=True, eq=False)
class Text:
    """A table before its kinds are known: every cell a `str` as spelled in the file, and how the file was read."""

    frame: pd.DataFrame
    reading: Reading

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.frame)


def read_text(
    source: Path | str | bytes,
    *,
    name: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    quote: str | None = None,
    header: int | None = None,
    skip: int | None = None,
    decimal: str | None = None,
) -> Text:
    """Read a CSV file as text, telling its dialect where it is not given.

    `header` counts the header's lines (0: there is none), `skip` the lines above it. Rows with too few or too many
    cells are rejected by line number; blank lines (nothing, or nothing but delimiters) are counted: `rows_in_file =
    loaded + len(rejected) + blank`. Raises `ReadError`, saying what, where and what to do, for a file that is no table.
    """
    _check_marks(delimiter, quote, decimal)
    opened = open_source(source, name)
    coding = detect_encoding(opened.content, opened.name, encoding)
    sample = coding.sample(opened.content, skip or 0)
    ending = "\n" if "\n" in sample else "\r"
    if delimiter is None and skip is None and (declared := _DECLARED.match(sample)):
        delimiter, skip = declared[1], 1
    beginning = list(whole_lines(io.StringIO(sample, newline=ending)))[skip or 0 :]
    if not "".join(beginning).strip():
        if skip:
            raise ReadError(f"Nothing of {opened.name!r} is left below the {_lines(skip)} to skip. Skip fewer.")
        raise ReadError(f"{opened.name!r} is an empty file: it has nothing but blank lines. Export the table again.")
    spelling = detect_spelling("".join(beginning), delimiter, quote)
    rows = spelling.rows(beginning)
    layout = detect_layout(rows, header, None if skip is None else 0)
    if layout.width > MAX_COLUMNS:
        raise ReadError(
            f"{opened.name!r} has {layout.width:,} columns; the limit is {MAX_COLUMNS:,}. Keep the columns you need."
        )
    passed = (skip or 0) + spelling.lines_of(beginning, layout.skip)
    reader = RowReader(opened.name, spelling, layout.width, coding.lines(opened.content, ending))
    names, notes = _names(reader.head(passed, layout.header), layout, rows)
    columns = reader.columns()
    reading = Reading(
        source=opened.name,
        sha256=opened.sha256,
        dialect=Dialect(
            encoding=coding.codec,
            delimiter=spelling.delimiter,
            quote=spelling.quote,
            escape=spelling.escape,
            header=layout.header,
            skip=passed,
            decimal=decimal or detect_decimal(rows[layout.skip + layout.header :]),
        ),
        rows_in_file=reader.loaded + len(reader.rejected) + reader.blank,
        loaded=reader.loaded,
        blank=reader.blank,
        rejected=tuple(reader.rejected),
        notes=(*coding.notes, *_notes(spelling, passed, layout.header), *notes, *reader.notes),
    )
    return Text(pd.DataFrame(dict(zip(names, columns, strict=True)), index=pd.RangeIndex(reader.loaded)), reading)


def _check_marks(delimiter: str | None, quote: str | None, decimal: str | None) -> None:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in "\r\n"):
        raise ReadError(f"The delimiter {delimiter!r} is not one character. Give one, such as , or ; or tab.")
    if quote is not None and (len(quote) > 1 or quote in ("\r", "\n")):
        raise ReadError(f"The quote {quote!r} is not one character. Give one, or none.")
    if delimiter is not None and delimiter == quote:
        raise ReadError(f"Delimiter and quote cannot both be {quote!r}. Change one of them.")
    if decimal is not None and decimal not in (".", ","):
        raise ReadError(f"The decimal sign {decimal!r} is not known. Give . or ,")


def _names(head: list[list[str]], layout: Layout, rows: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    full = [row for row in rows[layout.skip + 1 :] if len(row) == layout.width]
    named_after_first = len(head) == 1 and any(row[-1].strip() for row in full)
    extra_first = named_after_first and has_row_names(len(head[0]), list(zip(*full, strict=True)))
    return name_columns(head, layout.width, extra_first=extra_first)


def _notes(spelling: Spelling, passed: int, header: int) -> list[str]:
    notes = []
    if passed:
        notes.append(f"Above the table, {_lines(passed)} {'was' if passed == 1 else 'were'} passed over.")
    if header > 1:
        notes.append(f"The header has {_lines(header)}: their names were joined.")
    if not header:
        notes.append("It has no header: columns are called column_1, column_2, …")
    if spelling.initial_space:
        notes.append("The blank behind each delimiter was taken off.")
    if spelling.escape:
        notes.append(f"A {spelling.escape} before a mark takes away the mark's meaning.")
    return notes


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
