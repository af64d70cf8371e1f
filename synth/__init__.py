"""Make a synthetic table from a sensitive one, weigh the evidence, and sign for its release.

The rooms, in the order of the walk; each one's docstring is its map:

- `synth.prepare`: bytes → `Table` (frame, `Schema`, how it was read) → profile, split.
- `synth.make`: `Table` → fitted `Model` → synthetic `Table`.
- `synth.judge`: real, synthetic, holdout → `Report`.
- `synth.release`: `Report` + `Policy` → verdict → a person's decision → evidence pack.
- `synth.work`: the `Workspace` on disk, and the processes that work for it.
- `synth.cli`: the same walk from a shell. `synth.errors`: what may be raised.

The names below are all that most need. They are fetched when first used, so that `import synth` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from synth.errors import SynthError
    from synth.judge.compare import compare
    from synth.judge.report import Report
    from synth.make import GENERATORS, Model, augment, fit, hide, impute
    from synth.prepare import Control, Schema, Table, profile, read_table, split, write_table
    from synth.release import Policy, assess
    from synth.work import Workspace

__version__ = "0.1.0"

_ROOMS = {
    "read_table": "prepare",
    "write_table": "prepare",
    "profile": "prepare",
    "split": "prepare",
    "Table": "prepare",
    "Schema": "prepare",
    "fit": "make",
    "augment": "make",
    "impute": "make",
    "hide": "make",
    "Model": "make",
    "Control": "prepare",
    "GENERATORS": "make",
    "compare": "judge",
    "Report": "judge",
    "assess": "release",
    "Policy": "release",
    "Workspace": "work",
    "SynthError": "errors",
}

__all__ = [
    "GENERATORS",
    "Control",
    "Model",
    "Policy",
    "Report",
    "Schema",
    "SynthError",
    "Table",
    "Workspace",
    "assess",
    "augment",
    "compare",
    "fit",
    "hide",
    "impute",
    "profile",
    "read_table",
    "split",
    "write_table",
]


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room."""
    if name in _ROOMS:
        return getattr(import_module(f"synth.{_ROOMS[name]}"), name)
    raise AttributeError(f"module 'synth' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
