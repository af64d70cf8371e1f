"""Joint: do whole rows, all columns at once, look as the real ones do?

| file | what |
|---|---|
| `sides` | samples of rows from two tables, and the folds that a learner is tested on |
| `trial` | a learner tries to tell two samples apart |
| `detection` | how well it tells synthetic rows from the training rows, and from rows never seen |
| `pmse` | how far the chances of being synthetic are from even |
| `projection` | both tables on a map of the axes along which real rows differ most |
| `giveaways` | by which columns it tells them, in words |
"""
