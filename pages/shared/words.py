"""Words and numbers as every page writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_PUNCTUATION = re.compile(r"([\\`*{}\[\]()<>#+!|~$:&^=@]|(?<![^\W_])[_.\-]|[_.\-](?![^\W_]))")
"""What Markdown may read as more than itself: `_`, `.` and `-` never within a word, and labels are read aloud with
their backslashes.
"""


def plain(text: object) -> str:
    """Text from data made safe wherever Streamlit renders Markdown: no link, image, icon or formula comes of it."""
    whole = " ".join(str(text).split())
    whole = re.sub(
        r"(?i)(:(?=[a-z/_+-])|www(?=\.)|@)", "\\1\u200b", whole
    )  # or it is a link, icon or emoji all the same
    return _PUNCTUATION.sub(r"\\\1", whole)


def short(text: object, most: int = 40) -> str:
    """Text cut to `most` characters with an ellipsis in its middle, so that both ends stay readable."""
    whole = str(text)
    return whole if len(whole) <= most else f"{whole[: most * 2 // 3]}…{whole[-(most // 3 - 1) :]}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """A length of time a person can plan by."""
    if seconds < 1:
        return "under a second"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def about(seconds: float) -> str:
    """The same, said of an estimate."""
    return f"{'About ' if seconds >= 1 else ''}{duration(seconds)}".capitalize()


def size(number: float) -> str:
    """Bytes in the unit that reads best."""
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def ago(time: datetime) -> str:
    """How long ago, in words."""
    seconds = (datetime.now(UTC) - time).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min ago"
    if seconds < 86_400:
        return f"{seconds / 3600:.0f} h ago"
    return time.astimezone().strftime("%d %b %Y")
