"""Privacy: does the table give away the rows that it was learned from?

| file | measure | better |
|---|---|---|
| `copies` | share of synthetic rows that equal a training row, beside natural twins | lower |
| `near_copies` | share of synthetic rows nearer to a training row than nearly all fresh rows are | lower |
| `dcr_share` | share of synthetic rows that lie closest to a training row, both sides weighed alike | nearer .5 |
| `dcr_group` | the DCR share on the group of columns that leans most to training | nearer .5 |
| `nndr` | mean ratio of the distances to the nearest and the second nearest training row | higher |
| `membership` | AUC of guessing from the distance to the nearest synthetic row who was a training row | nearer .5 |
| `membership_density` | the same, from synthetic over real density | nearer .5 |
| `rare_values` | share of synthetic rows with a level that fewer than k training units hold | lower |
| `rare_numbers` | share of synthetic rows that replay a number fewer than k units hold, in the worst column | lower |
| `extremes` | share of synthetic rows with a training number or date beyond the k-th unit's | lower |
| `attacks/` | share of people that an attacker singles out, links, or learns a secret of, beside controls | lower |

`distances` and `risky_rows` are exhibits that come with the near copies.

`nearest` finds the nearest of many rows, or the nearest few, exactly, for tables of mixed kinds: `points` are the rows,
`leaves` stretches of rows that lie together, `tiles` the search. `near` and `sides` are the searches that measures
share; `replayed` is what both counts of rare values share, `auc` what both membership attacks do; `units` says how sure
a mean is when several rows are of one unit.
"""
