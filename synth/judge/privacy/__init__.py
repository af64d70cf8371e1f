"""Privacy: does the table give away the rows that it was learned from?

| file | measure | better |
|---|---|---|
| `copies` | share of synthetic rows that equal a training row, beside natural twins | lower |
| `dcr_share` | share of synthetic rows that lie closest to a training row, both sides weighed alike | nearer .5 |
| `attacks/` | share of people that an attacker singles out, links, or learns a secret of, beside controls | lower |

`nearest` finds the nearest of many rows, or the nearest few, exactly, for tables of mixed kinds.
"""
