"""A file's bytes → lines of text: what the file must not be, how it is encoded, and the limits it has to keep."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from charset_normalizer import from_bytes

from synth.errors import ReadError

MAX_BYTES = 2 * 1024**3
"""The largest file that is read, and the most that a `.csv.gz` may expand to."""
MAX_EXPANSION = 100
"""How many times its own size a `.csv.gz` may expand to, once it is past `FREE_EXPANSION` bytes."""
FREE_EXPANSION = 32 * 1024**2
"""What a `.csv.gz` may expand to whatever its ratio."""
MAX_CONTROL_SHARE = 0.1
"""The share of control characters above which a file is taken for binary."""
SAMPLE_BYTES = 64 * 1024
"""How much of a file's beginning is looked at to find its dialect."""

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
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|table|svg|head|body)\b", re.IGNORECASE)
_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


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


@dataclass(frozen=True)
class Encoding:
    """How bytes become characters: the codec, what to do with bytes that do not fit, the bytes to skip, and notes."""

    codec: str
    errors: str = "strict"
    skip: int = 0
    notes: tuple[str, ...] = ()

    def lines(self, content: bytes) -> Iterator[str]:
        """The text line by line, each with its own line ending."""
        stream = io.BytesIO(content)
        stream.seek(self.skip)
        return iter(io.TextIOWrapper(stream, encoding=self.codec, errors=self.errors, newline=""))

    def sample(self, content: bytes) -> str:
        """The first `SAMPLE_BYTES` as text, whole characters only."""
        decoder = codecs.getincrementaldecoder(self.codec)(self.errors)
        return decoder.decode(content[self.skip : self.skip + SAMPLE_BYTES])


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
    head = content[:SAMPLE_BYTES]
    if not content:
        raise ReadError(f"{name!r} is an empty file: it has no bytes at all. Export the table again.")
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise ReadError(f"{name!r} is not a CSV file but {what}.")
    if _PICKLE.match(head) or name.lower().endswith((".pkl", ".pickle")):
        raise ReadError(f"{name!r} is a Python pickle, which is never opened here. Export the table as CSV.")
    if _MARKUP.match(head):
        raise ReadError(f"{name!r} is a web page or XML, not a CSV file. Export the table behind it as CSV.")
    if head.lstrip().startswith((b'{"', b"[{")):
        raise ReadError(f"{name!r} is JSON, not a CSV file. Export the table as CSV.")


def detect_encoding(content: bytes, name: str, wanted: str | None = None) -> Encoding:
    """Find how the bytes are encoded: the byte order mark, UTF-8, UTF-16 by its zero bytes, or a guess that is stated.

    `wanted` overrides the guess. Raises `ReadError` for an unknown encoding, for bytes that do not fit the wanted one,
    and for a file that looks binary.
    """
    found = _encoding_by_mark(content) or _encoding_by_zeros(content)
    if wanted is not None:
        codec = _known_codec(wanted)
        same_family = found is not None and codec.split("-")[:2] == found.codec.split("-")[:2]
        found = found if same_family else Encoding(codec)
        where = _first_misfit(content, found)
        if found and where is not None:
            line = content.count(b"\n", 0, where) + 1
            raise ReadError(f"{name!r} is not in {wanted}: line {line} holds a byte that has no meaning in it.")
    found = found or _encoding_by_content(content)
    _refuse_binary(found.sample(content), name)
    return found


def _known_codec(wanted: str) -> str:
    try:
        codec = codecs.lookup(wanted)
        "".encode(codec.name)
    except LookupError:
        raise ReadError(f"There is no encoding called {wanted!r}. Try utf-8, cp1252 or utf-16.") from None
    return codec.name


def _encoding_by_mark(content: bytes) -> Encoding | None:
    for mark, codec in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return Encoding(codec, "strict", len(mark), ("A byte order mark at the start of the file was removed.",))
    return None


def _encoding_by_zeros(content: bytes) -> Encoding | None:
    """Text in UTF-16 without a mark: nearly every second byte is zero."""
    head = content[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.4 * len(head) / 2 and even < 0.05 * len(head):
        return Encoding("utf-16-le", notes=("No byte order mark: taken for UTF-16 by its zero bytes.",))
    if even > 0.4 * len(head) / 2 and odd < 0.05 * len(head):
        return Encoding("utf-16-be", notes=("No byte order mark: taken for UTF-16 by its zero bytes.",))
    return None


def _first_misfit(content: bytes, encoding: Encoding) -> int | None:
    """Position of the first byte that the encoding cannot read, or None."""
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    for start in range(encoding.skip, len(content), 2**20):
        try:
            decoder.decode(content[start : start + 2**20], final=start + 2**20 >= len(content))
        except UnicodeDecodeError as error:
            return start + error.start
    return None


def _encoding_by_content(content: bytes) -> Encoding:
    where = _first_misfit(content, Encoding("utf-8"))
    if where is None:
        return Encoding("utf-8")
    window = content[max(0, where - SAMPLE_BYTES // 2) : where + SAMPLE_BYTES]
    guess = from_bytes(window).best()
    codec = guess.encoding if guess is not None else "cp1252"
    return Encoding(codec, notes=(f"Not UTF-8: read as {codec}, a guess from its characters.",))


def _refuse_binary(sample: str, name: str) -> None:
    controls = sum(1 for character in sample if character < " " and character not in "\t\r\n\f")
    if controls > MAX_CONTROL_SHARE * len(sample):
        raise ReadError(f"{name!r} is a binary file, not text. Export the table as CSV.")
