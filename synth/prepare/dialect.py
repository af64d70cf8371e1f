"""How a file is spelled: delimiter, quote, escape, decimal sign, and where the table starts, all told from its beginning."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", " ")
QUOTES = ('"', "'")
MAX_SAMPLE_ROWS = 400

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?%?")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?|\d{1,2}:\d{2}(?::\d{2})?"
)
_WORDS = re.compile(r"[^\W_][\w .'’()/&+-]*")
_BOOLEANS = frozenset({"true", "false", "yes", "no"})


@dataclass(frozen=True)
class Spelling:
    """Marks that part cells: the delimiter, the quote (or none), the escape (or none), and blanks after the delimiter."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    initial_space: bool = False

    def reader(self, lines: io.StringIO | Sequence[str], *, strict: bool) -> csv._reader:
        """Python's own CSV reader, so spelled."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            skipinitialspace=self.initial_space,
            strict=strict,
        )

    def rows(self, sample: str) -> list[list[str]]:
        """The sample's rows, blank ones empty, as far as they can be read."""
        rows: list[list[str]] = []
        try:
            for row in self.reader(io.StringIO(sample, newline=""), strict=False):
                rows.append(row)
                if len(rows) >= MAX_SAMPLE_ROWS:
                    break
        except csv.Error:
            return rows
        return rows


def cell_type(cell: str) -> str:
    """A rough type for one cell: `empty`, `number`, `date`, `boolean`, `words` or `other`."""
    cell = cell.strip()
    if not cell:
        return "empty"
    if _NUMBER.fullmatch(cell):
        return "number"
    if _DATE.fullmatch(cell):
        return "date"
    if cell.lower() in _BOOLEANS:
        return "boolean"
    return "words" if _WORDS.fullmatch(cell) else "other"


def detect_spelling(sample: str, delimiter: str | None = None, quote: str | None = None) -> Spelling:
    """The delimiter and quote under which the sample looks most like a table."""
    delimiters = (delimiter,) if delimiter else tuple(mark for mark in DELIMITERS if mark in sample)
    quotes = (quote,) if quote is not None else ('"', *(mark for mark in QUOTES[1:] if mark in sample))
    candidates = [Spelling(mark, around) for mark in delimiters or (",",) for around in quotes]
    best = max(candidates, key=lambda candidate: _score(candidate.rows(sample)))
    rows = best.rows(sample)
    later = [cell for row in rows[1:] for cell in row[1:] if cell]
    spaced = bool(later) and all(cell[0] == " " for cell in later)
    return Spelling(best.delimiter, best.quote, "", spaced)


def _score(rows: Sequence[Sequence[str]]) -> float:
    """How much rows look like a table's: of one width, of more than one column, of cells that look like values."""
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    regular = count / widths.total()
    cells = [cell for row in rows if len(row) == width for cell in row]
    known = sum(cell_type(cell) != "other" for cell in cells) / len(cells)
    return regular * known * (1.0 if width > 1 else 0.05)


@dataclass(frozen=True)
class Layout:
    """Where the table lies in the file: lines to skip, then header lines, and how many columns there are."""

    skip: int
    header: int
    width: int


def detect_layout(rows: Sequence[Sequence[str]], header: int | None = None, skip: int | None = None) -> Layout:
    """Find preamble, header and width from the sample's rows."""
    widths = Counter(len(row) for row in rows[skip or 0 :] if row)
    width = max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else 0
    first = skip if skip is not None else next((place for place, row in enumerate(rows) if len(row) == width), 0)
    if header is None:
        header = int(_is_header(rows[first] if first < len(rows) else [], rows[first + 1 :]))
    return Layout(first, header, width)


def _is_header(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    votes = 0.0
    for place, name in enumerate(names):
        column = [row[place] for row in below if len(row) == len(names)]
        types = Counter(cell_type(cell) for cell in column)
        types.pop("empty", None)
        if not types:
            continue
        common, own = types.most_common(1)[0][0], cell_type(name)
        if common in ("number", "date", "boolean"):
            votes += -1 if own == common else 1
        elif name and name in column:
            votes -= 1
    return votes >= 0
