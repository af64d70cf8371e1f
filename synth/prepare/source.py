"""A file's bytes: fetched, unpacked where they are a `.csv.gz`, and refused where they are no text."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from synth.errors import ReadError

MAX_BYTES = 2 * 1024**3
"""The largest file that is read, and the most that a `.csv.gz` may expand to."""
MAX_EXPANSION = 100
"""How many times its own size a `.csv.gz` may expand to, once it is past `FREE_EXPANSION` bytes."""
FREE_EXPANSION = 32 * 1024**2
"""What a `.csv.gz` may expand to whatever its ratio."""
_SPREADSHEET = "a spreadsheet or a zip archive: open it, and save the sheet as CSV"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "compressed with gzip: give it a name that ends in .csv.gz, or unpack it"),
    (b"PK\x03\x04", _SPREADSHEET),
    (b"PK\x05\x06", "an empty zip archive: export the table again"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook: open it, and save the sheet as CSV"),
    (b"PAR1", "a Parquet file: export it as CSV"),
    (b"ARROW1", "an Arrow file: export it as CSV"),
    (b"FEA1", "a Feather file: export it as CSV"),
    (b"\x89HDF", "an HDF5 file: export it as CSV"),
    (b"SQLite format 3", "an SQLite database: export its table as CSV"),
    (b"%PDF", "a PDF document: export the table behind it as CSV"),
    (b"BZh", "compressed with bzip2: unpack it"),
    (b"\xfd7zXZ", "compressed with xz: unpack it"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd: unpack it"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"$FL2", "an SPSS file: export it as CSV"),
    (b"<stata_dta>", "a Stata file: export it as CSV"),
    (b"\x89PNG", "a picture: export the table behind it as CSV"),
    (b"\xff\xd8\xff", "a picture: export the table behind it as CSV"),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_JSON = re.compile(rb"\s*(?:\{\s*\"|\[\s*[\[{\"])")
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|table|svg|head|body)\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Source:
    """A file that may be a table: its name, its bytes as they lie, and those bytes unpacked."""

    name: str
    packed: bytes
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """Hash of the file as it lies."""
        return hashlib.sha256(self.packed).hexdigest()


def open_source(source: Path | str | bytes, name: str | None = None) -> Source:
    """Fetch a file's bytes, unpacking a `.csv.gz`; `ReadError` for what is no text or too large."""
    packed = source if isinstance(source, bytes) else _read(Path(source))
    name = name if name is not None else ("the table" if isinstance(source, bytes) else Path(source).name)
    if len(packed) > MAX_BYTES:
        raise ReadError(f"{name!r} has {len(packed):,} bytes; the limit is {MAX_BYTES:,}. Read a part of it.")
    content = packed
    if packed[:2] == b"\x1f\x8b" and name.lower().endswith((".gz", ".gzip")):
        content = _unpack(packed, name)
    _refuse_what_is_no_table(content, name)
    return Source(name, packed, content)


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(f"{path.name!r} has {size:,} bytes; the limit is {MAX_BYTES:,}. Read a part of it.")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(f"{path.name!r} cannot be opened: {reason}. Check the path and your rights to it.") from error


def _unpack(packed: bytes, name: str) -> bytes:
    """Unpack gzip (all its members), stopping as soon as it grows past what an honest table would."""
    limit = min(MAX_BYTES, max(FREE_EXPANSION, MAX_EXPANSION * len(packed)))
    parts: list[bytes] = []
    size, rest = 0, packed
    try:
        while rest.strip(b"\0"):
            member = zlib.decompressobj(wbits=31)
            while not member.eof:
                part = member.decompress(rest, 2**20)
                if not part and not member.unconsumed_tail and not member.eof:
                    raise ReadError(f"{name!r} ends in the middle of its compressed data. Fetch the file again.")
                parts.append(part)
                size += len(part)
                if size > limit:
                    raise ReadError(
                        f"{name!r} unpacks to more than {limit:,} bytes from {len(packed):,}, which no ordinary table "
                        "does. Unpack it yourself if you trust where it came from."
                    )
                rest = member.unconsumed_tail
            rest = member.unused_data
    except zlib.error as error:
        raise ReadError(f"{name!r} is damaged: it cannot be unpacked as gzip. Fetch the file again.") from error
    return b"".join(parts)


def _refuse_what_is_no_table(content: bytes, name: str) -> None:
    head = content[:4096]
    if not content:
        raise ReadError(f"{name!r} is an empty file: it has no bytes at all. Export the table again.")
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise ReadError(f"{name!r} is not a CSV file but {what}.")
    if _PICKLE.match(head) or name.lower().endswith((".pkl", ".pickle")):
        raise ReadError(f"{name!r} is a Python pickle, which is never opened here. Export the table as CSV.")
    if _MARKUP.match(head):
        raise ReadError(f"{name!r} is a web page or XML, not a CSV file. Export the table behind it as CSV.")
    if _JSON.match(head):
        raise ReadError(f"{name!r} is JSON, not a CSV file. Export the table as CSV.")
