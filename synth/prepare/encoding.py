"""How a file's bytes become characters: its byte order mark, UTF-8, UTF-16 by its zeros, or a guess that is stated."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes

from synth.errors import ReadError

MAX_CONTROL_SHARE = 0.1
"""The share of control characters above which a file is taken for binary."""
MAX_STRANGE_SHARE = 0.1
"""The share of characters beyond ASCII that may look out of place in a text taken for Windows-1252."""
SAMPLE_BYTES = 64 * 1024
"""How much of a file's beginning is looked at to find its dialect; more only where its lines are longer."""
MAX_SAMPLE_BYTES = 4 * 1024**2

_STEP = 2**20
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = [
    *(f"cp125{number}" for number in range(9)),
    *(f"iso8859_{number}" for number in (2, 5, 6, 7, 8, 9, 13, 15)),
    *("koi8_r", "cp437", "cp850", "mac_roman", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
]
_FOREIGN_RUN = re.compile(r"[^\W\d_a-zA-Z]{3,}")
_SYMBOL_IN_WORD = re.compile(r"[^\W\d_][^\w\s\x00-\x7f’‘´·–—][^\W\d_]")
_LONELY_LETTER = re.compile(r"(?<![^\W\d_])[^\W\d_a-zA-Zª°ºµÀÁÉàáéÈèÔôÖöÜüÅåÄäØø](?![^\W\d_])")
_C1_CONTROLS = re.compile(r"[\x80-\x9f]")


@dataclass(frozen=True)
class Encoding:
    """A codec, what to do with bytes that do not fit it, the bytes of a mark to skip, and notes on how it was found."""

    codec: str
    errors: str = "strict"
    skip: int = 0
    notes: tuple[str, ...] = ()

    def lines(self, content: bytes, ending: str) -> Iterator[str]:
        """The text line by line, parted at `ending` (kept), whatever else may look like the end of a line."""
        stream = io.BytesIO(content)
        stream.seek(self.skip)
        return iter(io.TextIOWrapper(stream, encoding=self.codec, errors=self.errors, newline=ending))

    def sample(self, content: bytes, skip: int = 0) -> str:
        """The beginning of the text with some lines below the first `skip`: whole ones, where they are not too long."""
        for size in (SAMPLE_BYTES, MAX_SAMPLE_BYTES, *([len(content)] if skip else [])):
            decoder = codecs.getincrementaldecoder(self.codec)(self.errors)
            whole = self.skip + size >= len(content)
            text = decoder.decode(content[self.skip : self.skip + size], final=whole)
            lines = text.splitlines(keepends=True)
            if whole or len(lines) > skip + 5:
                break
        return text if whole or len(lines) < 2 else "".join(lines[:-1])


def detect_encoding(content: bytes, name: str, wanted: str | None = None) -> Encoding:
    """Find the file's encoding; `wanted` overrides the guess.

    Raises `ReadError` for an unknown encoding, for bytes that do not fit the wanted one, and for a binary file.
    """
    found = _by_mark(content) or _by_zeros(content)
    if wanted is not None:
        found = _as_wanted(content, name, wanted, found)
    else:
        found = _with_misfits_replaced(content, found) if found else _by_content(content)
    sample = found.sample(content)
    _refuse_binary(sample, name)
    return replace(found, notes=(*found.notes, *_oddities(content, found, sample)))


def _as_wanted(content: bytes, name: str, wanted: str, found: Encoding | None) -> Encoding:
    try:
        codec = codecs.lookup(wanted).name
        "".encode(codec)
    except (LookupError, ValueError):
        raise ReadError(f"There is no encoding called {wanted!r}. Try utf-8, cp1252 or utf-16.") from None
    same = found is not None and found.codec.startswith(codec.removesuffix("-sig"))
    encoding = found if found is not None and same else Encoding(codec)
    where = _first_misfit(content, encoding)
    if where is not None:
        line = _line_of(content, where)
        raise ReadError(f"{name!r} is not in {wanted}: line {line} holds a byte without meaning in it. Try another.")
    return encoding


def _with_misfits_replaced(content: bytes, encoding: Encoding) -> Encoding:
    """The same encoding; where bytes do not fit it, they are to be replaced, and a note counts them."""
    where = _first_misfit(content, encoding)
    if where is None:
        return encoding
    text = content[encoding.skip :].decode(encoding.codec, "replace")
    count = text.count("\ufffd") - content.count("\ufffd".encode(encoding.codec))
    note = (
        f"It is damaged {encoding.codec}: {count:,} misfit{'s' if count > 1 else ''}, the first on line "
        f"{_line_of(content, where)}, replaced by \ufffd."
    )
    return replace(encoding, errors="replace", notes=(*encoding.notes, note))


def _line_of(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def _oddities(content: bytes, encoding: Encoding, sample: str) -> list[str]:
    notes = []
    zeros = 0 if encoding.codec.startswith(("utf-16", "utf-32")) else content.count(0)
    if zeros:
        notes.append(f"{zeros:,} zero byte{'s' if zeros > 1 else ''} (NUL) in its cells: kept as they are.")
    if _C1_CONTROLS.search(sample):
        notes.append("It holds control characters U+0080 to U+009F: quotes or dashes lost in an earlier conversion.")
    return notes


def _by_mark(content: bytes) -> Encoding | None:
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return Encoding(codec, "strict", len(mark), ("A byte order mark at the start of the file was removed.",))
    return None


def _by_zeros(content: bytes) -> Encoding | None:
    """Text in UTF-16 without a mark: nearly every second byte is zero."""
    head = content[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    for codec, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many > 0.2 * len(head) and few < 0.02 * len(head):
            return Encoding(codec, notes=("It has no byte order mark: taken for UTF-16 by its zero bytes.",))
    return None


def _first_misfit(content: bytes, encoding: Encoding) -> int | None:
    """Position of the first byte that the encoding cannot read, or None."""
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    for start in range(encoding.skip, len(content), _STEP):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(content[start : start + _STEP], final=start + _STEP >= len(content))
        except UnicodeDecodeError as error:
            return start - pending + error.start
        except UnicodeError:  # from codecs that do not say which byte it is
            return start
    return None


def _by_content(content: bytes) -> Encoding:
    """UTF-8 if it fits; else Windows-1252 if that reads well; else the likeliest of others; else damaged UTF-8."""
    where = _first_misfit(content, Encoding("utf-8"))
    if where is None:
        return Encoding("utf-8")
    window = content[max(0, where - SAMPLE_BYTES // 2) : where + SAMPLE_BYTES]
    if not _mostly_utf8(window):
        for guess in (_western(window), _other(window)):
            if guess is not None and _first_misfit(content, guess) is None:
                return guess
    return _with_misfits_replaced(content, Encoding("utf-8"))


def _other(window: bytes) -> Encoding | None:
    """What charset-normalizer finds, if it knows the language."""
    guess = from_bytes(window, cp_isolation=_GUESSES).best()
    if guess is None or guess.coherence == 0:
        return None
    codec = codecs.lookup(guess.encoding).name
    return Encoding(codec, notes=(f"It is not UTF-8: read as {codec}, a guess from its letters. Please check.",))


def _mostly_utf8(window: bytes) -> bool:
    """Whether more characters beyond ASCII fit UTF-8 than not."""
    text = window.decode("utf-8", "replace")
    misfits = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - misfits > misfits


def _western(window: bytes) -> Encoding | None:
    """Windows-1252, if it gives words with a few accents and symbols between words, as its languages have them."""
    try:
        text = window.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = sum(character > "\x7f" for character in text)
    strange = sum(map(len, _FOREIGN_RUN.findall(text)))
    strange += len(_SYMBOL_IN_WORD.findall(text)) + len(_LONELY_LETTER.findall(text))
    if strange > MAX_STRANGE_SHARE * beyond:
        return None
    return Encoding("cp1252", notes=("It is not UTF-8: read as Windows-1252 (cp1252), as which it reads well.",))


def _refuse_binary(sample: str, name: str) -> None:
    controls = sum(1 for character in sample if character < " " and character not in "\t\r\n\f")
    if controls > MAX_CONTROL_SHARE * len(sample):
        raise ReadError(f"{name!r} is a binary file, not text. Export the table as CSV.")
