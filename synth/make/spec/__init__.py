"""A spec: a table stated in a file that a person can read, and drawn without any data.

| file | what it holds |
|---|---|
| `spec` | `Spec`: columns in order, correlations, scenarios, unit, rules |
| `values`, `distributions` | what the values of a column come from |
| `check` | what must fit between the columns: names, kinds, cycles |
| `text` | to and from YAML |
| `draw`, `correlated` | its rows, one stream of random numbers a column |
| `draft`, `gaps` | a spec that starts from a table's profile; which of its cells are missing together |
"""

from synth.make.spec.draft import spec_of
from synth.make.spec.spec import Spec
from synth.make.spec.text import read_spec, spec_text

__all__ = ["Spec", "read_spec", "spec_of", "spec_text"]
