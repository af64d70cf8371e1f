"""Pairs: do each two columns go together as in the real table?

| file | what |
|---|---|
| `tables` | all tables of two binned columns, counted at once and laid end to end |
| `chance` | how far apart sampling alone would put them |
| `cramers_v`, `moments` | strengths of relation, all pairs at once, from those tables and from sums over rows |
| `over_draws` | every draw counted and summed once, for the two measures |
| `pair` | the pair measure: a score for each pair, their mean for the table, and the raw figure beside it |
| `joint_table` | two columns at once: what the joint plots of a pair are drawn from |
| `strengths` | by how much strengths differ, on average: Pearson, Spearman, Cramér's V, correlation ratio |
| `associations` | the strengths of each pair, real and synthetic, for the heat maps |
"""
