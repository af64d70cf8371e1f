"""Formulas such as `round(quantity * price, 2)`: read by a small parser of our own, never run as a program.

`tokens` cuts the text, `parser` makes a tree of it, `functions` lists all that a formula may do, `cells` holds what it
works on: columns with their gaps. A gap in makes a gap out, and so does what has no finite result.
"""

from synth.prepare.formula.cells import ValueKind
from synth.prepare.formula.formula import Formula
from synth.prepare.formula.functions import FUNCTIONS

__all__ = ["FUNCTIONS", "Formula", "ValueKind"]
