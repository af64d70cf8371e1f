"""Shapes: is each column distributed as in the real table?

| file | measure | of | better |
|---|---|---|---|
| `shape` | overlap of distributions, missing being a state; the table's score is the mean | all columns | higher |
| `ks` | Kolmogorov-Smirnov statistic on the values that are there | numbers, dates | lower |
| `total_variation` | total variation distance on the values that are there | categories, booleans | lower |
| `chi_squared` | Cramér's V for the effect, then the chi-squared test's p | categories, booleans | lower, higher |
| `wasserstein` | how far values would have to move, in real standard deviations | numbers, dates | lower |
| `jensen_shannon` | Jensen-Shannon distance over bins or levels, missing being a state | all columns | lower |
| `coverage` | share of the range, or of the levels, that k units hold and synthetic rows reach | all columns | higher |
| `mean_shift` | difference of means, in real standard deviations | numbers, dates | nearer 0 |
| `spread_ratio` | ratio of standard deviations | numbers, dates | nearer 1 |
| `quantile_gap` | greatest difference of five quantiles, in real standard deviations | numbers, dates | lower |
| `missing_rate` | share of missing values | all columns | nearer |

`columns` is the engine that they share: a pure function of two vectors of counts, taken over all draws. `spread` gives
values in real standard deviations.
"""
