"""Errors as a steward sees them: what, where, what to do; never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.shared.words import plain
from synth.errors import SynthError


@contextmanager
def shown_errors() -> Iterator[None]:
    """Show anything the library refuses as one message, and let the page go on below it."""
    try:
        yield
    except SynthError as error:
        st.error(plain(str(error)), icon=":material/error:")
