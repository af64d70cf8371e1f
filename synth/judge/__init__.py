"""The third room: real, synthetic and holdout tables into one report, which holds no row of theirs.

- `compare` is the way in; `measures` lists every measure. `comparison` makes the tables ready once: `align`
  brings them under one schema, `coding` turns columns into small whole numbers, `draws` draws rows; `intent`
  leaves of the real rows those that are what was asked of the synthetic ones.
- `score`, `exhibits` and `report` are the values that come out; `definition` is what all scores of a measure share.
- Measures, one a file: `shapes/` (columns one by one), `pairs/` (two by two), `usefulness/`, `privacy/`,
  `fairness/`, `rules`. `drawn` turns figures over draws into scores with intervals and references.
- `summaries` is what charts are drawn from; `charts`, `charts_fairness`, `html` and `words` show a report and compute
  nothing.
- `questions/` answers what a steward asks of both tables.
- `standard` is SDMetrics, as it reports itself; `quick` is one cheap figure for a model that is still being fitted.
"""

from synth.judge.compare import compare, in_groups
from synth.judge.comparison import Comparison
from synth.judge.measures import MEASURES, Measure
from synth.judge.report import Associations, ColumnSummary, Report, Source, StandardScores
from synth.judge.score import Band, Group, Score

__all__ = [
    "MEASURES",
    "Associations",
    "Band",
    "ColumnSummary",
    "Comparison",
    "Group",
    "Measure",
    "Report",
    "Score",
    "Source",
    "StandardScores",
    "compare",
    "in_groups",
]
