"""The third room: real, synthetic and holdout tables into one report, which holds no row of theirs.

- `compare` is the way in; `measures` lists every measure. `comparison` makes the tables ready once: `align`
  brings them under one schema, `coding` turns columns into small whole numbers, `draws` draws rows; `intent`
  leaves of the real rows those that are what was asked of the synthetic ones.
- `score`, `exhibits` and `report` are the values that come out; `definition` is what all scores of a measure share.
- Measures, one a file: `shapes/` (columns one by one), `pairs/` (two by two), `joint/` (whole rows), `usefulness/`,
  `privacy/` with its `attacks/`, `fairness/`, `diversity/`, `rules`. `drawn` turns figures over draws into scores with
  intervals and references; `learner` and `linear` are the examiner's models, `space` rows as points of a few axes.
- On demand: `questions/` answers what a steward asks of both tables, `usefulness/curve` takes a learning curve,
  `review` has an expert mark rows, `imputed` scores filled gaps, `side_by_side` sets runs beside each other.
- `summaries` is what charts are drawn from; `attention`, `glance` and `words` say what matters in words; `charts/`,
  `html` with `svg` and `sheets` show a report and compute nothing.
- `standard` is SDMetrics, as it reports itself; `quick` is one cheap figure for a model that is still being fitted;
  `headlines` with `rates` are the figures that tables are known by, for whoever scores many of them.
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
