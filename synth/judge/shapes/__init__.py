"""Shapes: is each column distributed as in the real table?

| file | measure | of | better |
|---|---|---|---|
| `shape` | overlap of distributions, missing being a state; the table's score is the mean | all columns | higher |
| `ks` | Kolmogorov-Smirnov statistic on the values that are there | numbers, dates | lower |
| `total_variation` | total variation distance on the values that are there | categories, booleans | lower |
| `chi_squared` | Cramér's V for the effect, then the chi-squared test's p | categories, booleans | lower, higher |
| `missing_rate` | share of missing values | all columns | nearer |

`columns` is the engine that they share: a pure function of two vectors of counts, taken over all draws.
"""
