"""Diversity: does the synthetic table hold all the kinds of rows that the real one does?

| file | what |
|---|---|
| `cluster_share` | clusters of real rows and how common each is; mode collapse, named when it happens |
| `levels_missed` | levels that the synthetic table lacks, and which of them protection keeps out |
| `tail_share` | rows in the outer ends of each number, and rows that are far out in any |
| `support` | α-precision and β-recall: are rows as typical as real ones, and real ones of synthetic rows? |
| `repeated_rows` | rows that repeat another row of their own table |
"""
