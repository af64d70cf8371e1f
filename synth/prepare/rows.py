"""A file's rows, parsed strictly by Python's csv module, each of them accounted for."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.errors import ReadError
from synth.prepare.dialect import Spelling
from synth.prepare.table import Reject

MAX_REJECTED = 100_000
"""More rejected rows than this mean that the file is read in the wrong way."""
_CHUNK_ROWS = 20_000
_BARE_RETURN = "\ufdd0"  # a code point that is no character: stands for a lone carriage return, on which csv stumbles


def whole_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines with every carriage return that does not end one replaced by a stand-in."""
    for line in lines:
        end = len(line) - (2 if line.endswith("\n") else 1)
        yield line if line.find("\r", 0, end) < 0 else line[:end].replace("\r", _BARE_RETURN) + line[end:]


class RowReader:
    """Reads a file's header and rows from its lines, counting what is loaded, blank and rejected."""

    def __init__(self, name: str, spelling: Spelling, width: int, lines: Iterator[str]) -> None:
        self.name = name
        self.width = width
        self.loaded = 0
        self.blank = 0
        self.rejected: list[Reject] = []
        self.notes: list[str] = []
        self._heads: list[list[str]] = []
        self._returns = False
        self._line = ""
        self._skipped = 0
        self._marks = f"{spelling.delimiter} \t\r\n"
        self._lines = lines
        self._reader = spelling.reader(self._remembered(), strict=True)

    def head(self, skip: int, header: int) -> list[list[str]]:
        """Pass the lines above the table; the header's lines, blank ones left out."""
        self._skipped = sum(1 for _ in islice(self._lines, skip))
        rows = [row for _, row in zip(range(header), self._rows(), strict=False)]
        self._heads = [row for row in rows if len(row) > 1]
        return [[_restored(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]

    def columns(self) -> list[NDArray[Any]]:
        """The columns of the rows that have the right number of cells, equal cells sharing one string."""
        parts: list[list[NDArray[Any]]] = [[] for _ in range(self.width)]
        kept = self._kept()
        while chunk := list(islice(kept, _CHUNK_ROWS)):
            self.loaded += len(chunk)
            for part, column in zip(parts, zip(*chunk, strict=True), strict=True):
                array = np.empty(len(column), dtype=object)
                array[:] = column
                part.append(array)
        if self._returns:
            self.notes.append("Some cells hold a carriage return.")
        return [np.concatenate(part) if part else np.empty(0, dtype=object) for part in parts]

    def _kept(self) -> Iterator[list[str]]:
        shared: dict[str, str] = {}
        share = shared.setdefault
        for row in self._rows():
            if not row or (not row[0].strip() and self._is_blank(row)):
                self.blank += 1
            elif len(row) != self.width:
                self._reject(f"{len(row)} cells instead of {self.width}")
            elif row in self._heads:
                self._reject("the header once more")
            elif self._returns:
                yield [share(cell, cell) for cell in map(_restored, row)]
            else:
                yield [share(cell, cell) for cell in row]

    def _is_blank(self, row: list[str]) -> bool:
        """Nothing but delimiters; a row of quoted empty cells is a row."""
        return not "".join(row).strip() and not self._line.strip(self._marks)

    def _reject(self, why: str) -> None:
        spanned = self._skipped + self._reader.line_num - self._start
        more = f", over {spanned + 1} lines: a quote may not be closed" if spanned else ""
        self.rejected.append(Reject(line=self._start, why=why + more))
        if len(self.rejected) > MAX_REJECTED:
            raise ReadError(
                f"{self.name!r}: more than {MAX_REJECTED:,} rows have not the {self.width} cells they should. "
                "Check the delimiter, the quote and the header."
            )

    def _rows(self) -> Iterator[list[str]]:
        while True:
            self._start = self._skipped + self._reader.line_num + 1
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._misquoted(error)
            else:
                yield row

    def _misquoted(self, error: csv.Error) -> None:
        """Reject a row whose quoting fails on its own line; a quote left open over lines spoils all that follows."""
        end = self._skipped + self._reader.line_num
        if "field larger" in str(error):
            raise ReadError(
                f"{self.name!r}: a cell on line {self._start} has more than {csv.field_size_limit():,} characters. "
                "Perhaps a quote that opens there is never closed; else leave that cell out."
            ) from error
        if "unexpected end" in str(error) or end > self._start:
            raise ReadError(
                f"{self.name!r}: the quote that opens on line {self._start} is never closed as it should be. "
                "Close it there, or double it if it belongs to the text, or read the file without quotes (quote=none)."
            ) from error
        self._reject("a quote in the middle of a cell, or text behind a closing quote")

    def _remembered(self) -> Iterator[str]:
        for line in whole_lines(self._lines):
            self._line = line
            self._returns = self._returns or _BARE_RETURN in line
            yield line


def _restored(cell: str) -> str:
    return cell.replace(_BARE_RETURN, "\r")
