"""Privacy: does the table give away the rows that it was learned from?

| file | measure | better |
|---|---|---|
| `copies` | share of synthetic rows that equal a training row, beside natural twins | lower |
| `near_copies` | share of synthetic rows nearer to a training row than nearly all fresh rows are | lower |
| `dcr_share` | share of synthetic rows that lie closest to a training row, both sides weighed alike | nearer .5 |
| `nndr` | mean ratio of the distances to the nearest and the second nearest training row | higher |
| `membership` | AUC of guessing from the distance to the nearest synthetic row who was a training row | lower |
| `membership_density` | the same, from synthetic over real density | lower |
| `attacks/` | share of people that an attacker singles out, links, or learns a secret of, beside controls | lower |

`nearest` finds the nearest of many rows, or the nearest few, exactly, for tables of mixed kinds: `points` are the rows,
`leaves` stretches of rows that lie together, `tiles` the search. `near` and `sides` are the searches that measures
share, `auc` is what both membership attacks share, `units` says how sure a mean is when several rows are of one unit.
"""
