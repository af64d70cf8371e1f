"""From a table to a fitted model to a synthetic table.

| file | what it holds |
|---|---|
| `contract` | what every generator keeps to: card, settings, forecast, fit, progress, samples |
| `registry` | `GENERATORS`: one line a generator |
| `trees`, `ctgan`, … | the generators |
| `sequential/` | column after column: what trees, boost, forest, regression and hybrid share |
| `marginals`, `marginal_files` | one column's distribution by itself: what fitted and copula share |
| `deep/` | autoencoders: what tvae and vaegan share |
| `kept_rows` | real rows that smote and noise start from |
| `ctgan_*` | its settings; the package's training; its network run with numpy; what it will cost |
| `matrix`, `mixture`, `gaps` | a table as the matrix that a neural network learns; which cells are missing together |
| `spec`, `spelled`, `unaided` | what `rules` draws without any data: a spec, codes of a pattern; a model at once |
| `fitting` | `fit`: what a generator is shown of a table; `forecast` |
| `protect`, `numbers` | the shield: no value held by fewer than k units is learned, kept or emitted |
| `stand_ins` | what stands in for a rare level: a common one among rows that are alike |
| `anchors`, `between` | dates that lie near an earlier one, guarded and learned through the time between |
| `sums`, `summing` | numbers that others nearly add up to, learned as what is left of them; how they are found |
| `grain`, `steps` | the step that a column's dates, or its numbers, lie on |
| `model` | `Model`: a fitted generator in its envelope; samples, saves, loads |
| `quota`, `rules` | keep what is asked of the rows: fixed values, balance, fairness; and the table's rules |
| `alike`, `deal`, `agreed` | units dealt to rows that are alike, which then share what is the same within units |
| `settle`, `kept_sums` | what such a change would break is as it was; sums that were learned still add up |
| `worked` | columns that are worked out from others by a stated formula |
| `augment`, `impute` | real rows beside synthetic ones, or with their gaps filled; `provenance` says which is which |
| `deck`, `from_units` | which synthetic rows are near a real one; gaps that another row of the same unit can fill |
| `dress`, `keys`, `fakes`, `constant` | columns that are not learned: remade keys, invented personal data, one value |
| `language` | the country whose names are invented |
| `repeats`, `taken` | how often such values repeat; which are real and must not be made again |
"""

from synth.make.augment import augment
from synth.make.contract import Card, Fitted, Forecast, Generator, Progress, Settings, silent
from synth.make.fitting import fit, forecast
from synth.make.impute import hide, impute
from synth.make.model import Model
from synth.make.registry import GENERATORS, generator

__all__ = [
    "GENERATORS",
    "Card",
    "Fitted",
    "Forecast",
    "Generator",
    "Model",
    "Progress",
    "Settings",
    "augment",
    "fit",
    "forecast",
    "generator",
    "hide",
    "impute",
    "silent",
]
