"""A file as text: every cell as it is spelled, and an account of every row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.errors import ReadError
from synth.prepare.dialect import Layout, Spelling, detect_layout, detect_spelling
from synth.prepare.headers import name_columns
from synth.prepare.source import Encoding, Source, detect_encoding, open_source
from synth.prepare.table import Dialect, Reading, Reject

MAX_COLUMNS = 2_000
"""The most columns that a table may have."""
MAX_CELL = 32 * 1024**2
"""The most characters that one cell may hold."""
_CHUNK_ROWS = 20_000


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

    `header` counts the header's lines (0: there is none), `skip` the lines above it. Rows that have too few or too many
    cells are rejected with their line number, blank lines are counted: `rows_in_file = loaded + rejected + blank`.
    Raises `ReadError`, naming what, where and what to do, for a file that cannot be read as a table.
    """
    opened = open_source(source, name)
    coding = detect_encoding(opened.content, opened.name, encoding)
    sample = coding.sample(opened.content)
    if not sample.strip():
        raise ReadError(f"{opened.name!r} is an empty file: it has nothing but blank lines. Export the table again.")
    spelling = detect_spelling(sample, delimiter, quote)
    layout = detect_layout(spelling.rows(sample), header, skip)
    if layout.width > MAX_COLUMNS:
        raise ReadError(
            f"{opened.name!r} has {layout.width:,} columns; the limit is {MAX_COLUMNS:,}. Keep the columns you need."
        )
    rows = _Rows(opened.name, layout.width)
    lines = coding.lines(opened.content)
    head = rows.head(lines, spelling, layout)
    names, notes = name_columns(head)
    columns = rows.columns(lines, spelling)
    reading = Reading(
        source=opened.name,
        sha256=opened.sha256,
        dialect=Dialect(
            encoding=coding.codec,
            delimiter=spelling.delimiter,
            quote=spelling.quote,
            escape=spelling.escape,
            header=layout.header,
            skip=layout.skip,
            decimal=decimal or ".",
        ),
        rows_in_file=rows.loaded + len(rows.rejected) + rows.blank,
        loaded=rows.loaded,
        blank=rows.blank,
        rejected=tuple(rows.rejected),
        notes=(*coding.notes, *notes),
    )
    return Text(pd.DataFrame(dict(zip(names, columns, strict=True))), reading)


@dataclass
class _Rows:
    """Reads a file's rows strictly, in chunks, accounting for each."""

    name: str
    width: int
    line: int = 0
    loaded: int = 0
    blank: int = 0
    rejected: list[Reject] = field(default_factory=list)

    def head(self, lines: Iterator[str], spelling: Spelling, layout: Layout) -> list[str]:
        """Pass the preamble and the header; the names it gives."""
        self.line += sum(1 for _ in islice(lines, layout.skip))
        if not layout.header:
            return [f"column_{place + 1}" for place in range(self.width)]
        reader = spelling.reader(lines, strict=True)
        rows = [row for _, row in zip(range(layout.header), self._rows(reader), strict=False)]
        self.line += reader.line_num
        rows = [row + [""] * (self.width - len(row)) for row in rows]
        return [" ".join(filter(None, cells)) for cells in zip(*rows, strict=False)][: self.width]

    def columns(self, lines: Iterator[str], spelling: Spelling) -> list[NDArray[Any]]:
        """The columns of all rows that have the right number of cells, equal cells sharing one string."""
        csv.field_size_limit(MAX_CELL)
        shared: dict[str, str] = {}
        share = shared.setdefault
        parts: list[list[NDArray[Any]]] = [[] for _ in range(self.width)]
        kept = self._kept(self._rows(spelling.reader(lines, strict=True)), share)
        while chunk := list(islice(kept, _CHUNK_ROWS)):
            self.loaded += len(chunk)
            for part, column in zip(parts, zip(*chunk, strict=True), strict=True):
                array = np.empty(len(column), dtype=object)
                array[:] = column
                part.append(array)
        return [np.concatenate(part) if part else np.empty(0, dtype=object) for part in parts]

    def _kept(self, rows: Iterator[list[str]], share: Callable[[str, str], str]) -> Iterator[list[str]]:
        for row in rows:
            if len(row) == self.width:
                yield [share(cell, cell) for cell in row]
            elif not row:
                self.blank += 1
            else:
                self.rejected.append(Reject(line=self._start, why=f"{len(row)} cells instead of {self.width}"))

    def _rows(self, reader: Any) -> Iterator[list[str]]:
        while True:
            self._start = self.line + reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise ReadError(
                    f"{self.name!r}: the quote that opens on line {self._start} is not closed as it should be ({error}). "
                    "Close or double it there, or read the file with quote=none."
                ) from error
            yield row


__all__ = ["MAX_CELL", "MAX_COLUMNS", "Encoding", "Source", "Text", "read_text"]
