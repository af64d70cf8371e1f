"""Pairs: do each two columns go together as in the real table?

| file | what |
|---|---|
| `tables` | all tables of two binned columns, counted at once and laid end to end |
| `chance` | how far apart sampling alone would put them |
| `pair` | the pair measure: a score for each pair, their mean for the table, and the raw figure beside it |
"""
