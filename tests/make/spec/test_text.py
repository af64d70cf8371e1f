"""A piece of a spec on one line, as boxes of the editor show it, is read back as it was."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from synth.make.spec.text import line_text, read_piece

LEVELS = st.text(st.characters(codec="utf-8"), max_size=20)
PLAIN = LEVELS | st.booleans() | st.none() | st.integers(-(10**12), 10**12) | st.floats(-1e6, 1e6).map(float)
PIECES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LEVELS, inner, max_size=4), max_leaves=12
)


@given(PIECES)
def test_a_line_is_read_back_as_it_was(piece: Any) -> None:
    line = line_text(piece)
    assert "\n" not in line
    assert read_piece(line) == piece


def test_what_is_written_on_several_lines_stands_on_one() -> None:
    sets = {"price": {"distribution": "uniform", "low": 900, "high": 1000}, "payment": "card", "note": "a: b"}
    assert line_text(sets) == "{price: {distribution: uniform, low: 900, high: 1000}, payment: card, note: 'a: b'}"
