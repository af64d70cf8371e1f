"""The first room: from a file's bytes to a table whose columns are understood.

The way through it, one file an idea:

- `source` fetches bytes and refuses what is no text; `encoding` turns them into characters; `dialect` finds how cells
  are parted, `layout` where the table lies, `headers` its columns' names; `rows` parses strictly and accounts for every
  row; `text` is what comes of it, every cell as it is spelled.
- `kinds` decides what each column is and says why, from its `facts`: `numbers` and `dates` know how those are spelled,
  `strays` what to do with the few that do not fit, `codes` and `identifiers` which numbers are no amounts.
- `cells` types text by a schema and spells it back; `read` is all of this in one call; `write` is the way to a file.
- `profile` says what is in a table, with `alerts` and `associations`; `personal` recognises personal data; `suggest`
  proposes unit and target, `knowledge` who knows what; `split` draws training and holdout rows.
- `formula` reads and works out formulas over columns, and never runs them as a program.
- `table`, `schema`, `rule`, `control` are the values that pass to the other rooms.
"""

from synth.prepare.cells import spell_cells, type_cells
from synth.prepare.control import Control
from synth.prepare.kinds import infer_schema
from synth.prepare.knowledge import suggest_quasi_identifiers, suggest_secrets, suggest_sensitive
from synth.prepare.profile import Profile, profile
from synth.prepare.read import DIALECT_OPTIONS, parse_read_options, read_table
from synth.prepare.rule import Rule
from synth.prepare.schema import INTENTS, KINDS, TREATMENTS, Column, Intent, Kind, Schema, Treatment
from synth.prepare.split import Split, split
from synth.prepare.suggest import suggest_target, suggest_unit
from synth.prepare.table import DTYPES, Dialect, Reading, Reject, Table
from synth.prepare.text import Text, read_text
from synth.prepare.write import write_table

__all__ = [
    "DIALECT_OPTIONS",
    "DTYPES",
    "INTENTS",
    "KINDS",
    "TREATMENTS",
    "Column",
    "Control",
    "Dialect",
    "Intent",
    "Kind",
    "Profile",
    "Reading",
    "Reject",
    "Rule",
    "Schema",
    "Split",
    "Table",
    "Text",
    "Treatment",
    "infer_schema",
    "parse_read_options",
    "profile",
    "read_table",
    "read_text",
    "spell_cells",
    "split",
    "suggest_quasi_identifiers",
    "suggest_secrets",
    "suggest_sensitive",
    "suggest_target",
    "suggest_unit",
    "type_cells",
    "write_table",
]
