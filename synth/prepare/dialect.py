"""How cells are parted in a file: delimiter, quote, escape and decimal sign, told from its beginning."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", " ")
PROSE = (" ", ":")
"""Delimiters that prose is full of: believed only where the cells are values and no other mark will do."""
QUOTES = ('"', "'")
MAX_CELL = 32 * 1024**2
"""The most characters that one cell may hold."""
MAX_SAMPLE_ROWS = 400
MAX_SAMPLE_CELLS = 4_000

_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:[ '\u00a0\u202f]\d{3})+(?:[.,]\d+)?"
_NUMBER = re.compile(rf"[£$€¥]?\s?[+-]?[£$€¥]?(?:\d+(?:[.,]\d*)?|[.,]\d+|{_GROUPED})(?:[eE][+-]?\d+)?\s?[%€]?")
_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4}"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2}| ?[AaPp][Mm])?"
_DATE = re.compile(rf"(?:{_DAY})(?:[T ]{_CLOCK})?|{_CLOCK}|[A-Z][a-z]{{2}}-\d{{2,4}}")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+")
_WORDS = re.compile(r"[^\W_](?:[\w .'’()/&+!?-]|, )*")
_BOOLEANS = frozenset({"true", "false", "yes", "no"})
_MISSING = frozenset({"na", "n/a", "nan", "null", "none", "?", "-", "\\n", "#n/a"})
_COMMA_DECIMAL = re.compile(r"[+-]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+)")
_POINT_DECIMAL = re.compile(r"[+-]?(?:0\.\d+|\d+\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3})+\.\d+)")


class Reader(Protocol):
    """What `csv.reader` gives: rows, and how many lines they took."""

    @property
    def line_num(self) -> int: ...
    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


@dataclass(frozen=True)
class Spelling:
    """Marks that part cells: delimiter, quote (or none), escape (or none), and whether blanks follow the delimiter."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    initial_space: bool = False

    def reader(self, lines: Iterable[str], *, strict: bool) -> Reader:
        """Python's own CSV reader, so spelled."""
        csv.field_size_limit(MAX_CELL)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            skipinitialspace=self.initial_space,
            strict=strict,
        )

    def rows(self, lines: Iterable[str]) -> list[list[str]]:
        """The first rows, as far as they can be read at all; blank lines are empty rows."""
        rows: list[list[str]] = []
        try:
            for row in self.reader(lines, strict=False):
                rows.append(row)
                if len(rows) >= MAX_SAMPLE_ROWS:
                    break
        except csv.Error:
            return rows
        return rows

    def lines_of(self, lines: Iterable[str], rows: int) -> int:
        """How many lines the first rows take; cells may hold line breaks."""
        reader = self.reader(lines, strict=False)
        deque(islice(reader, rows), maxlen=0)
        return reader.line_num

    def parses(self, sample: str) -> bool:
        """Whether the sample keeps to the rules of quoting."""
        try:
            for _ in self.reader(io.StringIO(sample, newline=""), strict=True):
                pass
        except csv.Error:
            return False
        return True


def cell_type(cell: str) -> str:
    """A rough type for one cell: `empty`, `number`, `date`, `boolean`, `address`, `words` or `other`."""
    cell = cell.strip()
    if not cell or cell.lower() in _MISSING:
        return "empty"
    if _NUMBER.fullmatch(cell):
        return "number"
    if _DATE.fullmatch(cell):
        return "date"
    if cell.lower() in _BOOLEANS:
        return "boolean"
    if _ADDRESS.fullmatch(cell):
        return "address"
    return "words" if _WORDS.fullmatch(cell) else "other"


def detect_spelling(sample: str, delimiter: str | None = None, quote: str | None = None) -> Spelling:
    """The spelling under which the sample looks most like a table; what is given is kept."""
    delimiters = (delimiter,) if delimiter else (",", *(mark for mark in DELIMITERS[1:] if mark in sample))
    quotes = (quote,) if quote is not None else _likely_quotes(sample)
    candidates = [Spelling(mark, around) for mark in delimiters for around in quotes if mark != around]
    best = _with_initial_space(max(candidates, key=lambda candidate: _score(candidate, sample)), sample)
    escaped = replace(best, escape="\\")
    if best.quote and f"\\{best.quote}" in sample and not best.parses(sample) and escaped.parses(sample):
        return escaped
    return best


def _likely_quotes(sample: str) -> tuple[str, ...]:
    """Double quotes; and single ones where they stand around cells more often."""
    around = {
        mark: len(re.findall(rf"(?:^|[,;\t|]) ?{mark}[^{mark}\n]*{mark}(?=[,;\t|\r\n]|$)", sample, re.MULTILINE))
        for mark in QUOTES
    }
    return ("'", '"') if around["'"] > max(1, around['"']) else ('"',)


def _with_initial_space(spelling: Spelling, sample: str) -> Spelling:
    """The same spelling, passing over the blank behind delimiters where all cells have one or quotes come after it."""
    if spelling.delimiter == " ":
        return spelling
    spaced = replace(spelling, initial_space=True)
    later = [cell for row in spelling.rows(io.StringIO(sample, newline="")) for cell in row[1:] if cell]
    everywhere = bool(later) and all(cell.startswith(" ") for cell in later)
    return spaced if everywhere or _score(spaced, sample) > _score(spelling, sample) else spelling


def _score(spelling: Spelling, sample: str) -> float:
    """How much the rows look like a table's: many, of one width, of several columns, of cells that look like values.

    After the data consistency measure of van den Burg, Nazábal and Sutton (2019, doi:10.1007/s10618-019-00646-y): a
    pattern score that favours many rows of few widths, times the share of cells with a known type.
    """
    rows = [row for row in spelling.rows(io.StringIO(sample, newline="")) if any(cell.strip() for cell in row)]
    if not rows:
        return 0.0
    widths = Counter(map(len, rows))
    width = max(widths, key=lambda each: (widths[each], each))
    cells = [cell for row in rows if len(row) == width for cell in row][:MAX_SAMPLE_CELLS]
    if width == 1:
        return widths[1] * _single(cells)
    pattern = sum(count * (each - 1) / each for each, count in widths.items()) / len(widths)
    known = 1 - sum(cell_type(cell) == "other" for cell in cells) / len(cells)
    return pattern * (0.5 * _valued(cells) if spelling.delimiter in PROSE else known)


def _single(cells: Sequence[str]) -> float:
    """A file of one column is believed where its cells are values; else what parts them at all is likelier."""
    return 0.4 * _valued(cell for cell in cells if not any(mark in cell for mark in DELIMITERS[:4])) + 0.02


def _valued(cells: Iterable[str]) -> float:
    """The share of cells that are numbers, dates or truth values."""
    types = Counter(map(cell_type, cells))
    return (types["number"] + types["date"] + types["boolean"]) / max(1, types.total())


def detect_decimal(rows: Iterable[Sequence[str]]) -> str:
    """The decimal sign that more of the cells can only be read with."""
    comma = point = 0
    for cell in _cells(rows):
        comma += _COMMA_DECIMAL.fullmatch(cell) is not None
        point += _POINT_DECIMAL.fullmatch(cell) is not None
    return "," if comma > point else "."


def _cells(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    return (cell.strip() for row in rows for cell in row)
